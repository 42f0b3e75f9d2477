"""Programs in ViperGPT's dialect: plain Python over image patches.

Everything the grammar reads can be said here. A thing that the question takes for granted is
asserted, so that a run in which it was not found ends with that sentence and not with a wrong
answer.
"""

from __future__ import annotations

import builtins
import keyword
import re

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.everyday import COLOURS, contents

MEASURES: dict[m.Measure, tuple[str, str]] = {
    "larger": ("{0}.width * {0}.height", ">"),
    "smaller": ("{0}.width * {0}.height", "<"),
    "left": ("{0}.horizontal_center", "<"),
    "right": ("{0}.horizontal_center", ">"),
    "higher": ("{0}.vertical_center", ">"),
    "lower": ("{0}.vertical_center", "<"),
}
"""What is measured on a patch, and which way it goes; the y axis points up."""

BESIDE: dict[m.Relation, tuple[str, str]] = {
    "left of": ("horizontal_center", "<"),
    "right of": ("horizontal_center", ">"),
    "above": ("vertical_center", ">"),
    "below": ("vertical_center", "<"),
}


def write(meaning: m.Meaning, images: int) -> str:
    """The program."""
    program = _Program(images)
    program.answer(meaning)
    names = [f"image{index + 1}" for index in range(images)] if images > 1 else ["image"]
    head = [f"def execute_command({', '.join(names)}):"]
    for index in sorted(program.used):
        head.append(f"    {program.whole(index)} = ImagePatch({names[index]})")
    return "\n".join([*head, *(f"    {line}" for line in program.lines)]) + "\n"


