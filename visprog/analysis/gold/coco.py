"""COCO instances: boxes ``[x, y, width, height]``, masks as polygons or run lengths.

https://cocodataset.org/#format-data. Run lengths go down the columns, background first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as PilImage
from PIL import ImageDraw

from visprog.analysis.gold.annotated import Annotated, Thing
from visprog.errors import UsageError
from visprog.types import Bits, Box, Mask
from visprog_planners.answers import normalised


def coco(path: Path, image: str | None = None) -> Annotated:
    """One picture's objects, by its id or file name; a file with one picture needs no name.

    Crowds are left out: their boxes hold many things. Raises :class:`UsageError` for a file that is
    none, and for a picture that is not in it.
    """
    try:
        body = json.loads(path.read_text("utf-8"))
        record = _record(body["images"], image, path)
        names = {item["id"]: str(item["name"]) for item in body["categories"]}
        size = int(record["width"]), int(record["height"])
        things = tuple(
            _thing(item, names, size)
            for item in body["annotations"]
            if item["image_id"] == record["id"] and not item.get("iscrowd")
        )
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}") from None
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise UsageError(f"{path} is not a file of COCO instances: {error!r}") from None
    vocabulary = frozenset(normalised(name) for name in names.values())
    return Annotated(*size, things, vocabulary)


def _record(
    images: Sequence[Mapping[str, Any]], wanted: str | None, path: Path
) -> Mapping[str, Any]:
    if wanted is None:
        if len(images) == 1:
            return images[0]
        raise UsageError(f"{path} has {len(images)} pictures: say which with --image")
    for record in images:
        if wanted in (str(record["id"]), str(record.get("file_name"))):
            return record
    raise UsageError(f"{path} has no picture {wanted}")


def _thing(item: Mapping[str, Any], names: Mapping[Any, str], size: tuple[int, int]) -> Thing:
    x, y, width, height = (float(number) for number in item["bbox"])
    attributes = item.get("attributes") or ()
    words = frozenset(str(word).lower() for word in attributes if isinstance(word, str))
    mask = _mask(item.get("segmentation"), size)
    return Thing(names[item["category_id"]], Box(x, y, x + width, y + height), mask, words)


def _mask(stored: Any, size: tuple[int, int]) -> Mask | None:
    if not stored:
        return None
    if isinstance(stored, list):
        drawn = PilImage.new("1", size)
        pen = ImageDraw.Draw(drawn)
        for polygon in stored:
            pen.polygon([float(number) for number in polygon], fill=1)
        return Mask(np.array(drawn, np.bool_))
    counts = stored["counts"]
    runs = _unpacked(counts) if isinstance(counts, str) else [int(count) for count in counts]
    height, width = (int(number) for number in stored["size"])
    return Mask(_filled(runs, width, height))


def _filled(runs: Sequence[int], width: int, height: int) -> Bits:
    bits = np.repeat(np.arange(len(runs)) % 2 == 1, runs)
    if len(bits) != width * height:
        raise ValueError(f"a mask of {width} x {height} pixels has {len(bits)} in its runs")
    return np.ascontiguousarray(bits.reshape(width, height).T)


def _unpacked(text: str) -> list[int]:
    """COCO's compressed runs: base 32 with signs, from the third on relative to two before."""
    runs: list[int] = []
    place = 0
    while place < len(text):
        value, shift, more = 0, 0, True
        while more:
            part = ord(text[place]) - 48
            value |= (part & 0x1F) << shift
            more = bool(part & 0x20)
            place, shift = place + 1, shift + 5
            if not more and part & 0x10:
                value |= -1 << shift
        runs.append(value + runs[-2] if len(runs) > 2 else value)
    return runs
