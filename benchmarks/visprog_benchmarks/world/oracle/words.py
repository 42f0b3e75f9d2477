"""Whether words fit a thing of a scene."""

from __future__ import annotations

from collections.abc import Sequence

from visprog_benchmarks.world.scene import Thing
from visprog_benchmarks.world.signs import Sign
from visprog_tools.sprites import COLOURS, singulars, sprites

OTHER_COLOURS = frozenset({"white", "gray", "grey", "pink"})
"""Colours that nothing in the world has."""
SIGNS = frozenset({"sign", "signboard", "board"})
"""What a board with a text on it is called."""
ANYTHING = frozenset({"object", "thing", "item"})
SIZES = {"big": "large", "large": "large", "small": "small", "little": "small", "medium": "medium"}
ATTRIBUTES = frozenset({*COLOURS, *OTHER_COLOURS, *SIZES})
"""What the scene graph can say of a thing besides its noun."""


def names(phrase: str, thing: Thing) -> bool:
    """Whether a phrase names a thing: its noun or category, with its colour or size before it."""
    words = phrase.lower().split()
    if words[:1] in (["a"], ["an"], ["the"]):
        words = words[1:]
    for cut in range(len(words)):
        noun = " ".join(words[cut:])
        if _is(noun, thing):
            return all(has(word, thing) for word in words[:cut])
    return False


def names_sign(phrase: str, sign: Sign) -> bool:
    """Whether a phrase names a sign: as one, with its colour or what it says before it."""
    *words, noun = phrase.lower().split() or [""]
    if words[:1] in (["a"], ["an"], ["the"]):
        words = words[1:]
    said = sign.text.lower().split()
    return noun in SIGNS and all(word == sign.colour or word in said for word in words)


def describes(phrase: str, thing: Thing) -> bool:
    """As :func:`names`, and a colour or size alone describes a thing too."""
    words = phrase.lower().split()
    return names(phrase, thing) or (bool(words) and all(has(word, thing) for word in words))


def has(word: str, thing: Thing) -> bool:
    """Whether a thing has that colour or size."""
    if word in COLOURS:
        return thing.colour == word
    return SIZES.get(word) == thing.size


def best(phrases: Sequence[str], thing: Thing | None) -> str:
    """The most particular of the phrases that name the thing, or the first when none does."""
    fit = [phrase for phrase in phrases if thing is not None and describes(phrase, thing)]
    return max(fit, key=lambda phrase: (_exact(phrase, thing), len(phrase))) if fit else phrases[0]


def _is(noun: str, thing: Thing) -> bool:
    if singulars().get(noun, noun) == thing.noun or noun in ANYTHING:
        return True
    return noun == sprites()[thing.noun].category


def _exact(phrase: str, thing: Thing | None) -> bool:
    return thing is not None and phrase.endswith(thing.noun)
