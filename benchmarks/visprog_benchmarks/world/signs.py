"""Signs: boards with a line or two of text, put into a scene on request.

A sign stands in front of everything, where it covers least. Scenes without signs stay what they
are. The letters are PIL's own font (Aileron) and those of OpenCV (5: Rubik, 4: Hershey), so that
bytes of a picture with a sign depend on the version of both, as bytes of scenes do not.
"""

from __future__ import annotations

import math
import string
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.render import render
from visprog_benchmarks.world.scene import XYXY, Scene
from visprog_benchmarks.world.splits import stage_of
from visprog_benchmarks.world.words import draw_line

Font = Literal["aileron", "aileron bold", "opencv", "opencv bold"]
FONTS: tuple[Font, ...] = get_args(Font)
RGB = tuple[int, int, int]
Floats = NDArray[np.float32]
CHARACTERS = frozenset(string.ascii_letters + string.digits + " ")
"""What a sign can say."""
LONGEST = 12
"""Characters in a line, at most."""
SIGN = 255
"""The number of the sign's pixels in the id map."""
COLOURS: Mapping[RGB, str] = MappingProxyType({
    (250, 250, 246): "white", (245, 236, 208): "white", (252, 214, 66): "yellow",
    (24, 96, 56): "green", (30, 64, 140): "blue", (166, 30, 36): "red", (18, 18, 20): "black",
    (120, 74, 40): "brown", (226, 120, 30): "orange", (206, 226, 238): "blue",
})  # fmt: skip
"""The boards, and what people call their colours."""
BOARDS: tuple[RGB, ...] = tuple(COLOURS)
HIDDEN: Mapping[str, RGB] = MappingProxyType(
    {"night": BOARDS[6], "wood": BOARDS[7], "snow": BOARDS[0]}
)
"""Boards that nobody would put on a ground: they could hardly be seen there."""
INKS: tuple[RGB, ...] = (
    (20, 20, 24), (252, 252, 250), (170, 24, 30), (24, 60, 140), (20, 90, 50), (250, 214, 70),
)  # fmt: skip
INK_COLOURS: Mapping[RGB, str] = MappingProxyType(
    dict(zip(INKS, ("black", "white", "red", "blue", "green", "yellow"), strict=True))
)
"""What people call the colours of the letters."""
CONTRAST = 90
"""Least difference in brightness of ink and board."""
EM = 64
"""Pixels of a line's height in the raster that signs are scaled from."""
FINE = 3
"""Pixels that are drawn for one pixel of the picture, each way."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A board: `x`, `y` is its centre and `height` its height in pixels, `angle` in degrees
    counter-clockwise; colours are RGB bytes. Its width follows from its text."""

    lines: tuple[str, ...]
    x: float
    y: float
    height: float
    angle: float
    font: Font
    board: RGB
    ink: RGB
    border: bool
    stretch: float = 1.0
    """How much wider than drawn the letters are."""

    @property
    def text(self) -> str:
        """What it says, one line below the other."""
        return "\n".join(self.lines)

    @property
    def colour(self) -> str:
        """Of the board, in a word."""
        return COLOURS[self.board]

    @property
    def lettering(self) -> str:
        """The colour of its letters, in a word."""
        return INK_COLOURS[self.ink]

    @property
    def width(self) -> float:
        """Pixels of the board's width."""
        rows, columns = _face(self).shape[:2]
        return self.height * int(columns) / int(rows)

    @property
    def box(self) -> XYXY:
        """The upright box around the board, xyxy in pixels."""
        cosine, sine = (
            abs(math.cos(math.radians(self.angle))),
            abs(math.sin(math.radians(self.angle))),
        )
        across = (cosine * self.width + sine * self.height) / 2
        down = (sine * self.width + cosine * self.height) / 2
        return self.x - across, self.y - down, self.x + across, self.y + down

    def moved(self, dx: float, dy: float) -> Sign:
        """The same sign elsewhere."""
        return replace(self, x=self.x + dx, y=self.y + dy)


@dataclass(frozen=True, slots=True)
class SignedScene:
    """A scene and the sign that stands in it."""

    scene: Scene
    sign: Sign


def with_sign(scene: Scene, text: str | None = None, *, seed: int | None = None) -> SignedScene:
    """The scene with a sign where it covers least of the things.

    `text` is what the sign says, a line or two of at most twelve letters, digits and spaces; by
    default drawn at random, in test scenes of words that no reader was trained on. `seed` (by
    default the scene's) decides place and looks. Raises ValueError for a text that no sign can say.
    """
    draws = Draws("sign", scene.seed if seed is None else seed)
    lines = draw_lines(draws, scene) if text is None else tuple(text.split("\n"))
    for line in lines:
        if not line.strip() or len(line) > LONGEST or set(line) - CHARACTERS or len(lines) > 2:
            raise ValueError(
                f"a sign says one or two lines of 1 to {LONGEST} letters, digits and spaces, "
                f"not {text!r}"
            )
    best, least = None, math.inf
    for attempt in range(60):
        sign = draw_sign(draws, lines, scene, shrink=0.97**attempt)
        left, top, right, bottom = sign.box
        if left < 1 or top < 1 or right > scene.width - 1 or bottom > scene.height - 1:
            continue
        covered = sum(_shared(sign.box, thing.box) for thing in scene.things)
        if covered < least:
            best, least = sign, covered
        if not covered:
            break
    if best is None:
        raise ValueError(f"no sign that says {text!r} fits {scene.width} x {scene.height} pixels")
    return SignedScene(scene, best)


def draw_lines(draws: Draws, scene: Scene) -> tuple[str, ...]:
    """One or two lines of text for a scene's stage."""
    stage = stage_of(scene.seed)
    return tuple(draw_line(draws, stage) for _ in range(draws.whole(1, 2)))