class _Program:
    def __init__(self, images: int) -> None:
        self.images = images
        self.lines: list[str] = []
        self.used: set[int] = set()
        self.taken = {"image", "image_patch", "ImagePatch", "patch", "other", "name", "names"}
        self.taken |= {f"image{n + 1}" for n in range(images)}
        self.taken |= {f"image_patch{n + 1}" for n in range(images)}
        self.taken |= {"distance", "best_image_match", "bool_to_yesno"}
        self.known: dict[object, str] = {}

    def whole(self, index: int) -> str:
        """The variable of a whole picture."""
        self.used.add(index)
        return f"image_patch{index + 1}" if self.images > 1 else "image_patch"

    def fresh(self, noun: str, suffix: str) -> str:
        stem = re.sub(r"\W+", "_", noun.replace("'", "")).strip("_") or "thing"
        stem = f"a_{stem}" if stem[0].isdigit() else stem
        name, number = f"{stem}_{suffix}", 2
        while name in self.taken or keyword.iskeyword(name) or hasattr(builtins, name):
            name, number = f"{stem}_{suffix}{number}", number + 1
        self.taken.add(name)
        return name

    # ---- things

    def patches_in(self, thing: m.Thing, index: int) -> str:
        """The variable with a list of the patches of a thing in one picture."""
        key = (thing.within(index), "in")
        if key in self.known:
            return self.known[key]
        place = thing.place
        others = "" if place is None else self.patches_in(place.of, index)
        held = place is not None and place.of.definite and place.relation in {"in", "on"}
        target = self.fresh(thing.noun, "patches")
        if held:
            # a detector sees small things better in the holder's own pixels; no holder, no things
            found = [
                f"{target} = [patch for other in {others}[:1]"
                f" for patch in other.find({thing.noun!r})]"
            ]
        else:
            found = [f"{target} = {self.whole(index)}.find({thing.noun!r})"]
        for attribute in thing.attributes:
            found.append(
                f"{target} = [patch for patch in {target}"
                f" if patch.verify_property({thing.noun!r}, {attribute!r})]"
            )
        if place is not None and not held:
            test = _stands("patch", place.relation, "other")
            found.append(
                f"{target} = [patch for patch in {target}\n"
                f"        if any({test} for other in {others})]"
            )
        if thing.most is not None:
            measure, way = MEASURES[thing.most]
            order = ", reverse=True" if way == ">" else ""
            found.append(
                f"{target} = sorted({target}, key=lambda patch: {measure.format('patch')}"
                f"{order})[:1]"
            )
        self.lines += found
        self.known[key] = target
        return target

    def patches(self, thing: m.Thing) -> str:
        """An expression for the list of a thing's patches, in every picture that it may be in."""
        places = range(self.images) if thing.image is None else (thing.image,)
        lists = [self.patches_in(thing, index) for index in places]
        return " + ".join(lists)

    def one(self, thing: m.Thing) -> str:
        """The variable of the one patch of a thing that is taken for granted."""
        key = (thing, "one")
        if key not in self.known:
            patches = self.patches(thing)
            if " + " in patches:
                joined = self.fresh(thing.noun, "patches")
                self.lines.append(f"{joined} = {patches}")
                patches = joined
            target = self.fresh(thing.noun, "patch")
            self.lines.append(f"assert {patches}, {_missing(thing)!r}")
            self.lines.append(f"{target} = {patches}[0]")
            self.known[key] = target
        return self.known[key]

    # ---- quantities and conditions

    def quantity(self, quantity: m.Quantity) -> str:
        if isinstance(quantity, int):
            return str(quantity)
        if isinstance(quantity, m.Count):
            patches = self.patches(quantity.thing)
            return " + ".join(f"len({name})" for name in patches.split(" + "))
        if isinstance(quantity, m.Difference):
            first, second = self.quantity(quantity.first), self.quantity(quantity.second)
            return f"{first} - {f'({second})' if ' ' in second else second}"
        return " + ".join(
            self.quantity(part)
            if isinstance(part, m.Count | m.Sum | m.Difference | int)
            else f"(1 if {self.condition(part)} else 0)"
            for part in quantity.parts
        )

    def condition(self, condition: m.Condition) -> str:
        if isinstance(condition, m.Compare):
            first, second = self.quantity(condition.first), self.quantity(condition.second)
            return f"{first} {condition.operator} {second}"
        if isinstance(condition, m.Both):
            parts = [self.condition(part) for part in condition.parts]
            inner = any(isinstance(part, m.Both) for part in condition.parts)
            return f" {condition.word} ".join(f"({part})" if inner else part for part in parts)
        if isinstance(condition, m.Not):
            return f"not ({self.condition(condition.part)})"
        if isinstance(condition, m.Exceeds):
            return self.exceeds(condition.first, condition.measure, condition.second)
        return self.said(condition)

    def exceeds(self, one: m.Thing, measure: m.Measure, other: m.Thing) -> str:
        first, second = self.one(one), self.one(other)
        what, way = MEASURES[measure]
        return f"{what.format(first)} {way} {what.format(second)}"

    def said(self, condition: m.Is) -> str:
        patch = self.one(condition.thing)
        tests = [
            f"{patch}.verify_property({condition.thing.noun!r}, {attribute!r})"
            for attribute in condition.attributes
        ]
        if condition.place is not None:
            place = condition.place
            across = place.of.image is None and self.images > 1
            if place.of.definite and (place.relation in BESIDE or across):
                tests.append(_stands(patch, place.relation, self.one(place.of)))
            else:
                others = self.patches(place.of)
                test = _stands(patch, place.relation, "other")
                tests.append(f"any({test} for other in {others})")
        return " and ".join(tests)

    # ---- answers

    def answer(self, meaning: m.Meaning) -> None:
        """The lines that lead to the answer and return it."""
        if isinstance(meaning, m.HowMany):
            value = self.quantity(meaning.quantity)
        elif isinstance(meaning, m.Whether):
            value = self.condition(meaning.condition)
        elif isinstance(meaning, m.WhatColour):
            value = self.colour(meaning)
        elif isinstance(meaning, m.WhichSide):
            patch, other = self.one(meaning.thing), self.one(meaning.of)
            test = _stands(patch, meaning.sides[0], other)
            words = [side.removesuffix(" of") for side in meaning.sides]
            value = f"{words[0]!r} if {test} else {words[1]!r}"
        elif isinstance(meaning, m.WhichOf):
            test = self.exceeds(meaning.first, meaning.measure, meaning.second)
            first, second = _told_apart(meaning.first, meaning.second)
            value = f"{first!r} if {test} else {second!r}"
        elif isinstance(meaning, m.MoreOf):
            value = self.more_of(meaning)
        elif isinstance(meaning, m.WhichImage):
            value = self.which_image(meaning)
        else:
            value = self.what(meaning)
        self.lines.append(f"return {value}")

    def colour(self, meaning: m.WhatColour) -> str:
        patch, noun = self.one(meaning.thing), meaning.thing.noun
        colours = meaning.options or COLOURS
        self.lines.append(f"colours = {list(colours)!r}")
        self.lines.append(f"options = [colour + {' ' + noun!r} for colour in colours]")
        self.lines.append(f"best = {patch}.best_text_match(options)")
        return "colours[options.index(best)]"

    def more_of(self, meaning: m.MoreOf) -> str:
        counts = []
        for thing in (meaning.first, meaning.second):
            patches = self.patches(thing)
            counts.append(" + ".join(f"len({name})" for name in patches.split(" + ")))
        first, second = _told_apart(meaning.first, meaning.second)
        test = f"{counts[0]} {meaning.operator} {counts[1]}"
        self.lines.append(f"if {counts[0]} == {counts[1]}:")
        self.lines.append("    return 'equal'")
        return f"{first!r} if {test} else {second!r}"

    def which_image(self, meaning: m.WhichImage) -> str:
        names = (
            ["left", "right"]
            if self.images == 2
            else [f"image {index + 1}" for index in range(self.images)]
        )
        lengths = [f"len({self.patches_in(meaning.thing, index)})" for index in range(self.images)]
        self.lines.append(f"counts = [{', '.join(lengths)}]")
        if meaning.operator is None:
            self.lines.append(
                f"found = [name for name, count in zip({names!r}, counts) if count > 0]"
            )
            self.lines.append("if len(found) == len(counts):")
            self.lines.append(f"    return {'both' if self.images == 2 else 'all'!r}")
            return (
                "' and '.join(found) if found else 'neither'"
                if self.images == 2
                else ("' and '.join(found) if found else 'none'")
            )
        best = "max" if meaning.operator == ">" else "min"
        self.lines.append(f"best = {best}(counts)")
        self.lines.append("if counts.count(best) > 1:")
        self.lines.append("    return 'equal'")
        return f"{names!r}[counts.index(best)]"

    def what(self, meaning: m.What) -> str:
        place = meaning.place
        patch = self.one(place.of)
        names = contents(place.of.noun, meaning.kind)
        self.lines += [
            f"names = {_wrapped(names)}",
            f"inside = {{name: {patch}.find(name) for name in names}}",
            "found = [name for name in names if inside[name]]",
            "if len(found) > 1:  # two names for one thing: the likelier one counts",
            "    found = [name for name in found",
            "        if any(patch.best_text_match(found) == name for patch in inside[name])]",
        ]
        return "' and '.join(found) if found else 'nothing'"


