"""Programs in VisProg's dialect: one call per line.

This dialect has no loops, so it is for what can be counted: things by their noun, in the whole
picture or in or on one other thing; and for what a model is asked about one thing.
"""

from __future__ import annotations

from dataclasses import replace

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.everyday import GROUNDS, sought
from visprog_planners.grammar.expressions import Expressions
from visprog_planners.grammar.nouns import head
from visprog_planners.grammar.patches import EMPTY, fills
from visprog_planners.grammar.signs import OTHERWISE, STOP


class NotHere(Exception):
    """The meaning needs more than this dialect offers."""


def write(meaning: m.Meaning, images: int) -> str:
    """The program. Raises :class:`NotHere`."""
    program = _Program(images)
    if isinstance(meaning, m.HowMany):
        result = program.answer(meaning.quantity)
    elif isinstance(meaning, m.Whether):
        result = program.evaluated(program.condition(meaning.condition))
    elif isinstance(meaning, m.Ask):
        result = program.told(meaning)
    elif (
        isinstance(meaning, m.Read)
        and meaning.part == "all"
        and meaning.on is None
        and (images == 1 or meaning.image is not None)
    ):
        image = program.image_name(meaning.image or 0)
        result = program.call("ANSWER", "OCR", image=image)
    elif isinstance(meaning, m.Describe):
        result = program.call("ANSWER", "CAPTION", image=program.image_name(meaning.image or 0))
    elif isinstance(meaning, m.Find):
        result = program.found(meaning)
    elif isinstance(meaning, m.WhichOf) and meaning.measure in {"nearer", "farther"}:
        result = program.nearer(meaning)
    else:
        raise NotHere
    program.line("FINAL_RESULT", "RESULT", var=result)
    return "\n".join(program.lines) + "\n"


