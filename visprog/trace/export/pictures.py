"""Pictures in a trace, made small enough to travel inside a page."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from PIL import Image as PilImage
from PIL import ImageDraw

from visprog.types import Image, Mask, Region, Regions

PALETTE = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""Okabe and Ito's colours, told apart by the colour-blind too."""

LONG_SIDE = 960
"""Pixels of a picture's longer side in a page."""

THUMB = (144, 60)


def data_uri(picture: PilImage.Image, *, lossless: bool = False) -> str:
    """The picture as a ``data:`` address: JPEG, or PNG when it must be exact."""
    out = io.BytesIO()
    if lossless or picture.mode == "RGBA":
        picture.save(out, "PNG", optimize=True)
        kind = "png"
    else:
        picture.convert("RGB").save(out, "JPEG", quality=84, optimize=True)
        kind = "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(out.getvalue()).decode()}"


def embedded(image: Image) -> str:
    """A whole picture, no larger than :data:`LONG_SIDE`; small ones exactly."""
    picture = PilImage.fromarray(image.pixels)
    picture.thumbnail((LONG_SIDE, LONG_SIDE), PilImage.Resampling.LANCZOS)
    return data_uri(picture, lossless=max(picture.size) <= 64)


def overlay(masks: Sequence[Mask], size: tuple[int, int]) -> str:
    """Masks as one transparent picture: each filled in its colour, with a darker outline."""
    width, height = size
    layer = np.zeros((height, width, 4), np.uint8)
    for index, mask in enumerate(masks):
        if mask.bits.shape != (height, width):
            continue
        red, green, blue = _rgb(colour(index))
        layer[mask.bits] = (red, green, blue, 110)
        layer[mask.bits & ~_inside(mask.bits)] = (red, green, blue, 255)
    picture = PilImage.fromarray(layer, "RGBA")
    picture.thumbnail((LONG_SIDE, LONG_SIDE), PilImage.Resampling.NEAREST)
    return data_uri(picture)


def difference(before: Image, after: Image) -> str | None:
    """Where two pictures of one size differ, as heat; ``None`` for other sizes."""
    if before.pixels.shape != after.pixels.shape:
        return None
    apart = np.abs(before.pixels.astype(np.int16) - after.pixels).max(axis=2).astype(np.float32)
    heat = np.sqrt(apart / 255.0)
    layer = np.stack([heat * 255, heat * heat * 160, 40 * (1 - heat)], axis=-1).astype(np.uint8)
    picture = PilImage.fromarray(layer)
    picture.thumbnail((LONG_SIDE, LONG_SIDE), PilImage.Resampling.LANCZOS)
    return data_uri(picture)


def thumbnail(value: Any, box: tuple[int, int] = THUMB) -> str | None:
    """A value as a picture in a node of the graph; ``None`` when it has none."""
    picture = _drawn(value)
    if picture is None:
        return None
    picture = picture.convert("RGB")
    picture.thumbnail((2 * box[0], 2 * box[1]), PilImage.Resampling.LANCZOS)
    return data_uri(picture)


def colour(index: int) -> str:
    return PALETTE[index % len(PALETTE)]


def _rgb(code: str) -> tuple[int, int, int]:
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)


def _inside(bits: Any) -> Any:
    """A mask without its rim."""
    inner = bits.copy()
    for axis in (0, 1):
        for step in (1, -1):
            inner &= np.roll(bits, step, axis)
    inner[[0, -1]] = inner[:, [0, -1]] = False
    return inner


def _drawn(value: Any) -> PilImage.Image | None:
    match value:
        case Image():
            return PilImage.fromarray(value.pixels)
        case Mask():
            return PilImage.fromarray(np.where(value.bits, 235, 40).astype(np.uint8))
        case Regions() if value.image is not None:
            return _boxed(value.image, list(value))
        case list() | tuple() if value and all(isinstance(item, Image) for item in value):
            return _row([PilImage.fromarray(item.pixels) for item in value[:4]])
    return None


def _boxed(image: Image, regions: Sequence[Region]) -> PilImage.Image:
    picture = PilImage.fromarray(image.pixels).convert("RGB")
    picture.thumbnail((480, 480), PilImage.Resampling.LANCZOS)
    scale = picture.width / image.width
    for index, region in enumerate(regions):
        if region.mask is not None and region.mask.bits.shape == image.pixels.shape[:2]:
            flat = PilImage.new("RGB", picture.size, colour(index))
            alpha = PilImage.fromarray((region.mask.bits * 120).astype(np.uint8))
            picture.paste(flat, mask=alpha.resize(picture.size, PilImage.Resampling.BILINEAR))
    pen = ImageDraw.Draw(picture)
    thick = max(3, round(max(picture.size) / 90))
    for index, region in enumerate(regions):
        edges = [edge * scale for edge in region.box.xyxy]
        pen.rectangle(edges, outline=colour(index), width=thick)
    return picture


def _row(pictures: Sequence[PilImage.Image]) -> PilImage.Image:
    height = 120
    scaled = [p.resize((max(1, round(p.width * height / p.height)), height)) for p in pictures]
    row = PilImage.new("RGB", (sum(p.width for p in scaled) + 4 * (len(scaled) - 1), height))
    left = 0
    for picture in scaled:
        row.paste(picture, (left, 0))
        left += picture.width + 4
    return row
