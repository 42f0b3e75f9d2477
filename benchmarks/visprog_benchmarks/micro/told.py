"""Captions that tell everything that can be seen, from left to right, and how right one is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from visprog_benchmarks.micro.asked.common import WORDS as NUMBERS
from visprog_benchmarks.micro.sights import Seen, Sight
from visprog_benchmarks.world.asking import a, plural
from visprog_tools.sprites import COLOURS, singulars

GROUNDS: Mapping[str, str] = {
    "grass": "on grass",
    "sand": "on sand",
    "water": "on water",
    "snow": "on snow",
    "sky": "in the sky",
    "wood": "on wood",
    "night": "at night",
    "plain": "on a plain background",
}
"""How a caption names a ground."""

WORDS = f"a an and in on at the with nothing background {' '.join(NUMBERS)}"


@dataclass(frozen=True, slots=True)
class Told:
    """What a caption says: how many of each noun, of which colours, and the ground."""

    counts: Counter[str]
    colours: Counter[tuple[str, str]]
    ground: str | None

    @classmethod
    def read(cls, caption: str) -> Told:
        """From the text; what is no phrase of a number, perhaps a colour, and a noun is skipped."""
        counts: Counter[str] = Counter()
        colours: Counter[tuple[str, str]] = Counter()
        for number, colour, name in _PHRASE.findall(caption):
            amount = 1 if number in ("a", "an") else NUMBERS.index(number)
            counts[singulars()[name]] += amount
            if colour:
                colours[singulars()[name], colour] += amount
        grounds = [name for name, phrase in GROUNDS.items() if caption.endswith(phrase)]
        return cls(counts, colours, grounds[0] if grounds else None)


def tell(sight: Sight) -> str:
    """`two people in a boat and a red car, on grass`."""
    things = [index for index, thing in enumerate(sight.things) if thing.whole]
    holders = {sight.things[index].holder for index in things} & set(things)
    groups: dict[tuple[str, int | None, bool], list[int]] = {}
    for index in things:
        thing = sight.things[index]
        held = thing.holder if thing.holder in holders else None
        alone = index if index in holders else None
        if held is None:
            groups.setdefault((thing.noun, alone, True), []).append(index)
    phrases = []
    for members in sorted(groups.values(), key=lambda members: _left(sight, members)):
        phrase = _amount([sight.things[index] for index in members])
        if members[0] in holders:
            inside = [thing for thing in sight.held_by(members[0]) if thing.whole]
            phrase = f"{_listed(inside)} {inside[0].relation} {phrase}"
        phrases.append(phrase)
    ground = f", {GROUNDS[sight.ground]}" if sight.ground else ""
    return f"{_joined(phrases) or 'nothing'}{ground}"


@dataclass(frozen=True, slots=True)
class Marks:
    """How right one caption is. `told` of `said` nouns are there, `told` of `there` are named."""

    nouns: bool
    counts: bool
    colours: bool
    ground: bool
    told: int
    said: int
    there: int


def mark(caption: str, sight: Sight) -> Marks:
    """Compare a caption with the truth.

    What can be seen of a thing may be too little to ask for (`Seen.whole`): it may be told or not.
    """
    said = Told.read(caption)
    least = Counter(thing.noun for thing in sight.things if thing.whole)
    named = set(said.counts)
    right = named & set(sight.counts)
    colours = Counter(
        (thing.noun, thing.colour) for thing in sight.things if thing.colour is not None
    )
    return Marks(
        nouns=named <= set(sight.counts) and set(least) <= named,
        counts=all(
            least[noun] <= said.counts[noun] <= sight.counts[noun] for noun in named | set(least)
        ),
        colours=all(colours[pair] >= amount for pair, amount in said.colours.items()),
        ground=sight.ground is None or said.ground == sight.ground,
        told=len(right & set(least)),
        said=len(named - (right - set(least))),
        there=len(least),
    )


def _left(sight: Sight, members: list[int]) -> float:
    return min(sight.things[index].box[0] for index in members)


def _listed(things: list[Seen]) -> str:
    groups: dict[str, list[Seen]] = {}
    for thing in sorted(things, key=lambda thing: thing.box[0]):
        groups.setdefault(thing.noun, []).append(thing)
    return _joined([_amount(group) for group in groups.values()])


def _amount(things: list[Seen]) -> str:
    """`a red car`, `two cars` (of different colours)."""
    noun = things[0].noun if len(things) == 1 else plural(things[0].noun)
    colours = {thing.colour for thing in things}
    colour = colours.pop() if len(colours) == 1 else None
    phrase = noun if colour is None else f"{colour} {noun}"
    return a(phrase) if len(things) == 1 else f"{NUMBERS[len(things)]} {phrase}"


def _joined(phrases: list[str]) -> str:
    if len(phrases) < 2:
        return "".join(phrases)
    return f"{', '.join(phrases[:-1])} and {phrases[-1]}"


_NAMES = "|".join(sorted(map(re.escape, singulars()), key=lambda name: (-len(name), name)))
_PHRASE = re.compile(rf"\b(an?|{'|'.join(NUMBERS[1:])})(?: ({'|'.join(COLOURS)}))? ({_NAMES})\b")