class _Program(Expressions):
    def __init__(self, images: int) -> None:
        self.images = images
        self.lines: list[str] = []
        self.counts = {"BOX": 0, "OBJ": 0, "IMAGE": 0, "ANSWER": 0}
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

    def boxes(self, thing: m.Thing, index: int, *, counted: bool = False) -> str:
        known = len(sought(thing.noun)) == 1
        if not thing.plain or not known or thing.noun in {m.ANY, STOP, *OTHERWISE}:
            raise NotHere
        image = self.where(thing, index, counted=counted)
        return self.call("BOX", "LOC", image=image, object=repr(thing.noun))

    def where(self, thing: m.Thing, index: int, *, counted: bool = False) -> str:
        """The image that a thing's boxes are in.

        For what is counted it is the whole picture where there is no such ground: see
        :meth:`number`.
        """
        if thing.place is None:
            return self.image_name(index)
        of = thing.place.of
        known = of.definite or (of.plain and of.noun in GROUNDS)
        if thing.place.relation not in {"in", "on"} or not known or of == m.WHOLE:
            raise NotHere
        if fills(of):
            raise NotHere  # where it is not found it is the picture, which takes an `or`
        image = self.where(of, index, counted=counted)
        if of.plain and of.noun in GROUNDS:
            ground = self.call("OBJ", "SEG", image=image, object=repr(of.noun))
            empty = {"empty": "'whole-image'"} if counted else {}
            return self.call("IMAGE", "CROP", image=image, box=ground, **empty)
        holder = self.boxes(of, index, counted=counted)
        return self.call("IMAGE", "CROP", image=image, box=holder)

    def count(self, thing: m.Thing) -> list[str]:
        """The variables whose sum is how many there are."""
        places = range(self.images) if thing.image is None else (thing.image,)
        if thing.place is not None and len(places) > 1:
            raise NotHere  # an image without the holder counts nothing, which takes an `if`
        return [self.number(thing, index) for index in places]

    def number(self, thing: m.Thing, index: int) -> str:
        """The variable with how many there are in one image: none on a ground that is not there."""
        number = self.call("ANSWER", "COUNT", box=self.boxes(thing, index, counted=True))
        there = []
        while thing.place is not None:
            thing = thing.place.of
            if thing.plain and thing.noun in GROUNDS:
                image = self.where(thing, index, counted=True)
                ground = self.call("OBJ", "SEG", image=image, object=repr(thing.noun))
                there.append(f"{{{self.call('ANSWER', 'COUNT', box=ground)}}} > 0")
        return self.evaluated(f"{{{number}}} if {' and '.join(there)} else 0") if there else number

    def answer(self, quantity: m.Quantity) -> str:
        """A variable that holds the quantity."""
        if isinstance(quantity, m.Count):
            counts = self.count(quantity.thing)
            if len(counts) == 1:
                return counts[0]
        return self.evaluated(self.quantity(quantity))

    def evaluated(self, expression: str) -> str:
        return self.call("ANSWER", "EVAL", expr=f'"{expression}"')

    def counted(self, thing: m.Thing) -> str:
        return " + ".join(f"{{{name}}}" for name in self.count(thing))

    def distinct(self, quantity: m.Distinct) -> str:
        raise NotHere

    def kinds(self, quantity: m.Kinds) -> str:
        raise NotHere

    def spelled(self, quantity: m.Lettered) -> str:
        raise NotHere

    def condition(self, condition: m.Condition) -> str:
        """As for any; whether there is grass is seen when it is cut out, and not by a detector."""
        if isinstance(condition, m.Compare) and isinstance(condition.first, m.Count):
            thing = replace(condition.first.thing, definite=False)
            index = thing.image or 0
            ground = thing.noun in GROUNDS and thing == m.Thing(thing.noun, image=thing.image)
            if ground and condition.second == 0 and (self.images == 1 or thing.image is not None):
                image = self.image_name(index)
                cut = self.call("OBJ", "SEG", image=image, object=repr(thing.noun))
                return f"{{{self.call('ANSWER', 'COUNT', box=cut)}}} {condition.operator} 0"
        return super().condition(condition)

    def stated(self, condition: m.Stated) -> str:
        if isinstance(condition, m.AnswerIs):
            answer = self.told(m.Ask(None, condition.question, condition.image))
            return f"{{{answer}}} == {condition.answer!r}"
        if isinstance(condition, m.SaysSame):
            if not isinstance(condition.first, int) or not isinstance(condition.second, int):
                raise NotHere
            if condition.part != "all":
                raise NotHere
            one, other = (
                self.call("ANSWER", "OCR", image=self.image_name(index))
                for index in (condition.first, condition.second)
            )
            return f"{{{one}}} == {{{other}}}"
        if isinstance(condition, m.Says):
            if condition.on is not None or condition.how != "all":
                raise NotHere
            if condition.image is None and self.images > 1:
                raise NotHere
            read = self.call("ANSWER", "OCR", image=self.image_name(condition.image or 0))
            return f"{{{read}}} == {condition.text!r}"
        if not isinstance(condition, m.Is) or condition.thing.place is not None:
            raise NotHere
        if condition.place is not None and not condition.attributes:
            located = condition.thing.at(condition.place)
            return self.condition(m.Compare(m.Count(located), ">", 0))
        if condition.place is None and all(map(m.asked, condition.attributes)):
            noun = head(condition.thing.noun)
            told = [
                self.told(m.Ask(condition.thing, f"Is the {noun} {attribute}?"))
                for attribute in condition.attributes
            ]
            return " and ".join(f"{{{name}}} == 'yes'" for name in told)
        raise NotHere

    def found(self, meaning: m.Find) -> str:
        """The variable with the regions of things: pointed at, in boxes, or cut out."""
        first = meaning.things[0]
        if self.images > 1 and any(thing.image is None for thing in meaning.things):
            raise NotHere  # regions of several pictures are in no list
        bare = [replace(thing, definite=False) for thing in meaning.things]
        if len(bare) == 1:
            asked = any(m.asked(look) or look == EMPTY for look in first.attributes)
            if asked or first.noun == m.ANY or not replace(first, attributes=()).plain:
                raise NotHere
            image = self.where(first, first.image or 0)
            phrase = repr(" ".join([*first.attributes, first.noun]))
            if meaning.how == "points":
                return self.call("OBJ", "POINT", image=image, object=phrase, masks="True")
            tool = "SEG" if meaning.how == "masks" else "LOC"
            return self.call("OBJ", tool, image=image, object=phrase)
        if any(thing != m.Thing(thing.noun, image=first.image) for thing in bare):
            raise NotHere
        image = self.image_name(first.image or 0)
        nouns = ",".join(thing.noun for thing in bare)
        found = self.call("OBJ", "DETECT", image=image, object=repr(nouns))
        if meaning.how == "boxes":
            return found
        return self.call("OBJ", "SEG", image=image, object=found)

    def nearer(self, meaning: m.WhichOf) -> str:
        """The variable with the noun of the nearer (or farther) of two things."""
        if meaning.to is not None:
            raise NotHere
        depths = []
        for thing in (meaning.first, meaning.second):
            if thing.place is not None or (self.images > 1 and thing.image is None):
                raise NotHere
            index = thing.image or 0
            box = self.boxes(thing, index)
            depths.append(self.call("ANSWER", "DEPTH", image=self.image_name(index), object=box))
        sign = "<" if meaning.measure == "nearer" else ">"
        first, second = meaning.first.noun, meaning.second.noun
        test = f"{{{depths[0]}}} {sign} {{{depths[1]}}}"
        return self.evaluated(f"'{first}' if {test} else '{second}'")

    def told(self, meaning: m.Ask) -> str:
        """The variable with a model's answer about one thing, or about the whole picture."""
        if meaning.thing is None:
            if self.images > 1 and meaning.image is None:
                raise NotHere
            image = self.image_name(meaning.image or 0)
        else:
            if self.images > 1 and meaning.thing.image is None:
                raise NotHere
            index = meaning.thing.image or 0
            if fills(replace(meaning.thing, definite=True)):
                raise NotHere  # where it is not found it is the picture, which takes an `or`
            box = self.boxes(meaning.thing, index)
            image = self.call("IMAGE", "CROP", image=self.where(meaning.thing, index), box=box)
        return self.call("ANSWER", "VQA", image=image, question=repr(meaning.question))
