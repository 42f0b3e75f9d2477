"""Questions of number: whether there is one, how many, more than."""

from __future__ import annotations

from visprog_benchmarks.micro.asked.common import (
    HERE,
    absent,
    amount_word,
    many,
    named,
    of_kind,
    several,
    yes,
)
from visprog_benchmarks.micro.asked.kinds import KINDS
from visprog_benchmarks.micro.sights import Sight
from visprog_benchmarks.world.asking import a
from visprog_benchmarks.world.draws import Draws
from visprog_tools.sprites import COLOURS, sprites

MOST = 10


def exists(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """Is there a dog?"""
    there = draws.chance(0.5)
    if there and not sight.nouns:
        return None
    noun = draws.pick(sight.nouns) if there else absent(sight, draws)
    return _whether(named(noun, draws), many(noun), draws), yes(there)


def exists_coloured(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """Is there a red car?"""
    painted = [noun for noun in sight.nouns if sprites()[noun].tintable]
    if not painted:
        return None
    noun, there = draws.pick(painted), draws.chance(0.5)
    here = {thing.colour for thing in sight.named(noun)}
    word = draws.pick([colour for colour in COLOURS if (colour in here) is there])
    return _whether(f"{word} {noun}", f"{word} {many(noun)}", draws), yes(there)


def exists_kind(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """Is there an animal?"""
    there = draws.chance(0.5)
    kinds = [kind for kind in sorted(KINDS) if bool(of_kind(sight, kind)) is there]
    if not kinds:
        return None
    kind = draws.pick(kinds)
    if there and not any(thing.whole for thing in of_kind(sight, kind)):
        return None
    return _whether(kind, _kinds(kind), draws), yes(there)


def both(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """Is there a dog and a cat?"""
    nouns = [
        draws.pick(sight.nouns) if sight.nouns and draws.chance(0.65) else absent(sight, draws)
        for _ in range(2)
    ]
    first, second = nouns
    if first == second:
        return None
    here = [noun in sight.counts for noun in nouns]
    one, other = a(first), a(second)
    text, truth = draws.pick(
        (
            (f"Is there {one} and {other}?", all(here)),
            (f"Are there both {one} and {other}?", all(here)),
            (f"Is there {one} or {other}?", any(here)),
        )
    )
    return text, yes(truth)


def count(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """How many dogs are there?"""
    noun = absent(sight, draws) if draws.chance(0.15) else several(sight, draws)
    if noun is None or (sight.counts[noun] == 1 and draws.chance(0.5)):
        return None
    return _how_many(many(noun), draws), str(sight.counts[noun])


def count_coloured(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """How many red balls are there?"""
    painted = [noun for noun in sight.nouns if sprites()[noun].tintable]
    if not painted:
        return None
    noun = draws.pick(painted)
    colours = [thing.colour for thing in sight.named(noun)]
    fits = [word for word in colours if word is not None]
    word = draws.pick(tuple(COLOURS)) if draws.chance(0.25) else draws.pick(fits)
    return _how_many(f"{word} {many(noun)}", draws), str(colours.count(word))


def count_kind(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """How many animals are there?"""
    kinds = [
        kind
        for kind in sorted(KINDS)
        if (things := of_kind(sight, kind)) and all(thing.whole for thing in things)
    ]
    if not kinds or draws.chance(0.15):
        kinds = [kind for kind in sorted(KINDS) if not of_kind(sight, kind)]
    kind = draws.pick(kinds)
    return _how_many(_kinds(kind), draws), str(len(of_kind(sight, kind)))


def count_all(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """How many things are there?"""
    if not all(thing.whole for thing in sight.things):
        return None
    return _how_many(draws.pick(("things", "objects")), draws), str(len(sight.things))


def amount(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """Are there at least two dogs?"""
    noun = several(sight, draws)
    if noun is None:
        return None
    here, truth = sight.counts[noun], draws.chance(0.5)
    word = draws.pick(("exactly", "at least", "at most", "more than", "fewer than", ""))
    limits = [
        limit
        for limit in range(2 if word == "fewer than" else 1, min(here + 3, MOST + 1))
        if _holds(word, here, limit) is truth
    ]
    if not limits:
        return None
    limit = draws.pick(limits)
    name = noun if limit == 1 else many(noun)
    words = f"{word} {amount_word(limit, draws)} {name}".strip()
    return f"{'Is' if limit == 1 else 'Are'} there {words}{draws.pick(HERE)}?", yes(truth)


def compare(sight: Sight, draws: Draws) -> tuple[str, str] | None:
    """Are there more dogs than cats?"""
    first = several(sight, draws)
    if first is None:
        return None
    others = [noun for noun in sight.nouns if noun != first]
    second = draws.pick(others) if others and draws.chance(0.85) else absent(sight, draws)
    if draws.chance(0.5):
        first, second = second, first
    here, there = sight.counts[first], sight.counts[second]
    words, truth = draws.pick(
        (
            ("more {} than", here > there),
            ("fewer {} than", here < there),
            ("as many {} as", here == there),
        )
    )
    return f"Are there {words.format(many(first))} {many(second)}{draws.pick(HERE)}?", yes(truth)


def _whether(noun: str, plural: str, draws: Draws) -> str:
    here = draws.pick(HERE)
    return draws.pick(
        (
            f"Is there {a(noun)}{here}?",
            f"Is there {a(noun)}{here}?",
            f"Are there any {plural}{here}?",
            f"Are there {plural}{here}?",
            f"Do you see {a(noun)}{here}?",
            f"Can you see any {plural}{here}?",
            f"Does the picture show {a(noun)}?",
            f"Does this image contain {a(noun)}?",
        )
    )


def _how_many(plural: str, draws: Draws) -> str:
    here = draws.pick(HERE)
    return draws.pick(
        (
            f"How many {plural} are there{here}?",
            f"How many {plural} are there{here}?",
            f"How many {plural} are{draws.pick(HERE[3:])}?",
            f"How many {plural} can you see{here}?",
            f"How many {plural} do you see{here}?",
            f"What is the number of {plural}{here}?",
            f"How many {plural}?",
        )
    )


def _kinds(kind: str) -> str:
    """The plural of a kind's word; some have none."""
    if kind in ("fruit", "food", "clothing", "furniture"):
        return f"pieces of {kind}"
    return f"{kind}s"


def _holds(word: str, here: int, limit: int) -> bool:
    return {
        "exactly": here == limit,
        "": here == limit,
        "at least": here >= limit,
        "at most": here <= limit,
        "more than": here > limit,
        "fewer than": here < limit,
    }[word]
