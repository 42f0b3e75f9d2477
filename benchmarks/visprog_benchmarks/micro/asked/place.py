"""Questions of place: beside, in, on, what is there."""

from __future__ import annotations

from visprog_benchmarks.micro.asked.common import (
    HERE,
    absent,
    many,
    pick_single,
    yes,
)
from visprog_benchmarks.micro.sights import Seen, Sight
from visprog_benchmarks.world.asking import are, share_inside
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.families.space import CLEAR, OPPOSITE
from visprog_planners.grammar.meaning import Relation

BESIDE: tuple[Relation, ...] = ("left of", "right of", "above", "below")


def beside(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """Is the dog to the left of the cat?"""
    pair = _pair(sight, draws)
    if pair is None:
        return None
    first, second = pair
    true = [relation for relation in BESIDE if _stands(first, relation, second)]
    if not true:
        return None
    relation, truth = draws.pick(true), draws.chance(0.5)
    said = words(relation if truth else OPPOSITE[relation])
    return f"Is the {first.noun} {said} the {second.noun}?", yes(truth)


def side(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """Is the dog to the left or to the right of the cat?"""
    pair = _pair(sight, draws)
    if pair is None:
        return None
    first, second = pair
    true = [relation for relation in BESIDE if _stands(first, relation, second)]
    if not true:
        return None
    relation = draws.pick(true)
    if relation in ("above", "below"):
        options = draws.pick(("above or below", "below or above"))
        return f"Is the {first.noun} {options} the {second.noun}?", relation
    options = draws.pick(
        ("to the left or to the right of", "to the left or right of", "on the right or left of")
    )
    text = draws.pick(
        (
            f"Is the {first.noun} {options} the {second.noun}?",
            f"On which side of the {second.noun} is the {first.noun}?",
        )
    )
    return text, relation.split()[0]


def part(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """Which side of the picture is the dog on?"""
    index = pick_single(sight, draws)
    if index is None:
        return None
    thing = sight.things[index]
    away = thing.centre[0] - sight.width / 2
    if abs(away) < CLEAR:
        return None
    text = draws.pick(
        (
            f"Which side of the picture is the {thing.noun} on?",
            f"Is the {thing.noun} on the left or on the right?",
            f"On which side of the image is the {thing.noun}?",
        )
    )
    return text, "left" if away < 0 else "right"


def neighbour(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """What is to the left of the dog?"""
    index = pick_single(sight, draws)
    if index is None:
        return None
    thing, relation = sight.things[index], draws.pick(BESIDE)
    others = [
        other
        for number, other in enumerate(sight.things)
        if number != index and not _held_together(sight, number, index)
    ]
    there = {other.noun for other in others if _stands(other, relation, thing)}
    unsure = [
        other
        for other in others
        if not _stands(other, relation, thing) and not _stands(thing, relation, other)
    ]
    if len(there) > 1 or unsure or not there <= set(sight.nouns):
        return None
    if not there and draws.chance(0.9):
        return None
    text = draws.pick(
        (
            f"What is {words(relation)} the {thing.noun}?",
            f"What can you see {words(relation)} the {thing.noun}?",
            f"What object is {words(relation)} the {thing.noun}?",
        )
    )
    return text, next(iter(there), "none")


def holder(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """What is the person in?"""
    nouns = [noun for noun in sight.nouns if _place_of(sight, noun) is not None]
    if not nouns:
        return None
    noun = draws.pick(nouns)
    place = _place_of(sight, noun)
    assert place is not None
    relation, where = place
    number = sight.counts[noun]
    subject = f"{are(number)} the {noun if number == 1 else many(noun)}"
    forms = [f"What {subject} {relation}?"] * 3
    if relation == "on":
        forms += [f"What {subject} standing on?", f"What {subject} sitting on?"]
    else:
        forms += [f"What vehicle {subject} in?"] if where not in ("bathtub", "bowl", "nest") else []
    return draws.pick(forms), where


def content(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """What is in the boat?"""
    found = _holder(sight, draws)
    if found is None:
        return None
    index, relation, held = found
    nouns = {thing.noun for thing in held}
    if len(nouns) != 1 or not nouns <= set(sight.nouns):
        return None
    name = sight.things[index].noun
    text = draws.pick(
        (
            f"What is {relation} the {name}?",
            f"What is {relation} the {name}?",
            f"What can you see {relation} the {name}?",
            f"What is sitting {relation} the {name}?",
        )
    )
    return text, nouns.pop()


def held(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """Is there a dog in the boat?"""
    found = _holder(sight, draws)
    if found is None:
        return None
    index, relation, inside = found
    name, nouns = sight.things[index].noun, {thing.noun for thing in inside}
    truth = draws.chance(0.5)
    if truth:
        fit = sorted(nouns & set(sight.nouns))
    else:
        fit = [noun for noun in sight.nouns if noun not in nouns and noun != name]
        if not fit or draws.chance(0.5):
            fit = [absent(sight, draws)]
    if not fit:
        return None
    noun = draws.pick(fit)
    article = "an" if noun[0] in "aeiou" else "a"
    forms = [
        f"Is there {article} {noun} {relation} the {name}?",
        f"Are there any {many(noun)} {relation} the {name}?",
    ]
    if sight.counts[noun] == 1:
        forms.append(f"Is the {noun} {relation} the {name}?")
    return draws.pick(forms), yes(truth)


def count_held(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """How many people are in the boat?"""
    found = _holder(sight, draws)
    if found is None:
        return None
    index, relation, inside = found
    name, nouns = sight.things[index].noun, sorted({thing.noun for thing in inside})
    fit = [noun for noun in nouns if noun in sight.nouns]
    if draws.chance(0.15):
        fit = [absent(sight, draws)]
    if not fit:
        return None
    noun = draws.pick(fit)
    number = sum(thing.noun == noun for thing in inside)
    text = draws.pick(
        (
            f"How many {many(noun)} are {relation} the {name}?",
            f"How many {many(noun)} are there {relation} the {name}?",
            f"How many {many(noun)} can you see {relation} the {name}{draws.pick(HERE)}?",
        )
    )
    return text, str(number)


def words(relation: Relation) -> str:
    """`to the left of`, `above`."""
    return f"to the {relation}" if relation.endswith("of") else relation


def _stands(first: Seen, relation: Relation, second: Seen) -> bool:
    dx = first.centre[0] - second.centre[0]
    dy = first.centre[1] - second.centre[1]
    return {"left of": -dx, "right of": dx, "above": -dy, "below": dy}[relation] >= CLEAR


def _pair(sight: Sight, draws: Draws) -> tuple[Seen, Seen] | None:
    """Two things that can each be called "the X", neither in or on the other."""
    one, other = pick_single(sight, draws), pick_single(sight, draws)
    if one is None or other is None or one == other or _held_together(sight, one, other):
        return None
    return sight.things[one], sight.things[other]


def _held_together(sight: Sight, one: int, other: int) -> bool:
    return sight.things[one].holder == other or sight.things[other].holder == one


def _place_of(sight: Sight, noun: str) -> tuple[Relation, str] | None:
    """What all things of a noun are in or on: a holder, or the ground."""
    things = sight.named(noun)
    if all(thing.loose for thing in things) and sight.ground is not None:
        return "on", sight.ground
    holders = {thing.holder for thing in things}
    index = next(iter(holders))
    if len(holders) > 1 or index is None or not sight.things[index].whole:
        return None
    return things[0].relation, sight.things[index].noun


def _holder(sight: Sight, draws: Draws) -> tuple[int, Relation, list[Seen]] | None:
    """Something that can be called "the X", what is in or on it, and which of the two.

    Nothing else may lie over it.
    """
    fit = []
    for index in sight.single:
        inside = sight.held_by(index)
        others = [
            thing
            for number, thing in enumerate(sight.things)
            if number != index and thing.holder != index
        ]
        box = sight.things[index].box
        if inside and all(share_inside(thing.box, box) <= 0.2 for thing in others):
            fit.append((index, inside[0].relation, inside))
    return draws.pick(fit) if fit else None
