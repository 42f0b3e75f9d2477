"""The values that steps exchange: images, boxes, masks, regions.

All are frozen, never mutated and carry a content hash (``digest``). Coordinates are pixels with the
origin at the top left; boxes are ``xyxy`` floats. A value that lives on a cropped image knows, by
its :class:`Frame`, where it lies in the root image.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias, overload

import numpy as np
import numpy.typing as npt

Pixels: TypeAlias = npt.NDArray[np.uint8]
"""``(height, width, 3)`` RGB bytes."""

Bits: TypeAlias = npt.NDArray[np.bool_]
"""``(height, width)`` truth values."""


def _floats(owner: Any, *names: str) -> None:
    """Make fields of a frozen value plain finite floats, whatever numbers a model gave: equal
    values then have equal text, hash and JSON (``1``, ``1.0``, ``-0.0``, ``np.float32(1)``)."""
    for name in names:
        number = float(getattr(owner, name)) + 0.0
        if not math.isfinite(number):
            raise ValueError(f"{type(owner).__name__}.{name} must be finite, got {number}")
        object.__setattr__(owner, name, number)


def _hash(*parts: bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "little"))
        digest.update(part)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Point:
    """A position in pixels, x to the right and y downwards."""

    x: float
    y: float

    def __post_init__(self) -> None:
        _floats(self, "x", "y")


@dataclass(frozen=True, slots=True)
class Box:
    """An axis-aligned rectangle ``(left, top, right, bottom)`` in pixels; may be empty."""

    left: float
    top: float
    right: float
    bottom: float

    def __post_init__(self) -> None:
        _floats(self, "left", "top", "right", "bottom")
        if self.right < self.left or self.bottom < self.top:
            raise ValueError(
                f"Box needs left <= right and top <= bottom, got {self.xyxy}; "
                "boxes are (left, top, right, bottom)"
            )

    @property
    def xyxy(self) -> tuple[float, float, float, float]:
        return (self.left, self.top, self.right, self.bottom)

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def area(self) -> float:
        return self.width * self.height

    @property
    def center(self) -> Point:
        return Point((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    def intersection(self, other: Box) -> Box | None:
        """The common rectangle, or ``None`` when the boxes do not overlap."""
        left, top = max(self.left, other.left), max(self.top, other.top)
        right, bottom = min(self.right, other.right), min(self.bottom, other.bottom)
        return Box(left, top, right, bottom) if left < right and top < bottom else None

    def iou(self, other: Box) -> float:
        """Intersection over union, in [0, 1]; 0 where what is common has no area."""
        common = self.intersection(other)
        if common is None or common.area == 0:
            return 0.0
        return common.area / (self.area + other.area - common.area)

    def contains(self, point: Point) -> bool:
        return self.left <= point.x <= self.right and self.top <= point.y <= self.bottom

    def grown(self, factor: float) -> Box:
        """The box scaled about its centre; 1.5 is half as wide and high again."""
        cx, cy = self.center.x, self.center.y
        half_w, half_h = self.width * factor / 2, self.height * factor / 2
        return Box(cx - half_w, cy - half_h, cx + half_w, cy + half_h)

    def moved(self, dx: float, dy: float) -> Box:
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    def clipped(self, width: float, height: float) -> Box:
        """The part inside an image of that size; empty at the border when wholly outside."""
        left, right = (min(max(v, 0.0), float(width)) for v in (self.left, self.right))
        top, bottom = (min(max(v, 0.0), float(height)) for v in (self.top, self.bottom))
        return Box(left, top, right, bottom)


@dataclass(frozen=True, slots=True)
class Frame:
    """Where an image's pixels lie in the root image that it was cut from.

    A pixel ``(x, y)`` of the image is ``(left + x * scale, top + y * scale)`` in the root image,
    whose content hash is ``root`` and whose size is ``width`` x ``height`` pixels.
    """

    root: str
    width: int
    height: int
    left: float = 0.0
    top: float = 0.0
    scale: float = 1.0

    def __post_init__(self) -> None:
        _floats(self, "left", "top", "scale")
        if self.scale <= 0:
            raise ValueError(f"Frame.scale must be above 0, got {self.scale}")

    def to_root(self, box: Box) -> Box:
        s = self.scale
        return Box(
            self.left + box.left * s,
            self.top + box.top * s,
            self.left + box.right * s,
            self.top + box.bottom * s,
        )

    def from_root(self, box: Box) -> Box:
        s = self.scale
        return Box(
            (box.left - self.left) / s,
            (box.top - self.top) / s,
            (box.right - self.left) / s,
            (box.bottom - self.top) / s,
        )


@dataclass(frozen=True, eq=False)
class Image:
    """An RGB picture. ``pixels`` is a read-only ``(height, width, 3)`` uint8 array."""

    pixels: Pixels
    origin: Frame | None = None

    def __post_init__(self) -> None:
        shape = getattr(self.pixels, "shape", None)
        if shape is None or len(shape) != 3 or shape[2] != 3 or self.pixels.dtype != np.uint8:
            got = f"{shape} {getattr(self.pixels, 'dtype', type(self.pixels).__name__)}"
            raise ValueError(f"Image.pixels must be (height, width, 3) uint8, got {got}")
        if shape[0] < 1 or shape[1] < 1:
            raise ValueError(f"Image must have at least one pixel, got {shape[1]} x {shape[0]}")
        pixels = np.ascontiguousarray(self.pixels)
        if pixels is self.pixels and pixels.flags.writeable:
            pixels = pixels.copy()
        pixels.flags.writeable = False
        object.__setattr__(self, "pixels", pixels)

    @property
    def width(self) -> int:
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        return int(self.pixels.shape[0])

    @property
    def box(self) -> Box:
        """The whole picture, in its own frame."""
        return Box(0.0, 0.0, float(self.width), float(self.height))

    @cached_property
    def digest(self) -> str:
        """Content hash of the pixels alone: equal crops of different pictures are equal."""
        return _hash(b"image", repr(self.pixels.shape).encode(), self.pixels.tobytes())

    @cached_property
    def frame(self) -> Frame:
        return self.origin or Frame(self.digest, self.width, self.height)

    def crop(self, box: Box) -> Image:
        """The pixels that ``box`` touches, clipped to the picture, at least one pixel each way."""
        inside = box.clipped(self.width, self.height)
        left, top = min(int(inside.left), self.width - 1), min(int(inside.top), self.height - 1)
        right = max(left + 1, math.ceil(inside.right))
        bottom = max(top + 1, math.ceil(inside.bottom))
        frame = self.frame
        return Image(
            self.pixels[top:bottom, left:right].copy(),
            Frame(
                frame.root,
                frame.width,
                frame.height,
                frame.left + left * frame.scale,
                frame.top + top * frame.scale,
                frame.scale,
            ),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Image) and (self.digest, self.frame) == (other.digest, other.frame)

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        return f"Image({self.width}x{self.height}, {self.digest[:8]})"


@dataclass(frozen=True, eq=False)
class Mask:
    """Which pixels of an image belong to something: a read-only ``(height, width)`` bool array."""

    bits: Bits

    def __post_init__(self) -> None:
        if getattr(self.bits, "ndim", None) != 2 or self.bits.dtype != np.bool_:
            raise ValueError(
                "Mask.bits must be (height, width) bool, got "
                f"{getattr(self.bits, 'shape', None)} {getattr(self.bits, 'dtype', None)}"
            )
        bits = np.ascontiguousarray(self.bits)
        if bits is self.bits and bits.flags.writeable:
            bits = bits.copy()
        bits.flags.writeable = False
        object.__setattr__(self, "bits", bits)

    @cached_property
    def digest(self) -> str:
        return _hash(b"mask", repr(self.bits.shape).encode(), np.packbits(self.bits).tobytes())

    @property
    def area(self) -> int:
        """Number of pixels that are set."""
        return int(self.bits.sum())

    @property
    def box(self) -> Box | None:
        """The tight box around the set pixels, or ``None`` for an empty mask."""
        rows, columns = np.flatnonzero(self.bits.any(1)), np.flatnonzero(self.bits.any(0))
        if not len(rows):
            return None
        return Box(float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Mask) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        height, width = self.bits.shape
        return f"Mask({width}x{height}, {self.area} px)"


@dataclass(frozen=True)
class Region:
    """One thing found in an image: its box in that image's own pixels, label, score and mask.

    ``frame`` relates the box to the root image; ``extra`` holds what a tool adds by name (the class
    that CLASSIFY chose and its score, for example), as plain values.
    """

    box: Box
    label: str = ""
    score: float = 1.0
    mask: Mask | None = None
    frame: Frame | None = None
    extra: tuple[tuple[str, Any], ...] = ()

    def __post_init__(self) -> None:
        _floats(self, "score")
        if type(self.extra) is not tuple:
            object.__setattr__(self, "extra", tuple((name, value) for name, value in self.extra))

    @property
    def root_box(self) -> Box:
        """The box in the root image's pixels."""
        return self.frame.to_root(self.box) if self.frame else self.box

    @cached_property
    def digest(self) -> str:
        mask = self.mask.digest if self.mask else ""
        extra = digest(self.extra) if self.extra else ""
        fields = (self.box.xyxy, self.label, self.score, mask, self.frame, extra)
        return _hash(b"region", repr(fields).encode())


