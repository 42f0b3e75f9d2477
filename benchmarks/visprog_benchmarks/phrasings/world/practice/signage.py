"""What signs say, how they look, where they stand and what stands by them."""

from __future__ import annotations

import math

from visprog_benchmarks.phrasings.truth import Truth
from visprog_benchmarks.phrasings.world.practice.whereabouts import clear
from visprog_benchmarks.world.scene import Thing
from visprog_benchmarks.world.signs import SignedScene


def signs(t: Truth) -> list[str]:
    """What the signs say, picture by picture."""
    return [one.sign for one in t.pictures()]


def signed(t: Truth) -> SignedScene:
    """The one picture, which has to have a sign."""
    (shown,) = t.shown
    if not isinstance(shown, SignedScene):
        raise ValueError("there is no sign")
    return shown


def where(t: Truth) -> tuple[float, float]:
    """The middle of the one picture's sign, as shares of its width and height."""
    shown = signed(t)
    return shown.sign.x / shown.scene.width, shown.sign.y / shown.scene.height


def board(t: Truth) -> str:
    """The colour of the one sign's board."""
    return signed(t).sign.colour


def boards(t: Truth) -> list[str]:
    """The colours of the signs' boards, picture by picture."""
    return [board(one) for one in t.pictures()]


def ink(t: Truth) -> str:
    """The colour of the one sign's letters."""
    return signed(t).sign.lettering


def leftward(t: Truth, noun: str) -> bool:
    """Whether the one sign is clearly left of the one thing."""
    return clear(t.x(noun) / t.scenes[0].width - where(t)[0])


def upward(t: Truth, noun: str) -> bool:
    """Whether the one sign is clearly higher than the one thing."""
    return clear(t.y(noun) / t.scenes[0].height - where(t)[1])


def by_the_sign(t: Truth, *nouns: str) -> str:
    """What is closest to the sign; raises where middles and edges do not both say so clearly."""
    return _closest(t, *nouns).noun


def beside_the_sign(t: Truth) -> str:
    """What is closest to the sign, and not far from it."""
    found = _closest(t, "thing")
    if _gap(t, found) >= 100:
        raise ValueError("nothing is beside the sign")
    return found.noun


def _closest(t: Truth, *nouns: str) -> Thing:
    sign = signed(t).sign
    things = [thing for noun in nouns for thing in t.things(noun)]
    first, *others = sorted(things, key=lambda thing: math.dist(thing.centre, (sign.x, sign.y)))
    if any(_gap(t, thing) < _gap(t, first) + 30 for thing in others):
        raise ValueError("what is closest to the sign is unclear")
    return first


def _gap(t: Truth, thing: Thing) -> float:
    """Pixels from the edge of a thing's box to that of the sign."""
    (left, top, right, bottom), (x0, y0, x1, y1) = signed(t).sign.box, thing.box
    return math.hypot(max(x0 - right, left - x1, 0), max(y0 - bottom, top - y1, 0))
