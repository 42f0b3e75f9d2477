"""The patches that a ViperGPT program finds: things by their noun, looks and place."""

from __future__ import annotations

import builtins
import keyword
import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import replace

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.everyday import (
    BACKDROPS,
    COLOURS,
    GROUNDS,
    HOLDERS,
    NOUNS,
    SETTINGS,
    SORTS,
    contents,
    sought,
)
from visprog_planners.grammar.nouns import head
from visprog_planners.grammar.signs import ASKED, OTHERWISE, SAYING, STOP

MEASURES: dict[m.Measure, tuple[str, str]] = {
    "larger": ("{0}.width * {0}.height", ">"),
    "smaller": ("{0}.width * {0}.height", "<"),
    "left": ("{0}.horizontal_center", "<"),
    "right": ("{0}.horizontal_center", ">"),
    "higher": ("{0}.vertical_center", ">"),
    "lower": ("{0}.vertical_center", "<"),
    "nearer": ("{0}.compute_depth()", "<"),
    "farther": ("{0}.compute_depth()", ">"),
    "taller": ("{0}.height", ">"),
    "shorter": ("{0}.height", "<"),
    "wider": ("{0}.width", ">"),
    "narrower": ("{0}.width", "<"),
    "longer": ("max({0}.width, {0}.height)", ">"),
    "central": (
        "({0}.horizontal_center - {1}.horizontal_center) ** 2"
        " + ({0}.vertical_center - {1}.vertical_center) ** 2",
        "<",
    ),
    "outer": (
        "min({0}.left - {1}.left, {1}.right - {0}.right,"
        " {0}.lower - {1}.lower, {1}.upper - {0}.upper)",
        "<",
    ),
}
"""What is measured on a patch, in a picture, and which way it goes; the y axis points up."""

EMPTY = "empty"
"""What holds nothing that is looked for in such."""

AWAY = (
    "({0}.horizontal_center - {1}.horizontal_center) ** 2"
    " + ({0}.vertical_center - {1}.vertical_center) ** 2"
)
"""How far apart the middles of two patches are, squared."""

FROM_CORNER = "({0}.horizontal_center - {1}) ** 2 + ({0}.vertical_center - {2}) ** 2"
"""How far the middle of a patch is from a corner of the picture, squared."""

VESSELS = frozenset(
    {"boat", "bus", "bowl", "basket", "nest", "plate", "bed", "couch", "box", "car", "truck",
     "train", "bag"}
)  # fmt: skip
"""What is in or on one of these is on neither side of it."""

SIDEWAYS: frozenset[m.Relation] = frozenset({"left of", "right of"})

BESIDE: dict[m.Relation, tuple[str, str]] = {
    "in front of": ("compute_depth()", "<"),
    "behind": ("compute_depth()", ">"),
    "left of": ("horizontal_center", "<"),
    "right of": ("horizontal_center", ">"),
    "above": ("vertical_center", ">"),
    "below": ("vertical_center", "<"),
}


BEYOND: dict[m.Relation, m.Measure] = {
    "larger than": "larger", "smaller than": "smaller", "taller than": "taller",
    "shorter than": "shorter", "wider than": "wider", "narrower than": "narrower",
    "longer than": "longer",
}  # fmt: skip

_LEFT, _RIGHT = "{1}.left + {1}.width / 3", "{1}.right - {1}.width / 3"
_LOWER, _UPPER = "{1}.lower + {1}.height / 3", "{1}.upper - {1}.height / 3"
THIRDS: dict[m.Relation, str] = {
    "in the left third of": f"{{0}}.horizontal_center < {_LEFT}",
    "in the right third of": f"{{0}}.horizontal_center > {_RIGHT}",
    "in the top third of": f"{{0}}.vertical_center > {_UPPER}",
    "in the bottom third of": f"{{0}}.vertical_center < {_LOWER}",
    "in the middle third of": f"{_LEFT} <= {{0}}.horizontal_center <= {_RIGHT}",
    "in the middle third down of": f"{_LOWER} <= {{0}}.vertical_center <= {_UPPER}",
    "in the middle of": f"{_LEFT} <= {{0}}.horizontal_center <= {_RIGHT}"
    f" and {_LOWER} <= {{0}}.vertical_center <= {_UPPER}",
}
"""Whether the centre of a patch is in one of three parts of another, across or down."""


