"""Whether an edit did what its instruction says, pixel by pixel, by the scene's own masks.

Every kind of edit has a part of the picture where something must have changed, and a part that must
be as it was; what lies between (a soft edge, the room that a drawing may take) is free.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from visprog.types import Bits, Box, Image, Mask, Region, Regions
from visprog_benchmarks.world.instructions import Instruction
from visprog_benchmarks.world.render import masks
from visprog_tools import color, grounds
from visprog_tools.filters import grown, shrunk

EDGE = 8
"""Pixels around an outline that are free."""
ROOM = 1.4
"""A drawing may take the square around what it stands for, and that many times it."""
SEEN = 10
"""A pixel has changed visibly when one of its channels has by more."""
SPILT, DENT = 0.01, 0.05
"""Share of the part to be kept that may have changed at all: of the rest of a picture, and of one
thing, whose mask the segmenter draws on a grid of 64 x 64."""


@dataclass(frozen=True, slots=True)
class Judged:
    """`changed` is the share of the part to be edited that has visibly changed, `spilt` the share
    of the part to be kept that has changed at all; `effect` says whether the change is of the right
    kind (the colour, the blur, the ground)."""

    changed: float
    spilt: float
    effect: bool
    enough: float
    most: float

    @property
    def inside(self) -> bool:
        return self.changed >= self.enough and self.effect

    @property
    def outside(self) -> bool:
        return self.spilt <= self.most

    @property
    def right(self) -> bool:
        return self.inside and self.outside


@dataclass(frozen=True)
class Edit:
    """A picture before and after, and the mask of what was to be edited."""

    before: NDArray[np.uint8]
    after: NDArray[np.uint8]
    target: Bits
    made: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Where an edit must have changed enough, where nothing, and what must be true of it."""

    must: Callable[[Bits], Bits]
    keep: Callable[[Bits], Bits]
    enough: float
    effect: Callable[[Edit], bool] = lambda edit: True
    most: float = SPILT


def judge(given: Instruction, before: Image, after: Image, ids: NDArray[np.uint8]) -> Judged:
    """Compare a picture with what an instruction made of it; `ids` is the scene's id map.

    A picture of another size is wrong in every pixel.
    """
    rule = RULES[given.kind]
    target = target_of(given, ids)
    if after.pixels.shape != before.pixels.shape:
        return Judged(0.0, 1.0, False, rule.enough, rule.most)
    edit = Edit(before.pixels, after.pixels, target, given.made)
    change = np.abs(edit.after.astype(np.int16) - edit.before).max(-1)
    return Judged(
        changed=_share(change > SEEN, rule.must(target)),
        spilt=_share(change > 0, rule.keep(target)),
        effect=rule.effect(edit),
        enough=rule.enough,
        most=rule.most,
    )


def target_of(given: Instruction, ids: NDArray[np.uint8]) -> Bits:
    """The pixels that an instruction names."""
    if not given.things:
        return np.asarray(ids == 0)
    return np.asarray(masks(ids, len(given.scene.things))[list(given.things)].any(0))


def _same(target: Bits) -> Bits:
    return target


def _rest(target: Bits) -> Bits:
    """Everything that is clearly not the target."""
    return np.asarray(~grown(target, EDGE))


def _core(target: Bits) -> Bits:
    """The target without its edge; all of one that has nothing else."""
    inner = shrunk(target, 3)
    return inner if inner.any() else target


def _beyond_room(target: Bits) -> Bits:
    box = Mask(target).box
    assert box is not None
    roomy = np.zeros_like(target)
    half, middle = ROOM * max(box.width, box.height) / 2, box.center
    square = Box(middle.x - half, middle.y - half, middle.x + half, middle.y + half)
    wide = square.clipped(target.shape[1], target.shape[0])
    roomy[int(wide.top) : int(wide.bottom) + 1, int(wide.left) : int(wide.right) + 1] = True
    return np.asarray(_rest(target) & ~roomy)


