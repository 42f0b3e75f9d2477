"""What kinds of questions share: choosing nouns of a sight, and words for them."""

from __future__ import annotations

from typing import Protocol

from visprog_benchmarks.micro.asked.kinds import KINDS
from visprog_benchmarks.micro.phrases import SYNONYMS
from visprog_benchmarks.micro.sights import Seen, Sight
from visprog_benchmarks.world.asking import alike, plural
from visprog_benchmarks.world.draws import Draws
from visprog_tools.sprites import nouns

HERE = ("", "", "", " in the image", " in the picture", " in this image", " in the photo")
WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
STRANGE = 0.06
"""How often a thing that is not there is one that no word of the world names."""


class Ask(Protocol):
    """Asks one question about a sight, if it allows one: text and answer."""

    def __call__(self, sight: Sight, draws: Draws) -> tuple[str, str] | None: ...


def absent(sight: Sight, draws: Draws) -> str:
    """A noun of nothing in sight, nor of anything like it; seldom a word that means nothing."""
    if draws.chance(STRANGE):
        return "".join(chr(ord("a") + draws.whole(0, 25)) for _ in range(draws.whole(3, 5)))
    here = set(sight.counts)
    while True:
        noun = draws.pick(nouns())
        if noun not in here and not alike(noun) & here:
            return noun


def named(noun: str, draws: Draws) -> str:
    """The noun, or now and then another word for it."""
    if noun in SYNONYMS and draws.chance(0.2):
        return draws.pick(SYNONYMS[noun])
    return noun


def many(noun: str) -> str:
    """The plural; of a word without meaning, with an s."""
    return plural(noun) if noun in nouns() else f"{noun}s"


def yes(truth: bool) -> str:
    return "yes" if truth else "no"


def amount_word(number: int, draws: Draws) -> str:
    """`3` or `three`."""
    return WORDS[number] if number and draws.chance(0.5) else str(number)


def several(sight: Sight, draws: Draws) -> str | None:
    """A noun that can be asked about; more often one of which there are several."""
    if not sight.nouns:
        return None
    more = [noun for noun in sight.nouns if sight.counts[noun] > 1]
    return draws.pick(more) if more and draws.chance(0.7) else draws.pick(sight.nouns)


def of_kind(sight: Sight, kind: str) -> list[Seen]:
    """The things in sight that are of a kind (animal, vehicle, ...)."""
    members = set(KINDS[kind])
    return [thing for thing in sight.things if thing.noun in members]


def pick_single(sight: Sight, draws: Draws) -> int | None:
    """The index of something that can be called "the X"."""
    return draws.pick(sight.single) if sight.single else None
