"""What the micro models are told: prompts for nouns and coloured nouns, and the words they know."""

from __future__ import annotations

import re

from visprog_tools.sprites import COLOURS, nouns, sprites

TEMPLATES = (
    "a {}",
    "{}",
    "the {}",
    "a photo of a {}",
    "a photo of the {}",
    "a picture of a {}",
    "an image of a {}",
    "a drawing of a {}",
    "this is a {}",
    "a photo of one {}",
    "a photo of a small {}",
    "a photo of a large {}",
    "a good photo of a {}",
    "a bad photo of a {}",
    "a close-up photo of a {}",
    "a cropped photo of a {}",
    "a bright photo of a {}",
    "a dark photo of a {}",
    "a blurry photo of a {}",
    "a {}.",
    "{}.",
    "a photo of a {}.",
    "a photo of the {}.",
    "a picture of a {}.",
    "a close-up photo of a {}.",
    "a photo of a small {}.",
    "a blurry photo of a {}.",
)
"""The prompts that are trained on."""

OTHER_WORDS = (
    "a an the of in on at to and or is are with there this that these it one two three four five"
    " six photo picture image drawing painting scene small medium large big little many"
    " bright dark blurry cropped close up good bad left right top bottom front behind near"
    " grass sand water snow sky wood night plain ground floor background desert field forest"
    " white pink grey gray colour color coloured something thing object animal vehicle food fruit"
    " man woman child boy girl people face ship sailboat automobile puppy kitten sofa"
)


SYNONYMS = {
    "person": ("man", "woman", "boy", "girl", "child"),
    "boat": ("sailboat", "ship"),
    "car": ("automobile",),
    "dog": ("puppy",),
    "cat": ("kitten",),
    "couch": ("sofa",),
}
"""Other words for a noun; the detectors learn them from one prompt in eight."""

ABSENT_WORDS = (
    *("sand", "water", "sky", "wood", "night", "ground", "floor", "background"),
    *("desert", "field", "forest", "something", "face", "vehicle"),
)
"""Words that the detectors are asked for and that are never there."""


def coloured(noun: str) -> tuple[str, ...]:
    """The noun with each colour word, or the bare noun when it takes no colour."""
    if not sprites()[noun].tintable:
        return (noun,)
    return tuple(f"{colour} {noun}" for colour in COLOURS)


def phrases() -> tuple[str, ...]:
    """Every full description of one thing: `dog`, `red car`, `orange car`, ..."""
    return tuple(phrase for noun in nouns() for phrase in coloured(noun))


def prompt(template: str, phrase: str) -> str:
    """The template filled in, with `an` before a vowel."""
    text = template.format(phrase)
    return text.replace(f"a {phrase}", f"an {phrase}") if phrase[0] in "aeiou" else text


def vocabulary() -> tuple[str, ...]:
    """Every word that gets a token of its own."""
    plurals = (sprite.plural for sprite in sprites().values())
    texts = " ".join([*nouns(), *plurals, *COLOURS, *TEMPLATES, OTHER_WORDS])
    return tuple(sorted(set(re.findall("[a-z]+", texts))))