def _cleared(edit: Edit) -> bool:
    """What was removed looks like what is around it."""
    ground = np.median(edit.before[grown(edit.target, 4 * EDGE) & _rest(edit.target)], axis=0)
    now = np.median(edit.after[edit.target], axis=0)
    was = np.median(edit.before[edit.target], axis=0)
    left, before = float(np.linalg.norm(now - ground)), float(np.linalg.norm(was - ground))
    return left <= max(60.0, before / 2)


def _painted(edit: Edit) -> bool:
    """Most of what has changed has the new colour."""
    change = np.abs(edit.after.astype(np.int16) - edit.before).max(-1) > SEEN
    bits = change & edit.target
    box = Mask(bits).box
    if box is None:
        return False
    image = Image(edit.after)
    region = Region(box, "", 1.0, Mask(bits), image.frame)
    named = color.color(image=image, object=Regions.of([region], image), context=_Silent())
    return bool(named == edit.made)


def _grounded(edit: Edit) -> bool:
    """The new ground has its usual colours."""
    ground = grounds.ground_named(edit.made) or "any"
    return grounds.likeness(edit.after, _core(edit.target), ground) >= grounds.LEAST


def _grounded_around(edit: Edit) -> bool:
    around = Edit(edit.before, edit.after, _rest(edit.target), edit.made)
    return _grounded(around)


def _blurred(edit: Edit) -> bool:
    return _sharpness(edit.after, _core(edit.target)) <= 0.6 * _sharpness(
        edit.before, _core(edit.target)
    )


def _blurred_around(edit: Edit) -> bool:
    away = ~grown(edit.target, 2 * EDGE)
    return _sharpness(edit.after, away) <= 0.8 * _sharpness(edit.before, away)


def _grey_around(edit: Edit) -> bool:
    pixels = edit.after[_rest(edit.target)].astype(np.int16)
    return bool(((pixels.max(-1) - pixels.min(-1)) <= 3).mean() >= 0.98)


def _darker_around(edit: Edit) -> bool:
    away = ~grown(edit.target, 4 * EDGE)
    return bool(edit.after[away].mean() <= 0.8 * edit.before[away].mean())


def _sharpness(pixels: NDArray[np.uint8], bits: Bits) -> float:
    """The mean difference of neighbouring pixels in a part of the picture."""
    grey = pixels.astype(np.float64).mean(-1)
    across = np.abs(np.diff(grey, axis=1))[bits[:, 1:] & bits[:, :-1]]
    down = np.abs(np.diff(grey, axis=0))[bits[1:] & bits[:-1]]
    return float(np.concatenate([across, down]).mean()) if len(across) + len(down) else 0.0


def _share(bits: Bits, part: Bits) -> float:
    return float(bits[part].mean()) if part.any() else 0.0


class _Silent:
    """A context for COLOR, which notes what it saw."""

    def note(self, code: str, message: str, **facts: object) -> None:
        """Nobody reads it here."""


RULES: Mapping[str, Rule] = {
    "replace ground": Rule(_same, _rest, 0.8, _grounded),
    "background": Rule(_rest, _core, 0.8, _grounded_around, DENT),
    "replace": Rule(_same, _beyond_room, 0.6),
    "remove": Rule(_same, _rest, 0.6, _cleared),
    "remove all": Rule(_same, _rest, 0.6, _cleared),
    "recolour": Rule(_same, _rest, 0.3, _painted),
    "blur": Rule(_same, _rest, 0.1, _blurred),
    "blur rest": Rule(_rest, _core, 0.0, _blurred_around, DENT),
    "colour-pop": Rule(_rest, _core, 0.0, _grey_around, DENT),
    "highlight": Rule(_rest, _core, 0.8, _darker_around, DENT),
    "hide": Rule(_same, _beyond_room, 0.7),
}
"""By kind of instruction. A blur or a grey picture may look much like what it was made from, so
there the effect alone counts."""