def _stands(patch: str, relation: m.Relation, other: str) -> str:
    """An expression: one patch is left of, in ... another, by its centre."""
    if relation in BESIDE:
        centre, way = BESIDE[relation]
        return f"{patch}.{centre} {way} {other}.{centre}"
    return (
        f"{other}.left <= {patch}.horizontal_center <= {other}.right"
        f" and {other}.lower <= {patch}.vertical_center <= {other}.upper"
    )


def _missing(thing: m.Thing) -> str:
    place = f" {thing.place.relation} {thing.place.of}" if thing.place else ""
    return f"no {' '.join([*thing.attributes, thing.noun])}{place} was found"


def _told_apart(first: m.Thing, second: m.Thing) -> tuple[str, str]:
    """The words for two things in an answer: their nouns, with attributes when these are equal."""
    if first.noun != second.noun:
        return first.noun, second.noun
    return tuple(" ".join([*thing.attributes, thing.noun]) for thing in (first, second))  # type: ignore[return-value]


def _wrapped(names: tuple[str, ...]) -> str:
    rows, row = [], ""
    for name in names:
        if len(row) + len(name) > 80:
            rows.append(row.rstrip())
            row = ""
        row += f"{name!r}, "
    rows.append(row.rstrip(", "))
    return "[" + "\n             ".join(rows) + "]"
