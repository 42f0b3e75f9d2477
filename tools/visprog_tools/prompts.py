"""Texts that stand for a class when CLIP classifies.

A class prototype is the mean of its normalised text embeddings over many templates, which is worth
3.5 to 5 points on ImageNet over one prompt (Radford et al., 2021, arXiv:2103.00020, section 3.1.4).
A template has ``{a}`` (with article), ``{bare}`` or ``{}`` (both without) where the class goes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

SINGLE = ("a photo of {a}.",)

ENSEMBLE = (
    "{a}.",
    "{bare}.",
    "a photo of {a}.",
    "a photo of the {bare}.",
    "a picture of {a}.",
    "a good photo of {a}.",
    "a bad photo of {a}.",
    "a close-up photo of {a}.",
    "a cropped photo of {a}.",
    "a bright photo of {a}.",
    "a dark photo of {a}.",
    "a blurry photo of {a}.",
    "a photo of one {bare}.",
    "a photo of a small {bare}.",
    "a photo of a large {bare}.",
)
"""The default where a pack brings none: templates that do not presuppose a medium."""

COLOURS = (
    "red", "orange", "yellow", "green", "blue", "purple",
    "pink", "brown", "black", "white", "grey",
)  # fmt: skip
"""Words that are taken as colours when a property is verified."""


def with_article(phrase: str) -> str:
    """``dog`` -> ``a dog``, ``umbrella`` -> ``an umbrella``; ``the dog`` stays as it is."""
    if re.match(r"(a|an|the|some|two|three)\b", phrase, re.IGNORECASE):
        return phrase
    return f"{'an' if phrase[:1].lower() in 'aeiou' else 'a'} {phrase}"


def expand(phrase: str, templates: Sequence[str] = ENSEMBLE) -> tuple[str, ...]:
    """The texts whose mean embedding is the phrase's prototype."""
    bare = phrase.removeprefix("a ")
    return tuple(
        template.replace("{a}", with_article(phrase)).replace("{bare}", bare).replace("{}", bare)
        for template in templates
    )