class Patches(ABC):
    """The lines so far, and the variables that hold patches."""

    def __init__(self, images: int) -> None:
        self.images = images
        self.lines: list[str] = []
        self.used: set[int] = set()
        self.taken = {"image", "image_patch", "ImagePatch", "patch", "other", "name", "names"}
        self.taken |= {f"image{n + 1}" for n in range(images)}
        self.taken |= {f"image_patch{n + 1}" for n in range(images)}
        self.taken |= {"distance", "best_image_match", "bool_to_yesno"}
        self.known: dict[object, str] = {}
        self.besides: tuple[str, ...] = ()
        """What a thing may be besides those of the everyday names."""

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
        place, outside = thing.place, thing.outside
        others = "" if place is None else self.holders(place, index)
        if place is not None and place.other is not None and place.relation != "holding":
            self.one(place.other.within(index))
        for also in thing.also:
            self.told_by(also, index)
        inside = "" if outside is None else self.told_by(outside, index)
        held = place is not None and place.of.definite and place.relation in {"in", "on"}
        held = held and place is not None and place.of != m.WHOLE
        near = None if thing.closest is None else self.near(thing, thing.closest.within(index))
        another = None if thing.but is None else self.one(thing.but.within(index))
        colour = None if thing.like is None else self.colour_of(thing.like.within(index))
        target = self.fresh(thing.noun, "patches")
        found = []
        if thing.noun == m.ANY:
            names = (
                contents(place.of.noun)
                if held and place is not None
                else sorted({*NOUNS, *self.besides})
            )
            found.append(f"names = {wrapped(names)}")
            named, each = "name", " for name in names"
        elif len(sought(thing.noun)) > 1:
            found.append(f"names = {wrapped(sought(thing.noun))}")
            named, each = "name", " for name in names"
        else:
            named, each = repr(thing.noun), ""
        if held:
            # a detector sees small things better in the holder's own pixels; no holder, no things
            found.append(
                f"{target} = [patch for other in {others}[:1]{each}"
                f" for patch in other.find({named})]"
            )
        elif each:
            found.append(f"{target} = [patch{each} for patch in {self.whole(index)}.find({named})]")
        else:
            found.append(f"{target} = {self.whole(index)}.find({named})")
        if thing.noun in OTHERWISE and not held:
            found.append(f"{target} = {target} or {self.whole(index)}.find('sign')")
        if thing.noun == STOP and not held:  # a board with that word on it is one too
            read = looks("patch", m.Thing("sign"), (f"{SAYING}stop",))[0]
            boards = f"[patch for patch in {self.whole(index)}.find('sign') if {read}]"
            found.append(f"{target} = {target} or {boards}")
        thing, bare = without_empty(thing)
        if bare is not None:
            found.append(f"names = {wrapped(contents(thing.noun))}")
            some = "any(patch.find(name) for name in names)"
            test = f"not {some}" if bare else some
            found.append(f"{target} = [patch for patch in {target} if {test}]")
        found += [
            f"{target} = [patch for patch in {target} if {test}]"
            for test in looks("patch", thing, thing.attributes)
        ]
        if place is not None and not held and not place.most:
            test = self.any_at(thing, place, others, index)
            found.append(f"{target} = [patch for patch in {target}\n        if {test}]")
        for also in thing.also:
            test = self.any_at(thing, also, self.told_by(also, index), index)
            found.append(f"{target} = [patch for patch in {target}\n        if {test}]")
        if colour is not None:
            options = [f"{word} {thing.noun}" for word in COLOURS]
            found.append(
                f"{target} = [patch for patch in {target}\n"
                f"        if patch.best_text_match({wrapped(options)}) == "
                f"{colour} + {' ' + thing.noun!r}]"
            )
        apart = thing.closest is not None and not is_whole(thing.closest)
        if apart and near is not None and place is not None:  # what is in it is not beside it
            part = stands("patch", "in", near)
            found.append(f"{target} = [patch for patch in {target} if not ({part})]")
        if near is not None and thing.noun == m.ANY:  # what lies in something else is part of it
            part = stands("patch", "in", "other")
            found.append(
                f"{target} = [patch for patch in {target}\n"
                f"        if not any({part} and other.width > patch.width for other in {target})]"
            )
        if cornered(thing) and thing.away:
            found.append(f"{target} = {self.to_corner(target, thing, index)}[:1]")
        elif near is not None:
            found.append(
                f"{target} = sorted({target}, key=lambda patch: {AWAY.format('patch', near)}"
                f"{', reverse=True' if thing.away else ''})"
            )
            where = AWAY.format("patch", near)
            others = f"[patch for patch in {target} if {where} > 0]"
            found.append(f"{target} = {others}{rank(thing.rank)}")
        if outside is not None:
            test = self.any_at(thing, outside, inside, index)
            found.append(f"{target} = [patch for patch in {target}\n        if not {test}]")
        if another is not None:  # a second box of the same thing is no other one
            part = stands("patch", "in", another)
            found.append(f"{target} = [patch for patch in {target} if not ({part})]")
        if place is not None and place.most:
            many = counted(self.stands(place, "patch", "other", index), others)
            order = ", reverse=True" if place.most == ">" else ""
            found.append(
                f"{target} = sorted({target},\n        key=lambda patch: {many}{order})[:1]"
            )
        if thing.most is not None:
            measure, way = MEASURES[thing.most]
            order = ", reverse=True" if way == ">" else ""
            found.append(
                f"{target} = sorted({target},"
                f" key=lambda patch: {measure.format('patch', self.whole(index))}"
                f"{order}){rank(thing.rank)}"
            )
        self.lines += found
        self.known[key] = target
        return target

    def near(self, thing: m.Thing, closest: m.Thing) -> str:
        """The variable of the patch that a thing is closest to.

        Beside a sign that says something, where no sign does, there is nothing: no failure.
        """
        beside = thing.noun == m.ANY and thing.place is not None and thing.place.relation in BESIDE
        told = closest.noun == STOP or any(look.startswith(SAYING) for look in closest.attributes)
        if not beside or not told:
            return self.one(closest)
        key = (closest, "perhaps")
        if key not in self.known:
            patches, target = self.patches(closest), self.fresh(closest.noun, "patch")
            self.lines.append(f"{target} = ({patches} or [{self.whole(closest.image or 0)}])[0]")
            self.known[key] = target
        return self.known[key]

    @abstractmethod
    def colour_of(self, thing: m.Thing) -> str:
        """The variable with the colour of a thing."""

    def any_at(self, thing: m.Thing, place: m.Place, others: str, index: int) -> str:
        """An expression: ``patch`` of a thing is at a place, which ``others`` are named by."""
        if place.relation in {"beside", "flanked by"}:
            return self.adjoins(thing, place, "patch", others, index)
        test = self.stands(place, "patch", "other", index)
        if place.relation in SIDEWAYS and place.of.noun in VESSELS:
            test = f"{test} and not ({stands('patch', 'in', 'other')})"
        apart = place.of.noun != thing.noun and {thing.noun, place.of.noun} <= NOUNS
        if place.relation == "near" and not apart:  # nothing is near itself
            test = f"{AWAY.format('patch', 'other')} > 0 and {test}"
        if not place.number:
            return f"any({test} for other in {others})"
        many = counted(test, others)
        return " and ".join(f"{many} {sign} {number}" for sign, number in place.number)

    def adjoins(self, thing: m.Thing, place: m.Place, patch: str, others: str, index: int) -> str:
        """An expression: one of two patches is the nearest thing on a side of the other."""
        near, to = (patch, "other") if place.relation == "beside" else ("other", patch)
        self.besides = tuple({thing.noun, place.of.noun} - {m.ANY})
        things = self.patches_in(m.Thing(m.ANY), index)
        self.besides = ()
        part = f"{stands('thing', 'in', 'holder')} and holder.width > thing.width"
        tests = [
            f"(thing.horizontal_center < {to}.horizontal_center) == side",
            f"not ({stands('thing', 'in', to)})",
            f"not ({stands(to, 'in', 'thing')})",
            f"not any({part} and not ({stands(to, 'in', 'holder')}) for holder in {things})",
        ]
        rows = "\n                and ".join(tests)
        return (
            f"any({stands('first', 'in', near)}\n"
            f"            for other in {others} for side in (True, False)\n"
            f"            for first in sorted([thing for thing in {things} if {rows}],\n"
            f"                key=lambda thing: {AWAY.format('thing', to)})[:1])"
        )

    def stands(self, place: m.Place, patch: str, other: str, index: int) -> str:
        """An expression: a patch is at a place, of which ``other`` is what it is named by."""
        if place.other is None or place.relation == "holding":
            return stands(patch, place.relation, other)
        second = self.one(place.other.within(index))
        edges = f"{other}.horizontal_center, {second}.horizontal_center"
        return f"min({edges}) < {patch}.horizontal_center < max({edges})"

    def others(self, thing: m.Thing, index: int) -> str:
        """An expression for the patches that a place speaks of; the picture itself is one."""
        return f"[{self.whole(index)}]" if is_whole(thing) else self.patches_in(thing, index)

    def told_by(self, place: m.Place, index: int) -> str:
        """The same; of both things where a place holds one or the other."""
        found = self.others(place.of, index)
        if place.relation == "holding" and place.other is not None:
            return f"({found} + {self.others(place.other, index)})"
        return found

    def holders(self, place: m.Place, index: int) -> str:
        """The same; what is in or on a backdrop is in the picture where that is not found."""
        found = self.told_by(place, index)
        if place.relation not in {"in", "on"} or not fills(place.of):
            return found
        return f"({found} or [{self.whole(index)}])"

    def to_corner(self, patches: str, thing: m.Thing, index: int) -> str:
        """An expression for these patches, those first that are closer to the thing's corner."""
        edges = [f"{self.whole(index)}.{edge}" for edge in cornered(thing) or ()]
        return f"sorted({patches}, key=lambda patch: {FROM_CORNER.format('patch', *edges)})"

    def patches(self, thing: m.Thing) -> str:
        """An expression for the list of a thing's patches, in every picture that it may be in."""
        places = range(self.images) if thing.image is None else (thing.image,)
        lists = [self.patches_in(thing, index) for index in places]
        return " + ".join(lists)

    def one(self, thing: m.Thing, *, seen: bool = False) -> str:
        """The variable of the one patch of a thing that is taken for granted.

        A street or a desk that is not found is the picture, unless it has to be ``seen`` itself.
        """
        if is_whole(thing):
            return self.whole(thing.image or 0)
        key = (thing, "one", seen)
        if key not in self.known:
            side = sided(thing)
            thing = thing if side is None else replace(thing, place=None)
            patches = self.patches(thing)
            if " + " in patches:
                joined = self.fresh(thing.noun, "patches")
                self.lines.append(f"{joined} = {patches}")
                patches = joined
            if cornered(thing) and not thing.away and (self.images == 1 or thing.image is not None):
                self.lines.append(f"{patches} = {self.to_corner(patches, thing, thing.image or 0)}")
            elif side is not None:
                centre, way = BESIDE[side]
                order = ", reverse=True" if way == ">" else ""
                self.lines.append(
                    f"{patches} = sorted({patches}, key=lambda patch: patch.{centre}{order})"
                )
            target = self.fresh(thing.noun, "patch")
            if not seen and fills(thing) and (self.images == 1 or thing.image is not None):
                self.lines.append(f"{target} = ({patches} or [{self.whole(thing.image or 0)}])[0]")
            else:
                self.lines.append(f"assert {patches}, {missing(thing)!r}")
                self.lines.append(f"{target} = {patches}[0]")
            self.known[key] = target
        return self.known[key]


