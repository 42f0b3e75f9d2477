"""Which side something lies on, where two careful readers would say the same."""

from __future__ import annotations

from visprog_benchmarks.phrasings.truth import CLEAR, SIDES, Truth
from visprog_benchmarks.world.asking import apart
from visprog_benchmarks.world.scene import Thing

WITHIN = 2 / 3
"""What lies so far within another's width (or height) is rather above or below it (or beside)."""
FAR = 0.12
"""Of the picture's width or height: from here on even what lies within counts as to the side."""


def on_side(t: Truth, thing: Thing, side: str, of: str) -> bool:
    """Whether the thing lies on that side of the one thing of another noun.

    Raises ``ValueError`` where its middle does, but only just, or not far and within the other's
    extent, so that not everybody would say so.
    """
    (scene,) = t.scenes
    other = t.the(of)
    if not SIDES[side](thing, other):
        return False
    axis = 0 if side in ("left", "right") else 1
    away = abs(apart(thing, other, scene)[axis])
    starts, ends = zip(*((one.box[axis], one.box[axis + 2]) for one in (thing, other)), strict=True)
    shared = min(ends) - max(starts)
    shorter = min(end - start for start, end in zip(starts, ends, strict=True))
    if away < CLEAR or (away < FAR and shared >= WITHIN * shorter):
        raise ValueError(f"whether the {thing.noun} is {side} of the {of} is unclear")
    return True


def beside(t: Truth, noun: str, side: str, of: str) -> int:
    """How many things of a noun lie on that side; raises as :func:`on_side` does."""
    return sum(on_side(t, thing, side, of) for thing in t.things(noun))
