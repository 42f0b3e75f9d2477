"""Pictures as GQA annotates them: things with attributes, places and what they do to each other.

They are not rendered: nothing but the perfect tools of `told.py` looks at them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

WIDTH, HEIGHT = 640, 480

LINE = re.compile(r"^([a-z ]+)((?:, [a-z -]+)*) @ (\d+) (\d+) (\d+) (\d+)((?:; [a-z -]+)*)$")


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing: its noun, attributes, box (xyxy in pixels), and what it does to which thing.

    ``does`` holds pairs of a verb form (``wearing``) and the noun of what it is done to.
    """

    noun: str
    attributes: frozenset[str]
    box: tuple[float, float, float, float]
    does: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A picture: its things, and words for the whole of it (``outdoors``, ``sunny``)."""

    name: str
    things: tuple[Fact, ...]
    whole: frozenset[str] = field(default_factory=frozenset)


def tell(name: str, whole: str, text: str) -> Story:
    """A story from lines such as ``man, tall @ 5 10 30 90; wearing hat; holding phone``.

    The numbers are left, top, right and bottom in percent of the picture.
    """
    things = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"not a line of a story: {line}")
        noun, attributes, left, top, right, bottom, does = match.groups()
        box = (
            int(left) * WIDTH / 100,
            int(top) * HEIGHT / 100,
            int(right) * WIDTH / 100,
            int(bottom) * HEIGHT / 100,
        )
        things.append(
            Fact(
                noun,
                frozenset(word.strip() for word in attributes.split(",") if word.strip()),
                box,
                tuple(_deed(deed.strip()) for deed in does.split(";") if deed.strip()),
            )
        )
    return Story(name, tuple(things), frozenset(whole.split()))


def _deed(text: str) -> tuple[str, str]:
    verb, _, noun = text.partition(" ")
    return verb, noun