def without_empty(thing: m.Thing) -> tuple[m.Thing, bool | None]:
    """What holds things without being called empty, and whether it was; None for neither."""
    said = EMPTY in thing.attributes
    if thing.noun not in HOLDERS or not (said or EMPTY in thing.never):
        return thing, None
    attributes, never = (
        tuple(look for look in looks if look != EMPTY) for looks in (thing.attributes, thing.never)
    )
    return replace(thing, attributes=attributes, never=never), said


def cornered(thing: m.Thing) -> tuple[str, str] | None:
    """The edges that meet in the corner of the picture that a thing is told by, if it is."""
    if thing.closest is not None and not (thing.away and is_whole(thing.closest)):
        return None
    places = [*([thing.place] if thing.place else []), *thing.also]
    sides = {place.relation for place in places if is_whole(place.of)}
    across = [name for side, name in (("left of", "left"), ("right of", "right")) if side in sides]
    down = [name for side, name in (("above", "upper"), ("below", "lower")) if side in sides]
    return (across[0], down[0]) if len(across) == len(down) == 1 else None


def sided(thing: m.Thing) -> m.Relation | None:
    """The side of the picture that a thing is told by: it is the outermost of its kind."""
    place = thing.place
    if place is None or thing.also or thing.closest or thing.most or not is_whole(place.of):
        return None
    return place.relation if place.relation in BESIDE else None


