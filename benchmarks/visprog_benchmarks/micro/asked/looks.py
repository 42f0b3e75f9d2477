"""Questions of what a thing is and what it looks like: colour, noun, ground, size."""

from __future__ import annotations

from visprog_benchmarks.micro.asked.common import HERE, named, of_kind, pick_single, yes
from visprog_benchmarks.micro.asked.kinds import KINDS
from visprog_benchmarks.micro.sights import Sight
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.families.space import LARGER
from visprog_tools.sprites import COLOURS

FILLS, STANDS_OUT = 0.25, 2.5
"""A thing is what a picture is of when its box takes this share of it, and has that many times the
area of any other thing's but those in or on it."""

PALETTE = tuple(COLOURS)


def colour(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """What color is the car?"""
    thing = _painted(sight, draws)
    if thing is None:
        return None
    noun, word = thing
    text = draws.pick(
        (
            f"What color is the {noun}?",
            f"What colour is the {noun}?",
            f"What is the color of the {noun}?",
            f"Which color is the {noun}?",
            f"What color is this {noun}?",
            f"What is the {noun}'s color?",
        )
    )
    return text, word


def has_colour(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """Is the car red?"""
    thing = _painted(sight, draws)
    if thing is None:
        return None
    (noun, word), truth = thing, draws.chance(0.5)
    said = word if truth else _other(word, draws)
    text = draws.pick(
        (
            f"Is the {noun} {said}?",
            f"Is this {noun} {said}?",
            f"Is the color of the {noun} {said}?",
            f"Is it true that the {noun} is {said}?",
        )
    )
    return text, yes(truth)


def colour_choice(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """Is the car red or blue?"""
    thing = _painted(sight, draws)
    if thing is None:
        return None
    noun, word = thing
    options = [word, _other(word, draws)]
    if draws.chance(0.5):
        options.reverse()
    return f"Is the {noun} {options[0]} or {options[1]}?", word


def identity(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """What is this?"""
    noun = main_noun(sight)
    if noun is None:
        return None
    text = draws.pick(
        (
            "What is this?",
            "What is this?",
            f"What is{draws.pick(HERE[3:])}?",
            "What is shown here?",
            "What object is this?",
            "What is the object?",
            "What does the picture show?",
            "What is it?",
            "What do you see?",
            "What kind of object is this?",
        )
    )
    return text, noun


def main_noun(sight: Sight) -> str | None:
    """What the picture is of, if it is of one thing, or of several of one noun."""
    if len(sight.nouns) == 1 == len(sight.counts):
        return sight.nouns[0]
    if not sight.things:
        return None
    index = max(range(len(sight.things)), key=lambda index: sight.things[index].area)
    thing = sight.things[index]
    rivals = [
        other.area
        for number, other in enumerate(sight.things)
        if other.holder != index and number != index
    ]
    large = thing.area > max(FILLS * sight.width, STANDS_OUT * max(rivals, default=0.0))
    return thing.noun if thing.whole and large else None


def which_kind(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """What animal is in the picture?"""
    kinds = [
        kind for kind in sorted(KINDS) if len({thing.noun for thing in of_kind(sight, kind)}) == 1
    ]
    if not kinds:
        return None
    kind = draws.pick(kinds)
    things = of_kind(sight, kind)
    if not any(thing.whole for thing in things):
        return None
    here = draws.pick(HERE[3:])
    text = draws.pick(
        (
            f"What {kind} is this?",
            f"What kind of {kind} is this?",
            f"Which {kind} is{here}?",
            f"What {kind} is{here}?",
            f"What {kind} do you see?",
            f"What type of {kind} is{here}?",
        )
    )
    return text, things[0].noun


def ground(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """What is the ground?"""
    if sight.ground is None:
        return None
    text = draws.pick(
        (
            "What is the ground?",
            "What is the background?",
            "What kind of ground is this?",
            "What is the ground made of?",
            "What is in the background?",
            "What is the ground covered with?",
            "What is the floor made of?",
        )
    )
    return text, sight.ground


def larger(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """Which is larger, the dog or the cat?"""
    one, other = pick_single(sight, draws), pick_single(sight, draws)
    if one is None or other is None or one == other:
        return None
    first, second = sight.things[one], sight.things[other]
    ratio = first.area / second.area
    if 1 / LARGER < ratio < LARGER:
        return None
    word, bigger = draws.pick((("larger", True), ("bigger", True), ("smaller", False)))
    answer = first.noun if (ratio > 1) is bigger else second.noun
    text = draws.pick(
        (
            f"Which is {word}, the {first.noun} or the {second.noun}?",
            f"What is {word}, the {first.noun} or the {second.noun}?",
        )
    )
    if draws.chance(0.3):
        return f"Is the {first.noun} {word} than the {second.noun}?", yes(answer == first.noun)
    return text, answer


def _painted(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """What a thing is called that takes colours, and its colour."""
    things = [sight.things[index] for index in sight.single]
    fit = [(thing.noun, thing.colour) for thing in things if thing.colour is not None]
    if not fit:
        return None
    noun, word = draws.pick(fit)
    return named(noun, draws), word


def _other(word: str, draws: Draws) -> str:
    return draws.pick([colour for colour in PALETTE if colour != word])
