"""Programs in VisProg's dialect: one call per line.

This dialect has no loops, so it is for what can be counted: things by their noun, in the whole
picture or in or on one other thing.
"""

from __future__ import annotations

from visprog_planners.grammar import meaning as m


class NotHere(Exception):
    """The meaning needs more than this dialect offers."""


def write(meaning: m.Meaning, images: int) -> str:
    """The program. Raises :class:`NotHere`."""
    program = _Program(images)
    if isinstance(meaning, m.HowMany):
        result = program.answer(meaning.quantity)
    elif isinstance(meaning, m.Whether):
        result = program.evaluated(program.condition(meaning.condition))
    else:
        raise NotHere
    program.line("FINAL_RESULT", "RESULT", var=result)
    return "\n".join(program.lines) + "\n"


class _Program:
    def __init__(self, images: int) -> None:
        self.images = images
        self.lines: list[str] = []
        self.counts = {"BOX": 0, "IMAGE": 0, "ANSWER": 0}
        self.known: dict[tuple[str, str, str], str] = {}

    def line(self, target: str, tool: str, **arguments: str) -> str:
        inside = ",".join(f"{name}={value}" for name, value in arguments.items())
        self.lines.append(f"{target}={tool}({inside})")
        return target

    def call(self, kind: str, tool: str, **arguments: str) -> str:
        """The variable that holds this call's result; equal calls are made once."""
        key = (kind, tool, repr(arguments))
        if key not in self.known:
            target = f"{kind}{self.counts[kind]}"
            self.counts[kind] += 1
            self.known[key] = self.line(target, tool, **arguments)
        return self.known[key]

    def image_name(self, index: int) -> str:
        if self.images == 1:
            return "IMAGE"
        if self.images == 2:
            return ("LEFT", "RIGHT")[index]
        return f"IMAGE{index + 1}"

    def boxes(self, thing: m.Thing, index: int) -> str:
        if thing.attributes or thing.most:
            raise NotHere
        image = self.image_name(index)
        if thing.place is not None:
            if thing.place.relation not in {"in", "on"} or not thing.place.of.definite:
                raise NotHere
            holder = self.boxes(thing.place.of, index)
            image = self.call("IMAGE", "CROP", image=self.where(thing.place.of, index), box=holder)
        return self.call("BOX", "LOC", image=image, object=repr(thing.noun))

    def where(self, thing: m.Thing, index: int) -> str:
        """The image that a thing's boxes are in."""
        if thing.place is None:
            return self.image_name(index)
        holder = self.boxes(thing.place.of, index)
        return self.call("IMAGE", "CROP", image=self.where(thing.place.of, index), box=holder)

    def count(self, thing: m.Thing) -> list[str]:
        """The variables whose sum is how many there are."""
        places = range(self.images) if thing.image is None else (thing.image,)
        if thing.place is not None and len(places) > 1:
            raise NotHere  # an image without the holder counts nothing, which takes an `if`
        return [self.call("ANSWER", "COUNT", box=self.boxes(thing, index)) for index in places]

    def answer(self, quantity: m.Quantity) -> str:
        """A variable that holds the quantity."""
        if isinstance(quantity, m.Count):
            counts = self.count(quantity.thing)
            if len(counts) == 1:
                return counts[0]
        return self.evaluated(self.quantity(quantity))

    def evaluated(self, expression: str) -> str:
        return self.call("ANSWER", "EVAL", expr=f'"{expression}"')

    def quantity(self, quantity: m.Quantity) -> str:
        """An expression over the variables."""
        if isinstance(quantity, int):
            return str(quantity)
        if isinstance(quantity, m.Count):
            return " + ".join(f"{{{name}}}" for name in self.count(quantity.thing))
        if isinstance(quantity, m.Difference):
            first = self.quantity(quantity.first)
            second = self.quantity(quantity.second)
            return f"{first} - {_grouped(second)}"
        return " + ".join(
            self.quantity(part)
            if isinstance(part, m.Count | m.Sum | m.Difference | int)
            else f"(1 if {self.condition(part)} else 0)"
            for part in quantity.parts
        )

    def condition(self, condition: m.Condition) -> str:
        """An expression that is true when the condition holds."""
        if isinstance(condition, m.Compare):
            first = self.quantity(condition.first)
            return f"{first} {condition.operator} {self.quantity(condition.second)}"
        if isinstance(condition, m.Both):
            parts = [self.condition(part) for part in condition.parts]
            inner = any(isinstance(part, m.Both) for part in condition.parts)
            return f" {condition.word} ".join(f"({part})" if inner else part for part in parts)
        if isinstance(condition, m.Not):
            return f"not ({self.condition(condition.part)})"
        if isinstance(condition, m.Is) and condition.place and not condition.attributes:
            located = condition.thing.at(condition.place)
            if condition.thing.place is None:
                return self.condition(m.Compare(m.Count(located), ">", 0))
        raise NotHere


def _grouped(expression: str) -> str:
    return f"({expression})" if " " in expression else expression