def counted(test: str, others: str) -> str:
    """An expression for how many patches pass a test."""
    return f"len([other for other in {others} if {test}])"


def rank(place: int) -> str:
    """The slice that picks the first, the second ... of a list."""
    return "[:1]" if place == 1 else f"[{place - 1}:{place}]"


def looks(patch: str, thing: m.Thing, attributes: Sequence[str]) -> list[str]:
    """Expressions that are all true when a patch has the qualities, and those of the thing."""
    noun = "thing" if thing.noun in SORTS else thing.noun
    tests = [
        f"{patch}.simple_query({ASKED!r}).lower() == {attribute.removeprefix(SAYING)!r}"
        if attribute.startswith(SAYING)
        else f"{patch}.simple_query({f'Is the {head(noun)} {attribute}?'!r}) == 'yes'"
        if m.asked(attribute)
        else f"{patch}.verify_property({noun!r}, {attribute!r})"
        for attribute in attributes
    ]
    if thing.either:
        tests.append(
            f"any({patch}.verify_property({noun!r}, look) for look in {list(thing.either)!r})"
        )
    tests += [
        f"{patch}.simple_query({ASKED!r}).lower() != {look.removeprefix(SAYING)!r}"
        if look.startswith(SAYING)
        else f"not {patch}.verify_property({noun!r}, {look!r})"
        for look in thing.never
    ]
    return tests