@dataclass(frozen=True)
class Regions(Sequence[Region]):
    """What a detector found in one image, best first. Behaves as an immutable list of regions."""

    items: tuple[Region, ...] = ()
    image: Image | None = field(default=None, repr=False, compare=False)

    def __post_init__(self) -> None:
        if type(self.items) is not tuple:
            object.__setattr__(self, "items", tuple(self.items))

    @classmethod
    def of(cls, items: Iterable[Region], image: Image | None = None) -> Regions:
        return cls(tuple(items), image)

    @cached_property
    def digest(self) -> str:
        return _hash(b"regions", *(item.digest.encode() for item in self.items))

    @overload
    def __getitem__(self, index: int) -> Region: ...
    @overload
    def __getitem__(self, index: slice) -> Regions: ...
    def __getitem__(self, index: int | slice) -> Region | Regions:
        if isinstance(index, slice):
            return Regions(self.items[index], self.image)
        return self.items[index]

    def __len__(self) -> int:
        return len(self.items)

    def __iter__(self) -> Iterator[Region]:
        return iter(self.items)


Plain: TypeAlias = "bool | int | float | str | list[Any] | tuple[Any, ...] | dict[str, Any] | None"
"""What a program itself can hold besides handles."""

Value: TypeAlias = "Plain | Image | Box | Point | Mask | Region | Regions"


def digest(value: Any) -> str:
    """The content hash of any value; equal values have equal hashes in every process.

    Raises ``TypeError`` for a type that is not a value.
    """
    if isinstance(value, Image | Mask | Region | Regions):
        return value.digest
    if isinstance(value, float):
        return _hash(b"float", repr(float(value) + 0.0).encode())
    if value is None or isinstance(value, bool | int | str):
        return _hash(type(value).__name__.encode(), repr(value).encode("utf-8", "surrogatepass"))
    if isinstance(value, bytes):
        return _hash(b"bytes", value)
    if isinstance(value, Box | Point | Frame):
        return _hash(repr(value).encode())
    if isinstance(value, np.ndarray):
        header = f"{value.dtype} {value.shape}"
        return _hash(b"array", header.encode(), value.tobytes())
    if isinstance(value, dict):
        pairs = sorted(digest(k) + digest(v) for k, v in value.items())
        return _hash(b"dict", *(pair.encode() for pair in pairs))
    if isinstance(value, list | tuple):
        return _hash(type(value).__name__.encode(), *(digest(item).encode() for item in value))
    raise TypeError(f"{type(value).__name__} is not a value that steps can exchange")
