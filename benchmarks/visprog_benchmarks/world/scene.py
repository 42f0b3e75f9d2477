"""The ground truth of one rendered picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Split = Literal["plain", "harder"]
Stage = Literal["train", "validation", "test"]
Size = Literal["small", "medium", "large"]
XYXY = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Pose:
    """Where and how a sprite is drawn.

    `x`, `y` (the sprite's centre) and `length` (its long side before turning) are in pixels,
    `angle` in degrees counter-clockwise, `gain` multiplies red, green and blue.
    """

    x: float
    y: float
    length: float
    angle: float = 0.0
    flip: bool = False
    variant: int = 0
    gain: tuple[float, float, float] = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Thing:
    """One object of a scene.

    `box` is xyxy in pixels, origin top-left, and bounds the visible pixels. `visible` is the share
    of the sprite's pixels that can be seen. `inside` and `on` are indices into `Scene.things`.
    `depth` counts from 0 at the back.
    """

    noun: str
    colour: str | None
    size: Size
    box: XYXY
    visible: float
    depth: int
    inside: int | None
    on: int | None
    pose: Pose

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the box, in pixels."""
        return (self.box[0] + self.box[2]) / 2, (self.box[1] + self.box[3]) / 2

    @property
    def holder(self) -> int | None:
        """The index of what this thing is in or on."""
        return self.on if self.inside is None else self.inside

    @property
    def phrase(self) -> str:
        """The noun with its colour: `red car`, `dog`."""
        return self.noun if self.colour is None else f"{self.colour} {self.noun}"


@dataclass(frozen=True, slots=True)
class Scene:
    """A ground and the things on it, back to front; width and height in pixels."""

    seed: int
    width: int
    height: int
    ground: str
    things: tuple[Thing, ...]

    def named(self, noun: str) -> tuple[Thing, ...]:
        """The things of one noun (singular), back to front."""
        return tuple(thing for thing in self.things if thing.noun == noun)

    def held_by(self, index: int) -> tuple[Thing, ...]:
        """What is in or on the thing with this index."""
        return tuple(thing for thing in self.things if thing.holder == index)


def size_word(length: float, width: int, height: int) -> Size:
    """The word for a sprite whose long side has this many pixels in a frame of this size."""
    share = length / min(width, height)
    if share < 0.2:
        return "small"
    return "medium" if share < 0.34 else "large"