def is_whole(thing: m.Thing) -> bool:
    """Whether it is the picture itself, or one of the pictures."""
    return replace(thing, image=None) == m.WHOLE


def fills(thing: m.Thing) -> bool:
    """Whether it may be all that the picture shows, where it is not found in it."""
    named = thing.noun in BACKDROPS or (thing.noun in SETTINGS and thing.noun not in GROUNDS)
    return named and thing.definite and thing.plain and thing.place is None


def stands(patch: str, relation: m.Relation, other: str) -> str:
    """An expression: one patch is left of, in ... another, by its centre."""
    if relation in BESIDE:
        centre, way = BESIDE[relation]
        return f"{patch}.{centre} {way} {other}.{centre}"
    if relation in BEYOND:
        what, way = MEASURES[BEYOND[relation]]
        return f"{what.format(patch)} {way} {what.format(other)}"
    if relation in {"straight above", "straight below"}:
        side: m.Relation = "above" if relation == "straight above" else "below"
        across = f"{other}.left <= {patch}.horizontal_center <= {other}.right"
        return f"{stands(patch, side, other)} and {across}"
    if relation in THIRDS:
        return THIRDS[relation].format(patch, other)
    if relation == "holding":
        return stands(other, "in", patch)
    if relation == "near":
        long = " + ".join(f"max({one}.width, {one}.height)" for one in (patch, other))
        return f"2 * distance({patch}, {other}) < {long}"
    return (
        f"{other}.left <= {patch}.horizontal_center <= {other}.right"
        f" and {other}.lower <= {patch}.vertical_center <= {other}.upper"
    )


def missing(thing: m.Thing) -> str:
    return f"no {replace(thing, definite=False)} was found"


def wrapped(names: Sequence[str]) -> str:
    rows, row = [], ""
    for name in names:
        if len(row) + len(name) > 80:
            rows.append(row.rstrip())
            row = ""
        row += f"{name!r}, "
    rows.append(row.rstrip(", "))
    return "[" + "\n             ".join(rows) + "]"