def draw_sign(draws: Draws, lines: tuple[str, ...], scene: Scene, *, shrink: float = 1.0) -> Sign:
    """A sign of random looks somewhere in a scene; its letters are at least 14 pixels high."""
    board = draws.pick([board for board in BOARDS if HIDDEN.get(scene.ground) != board])
    inks = [ink for ink in INKS if abs(_brightness(ink) - _brightness(board)) >= CONTRAST]
    line = max(draws.number(0.09, 0.17) * shrink * min(scene.width, scene.height), 22.0)
    return Sign(
        lines=lines,
        x=draws.number(0, scene.width),
        y=draws.number(0, scene.height),
        height=line * (0.5 + len(lines)),
        angle=draws.number(-6, 6),
        font=draws.pick(FONTS),
        board=board,
        ink=draws.pick(inks),
        border=draws.chance(0.4),
        stretch=draws.number(0.85, 1.2),
    )


def render_signed(signed: SignedScene) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Picture and id map as `render` gives them, with the sign's pixels as `SIGN`."""
    image, ids = render(signed.scene)
    rows, columns, pixels = paste(signed.sign, signed.scene.width, signed.scene.height)
    alpha = pixels[..., 3:]
    under = image[rows, columns]
    image[rows, columns] = np.rint(under * (1 - alpha) + pixels[..., :3] * alpha).astype(np.uint8)
    ids[rows, columns][alpha[..., 0] >= 0.5] = SIGN
    return image, ids


def paste(sign: Sign, width: int, height: int) -> tuple[slice, slice, Floats]:
    """Rows and columns of a frame that the sign touches, and its RGBA there (alpha 0..1)."""
    import cv2

    left, top, right, bottom = sign.box
    x0, y0 = max(math.floor(left) - 1, 0), max(math.floor(top) - 1, 0)
    x1, y1 = min(math.ceil(right) + 1, width), min(math.ceil(bottom) + 1, height)
    face = _face(sign)
    scale = FINE * sign.height / face.shape[0]
    turn = cv2.getRotationMatrix2D((face.shape[1] / 2, face.shape[0] / 2), sign.angle, scale)
    turn[0, 2] += FINE * (sign.x - x0) - face.shape[1] / 2
    turn[1, 2] += FINE * (sign.y - y0) - face.shape[0] / 2
    size = (FINE * (x1 - x0), FINE * (y1 - y0))
    colours = cv2.warpAffine(
        face, turn, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    alpha = cv2.warpAffine(np.ones(face.shape[:2], np.float32), turn, size, flags=cv2.INTER_LINEAR)
    fine = np.concatenate([colours.astype(np.float32), alpha[..., None]], axis=2)
    pixels = cv2.resize(fine, (x1 - x0, y1 - y0), interpolation=cv2.INTER_AREA)
    return slice(y0, y1), slice(x0, x1), np.asarray(pixels, np.float32)


@lru_cache(maxsize=8)
def _face(sign: Sign) -> NDArray[np.uint8]:
    """The board seen from the front, RGB, `EM` pixels for each line and half a line of margin."""
    import cv2

    letters = [raster(line, sign.font) for line in sign.lines]
    widest = round(max(line.shape[1] for line in letters) * sign.stretch)
    tall, wide = round(EM * (0.5 + len(letters))), widest + EM // 2
    cover = np.zeros((tall, wide), np.float32)
    for number, line in enumerate(letters):
        size = (round(line.shape[1] * sign.stretch), line.shape[0])
        drawn = cv2.resize(line, size, interpolation=cv2.INTER_AREA)
        top, left = EM // 4 + number * EM, (wide - size[0]) // 2
        cover[top : top + EM, left : left + size[0]] = drawn
    if sign.border:
        edge = np.zeros_like(cover)
        cv2.rectangle(edge, (3, 3), (wide - 4, tall - 4), 1.0, 3)
        cover = np.maximum(cover, edge)
    board, ink = np.array(sign.board, np.float32), np.array(sign.ink, np.float32)
    return np.rint(board + (ink - board) * cover[..., None]).astype(np.uint8)


@lru_cache(maxsize=64)
def raster(line: str, font: Font) -> Floats:
    """How much of each pixel the letters cover: (64, width), 0 to 1, no margin beside them."""
    import cv2

    if font.startswith("aileron"):
        size, stroke = 46, 2 * (font == "aileron bold")
        face = ImageFont.load_default(size)
        canvas = Image.new("L", (EM * (len(line) + 1), EM))
        ImageDraw.Draw(canvas).text(
            (EM // 2, EM - 18), line, fill=255, font=face, anchor="ls", stroke_width=stroke
        )
        pixels = np.asarray(canvas)
    else:
        pixels = np.zeros((EM, EM * (len(line) + 1)), np.uint8)
        bold = font == "opencv bold"
        kind = cv2.FONT_HERSHEY_DUPLEX if bold else cv2.FONT_HERSHEY_SIMPLEX
        cv2.putText(pixels, line, (EM // 2, EM - 18), kind, 1.5, 255, 3, cv2.LINE_AA)
    columns = np.flatnonzero(pixels.any(0))
    kept = pixels[:, columns[0] : columns[-1] + 1]
    return kept.astype(np.float32) / np.float32(255)


def _brightness(colour: RGB) -> float:
    return 0.299 * colour[0] + 0.587 * colour[1] + 0.114 * colour[2]


def _shared(box: XYXY, other: XYXY) -> float:
    """The common area of two boxes, in square pixels."""
    across = min(box[2], other[2]) - max(box[0], other[0])
    down = min(box[3], other[3]) - max(box[1], other[1])
    return max(across, 0.0) * max(down, 0.0)
