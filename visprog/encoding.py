"""Values as JSON with blobs beside it, for traces and caches.

Small things are JSON as they stand. A value that JSON lacks is an object with one key that starts
with ``$``: ``{"$image": name, ...}`` names a PNG blob, ``{"$mask": name}`` a 1-bit PNG,
``{"$array": name}`` a ``.npy``; boxes, regions and refs are inline. A blob is named by the content
hash of its value, which is known before its bytes are made: the same picture is stored once, and
the slow part can happen off the hot path.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from PIL import Image as PilImage

from visprog.program import Ref
from visprog.types import Box, Frame, Image, Mask, Point, Region, Regions, digest

Put: TypeAlias = Callable[[str, Callable[[], bytes]], None]
"""``put(name, make)``: keep the bytes that ``make`` returns under a name, perhaps later."""

Get: TypeAlias = Callable[[str], bytes]
"""``get(name)``: the bytes stored under a name. Raises ``KeyError`` when they are not there."""


def png(image: Image) -> bytes:
    """The picture as a PNG file."""
    out = io.BytesIO()
    PilImage.fromarray(image.pixels).save(out, "PNG", compress_level=1)
    return out.getvalue()


def encode(value: Any, put: Put) -> Any:
    """``value`` as JSON; pictures, masks and arrays go to ``put``.

    Raises ``TypeError`` for anything that is not a value.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case float():
            return value if math.isfinite(value) else {"$float": repr(value)}
        case Ref():
            return {"$ref": str(value), "type": value.type}
        case Image():
            name = f"{value.digest}.png"
            put(name, lambda: png(value))
            size = [value.width, value.height]
            return {"$image": name, "size": size, "frame": _frame(value.origin)}
        case Mask():
            name = f"{value.digest}.png"
            put(name, lambda: _mask_png(value))
            return {"$mask": name}
        case np.ndarray():
            name = f"{digest(value)}.npy"
            put(name, lambda: _npy(value))
            return {"$array": name}
        case Box():
            return {"$box": list(value.xyxy)}
        case Point():
            return {"$point": [value.x, value.y]}
        case Region():
            return {"$region": _region(value, put)}
        case Regions():
            body: dict[str, Any] = {"$regions": [_region(item, put) for item in value]}
            if value.image is not None:
                body["image"] = encode(value.image, put)
            return body
        case list():
            return [encode(item, put) for item in value]
        case tuple():
            return {"$tuple": [encode(item, put) for item in value]}
        case dict():
            if all(isinstance(key, str) and not key.startswith("$") for key in value):
                return {key: encode(item, put) for key, item in value.items()}
            return {"$dict": [[encode(k, put), encode(v, put)] for k, v in value.items()]}
    raise TypeError(f"{type(value).__name__} is not a value that can be stored")


def decode(data: Any, get: Get) -> Any:
    """The inverse of :func:`encode`. Raises ``KeyError`` for a missing blob, ``ValueError`` for
    anything that :func:`encode` does not write."""
    if isinstance(data, list):
        return [decode(item, get) for item in data]
    if not isinstance(data, dict):
        return data
    tag = next((key for key in data if key.startswith("$")), None)
    if tag is None:
        return {key: decode(item, get) for key, item in data.items()}
    body = data[tag]
    match tag:
        case "$float":
            return float(body)
        case "$ref":
            step, *path = body.replace("]", "").split("[")
            return Ref(step, data["type"], tuple(int(index) for index in path))
        case "$image":
            with PilImage.open(io.BytesIO(get(body))) as picture:
                return Image(np.array(picture.convert("RGB")), _unframe(data["frame"]))
        case "$mask":
            with PilImage.open(io.BytesIO(get(body))) as picture:
                return Mask(np.array(picture.convert("1"), dtype=np.bool_))
        case "$array":
            return np.load(io.BytesIO(get(body)), allow_pickle=False)
        case "$box":
            return Box(*body)
        case "$point":
            return Point(*body)
        case "$region":
            return _unregion(body, get)
        case "$regions":
            image = decode(data["image"], get) if "image" in data else None
            return Regions(tuple(_unregion(item, get) for item in body), image)
        case "$tuple":
            return tuple(decode(item, get) for item in body)
        case "$dict":
            return {decode(k, get): decode(v, get) for k, v in body}
    raise ValueError(f"unknown tag {tag} in stored value")


def _frame(frame: Frame | None) -> Any:
    if frame is None:
        return None
    return [frame.root, frame.width, frame.height, frame.left, frame.top, frame.scale]


def _unframe(data: Any) -> Frame | None:
    return Frame(*data) if data else None


def _region(region: Region, put: Put) -> dict[str, Any]:
    body: dict[str, Any] = {
        "box": list(region.box.xyxy),
        "label": region.label,
        "score": region.score,
        "frame": _frame(region.frame),
    }
    if region.mask is not None:
        body["mask"] = encode(region.mask, put)
    if region.extra:
        body["extra"] = [[name, encode(value, put)] for name, value in region.extra]
    return body


def _unregion(body: dict[str, Any], get: Get) -> Region:
    return Region(
        Box(*body["box"]),
        body["label"],
        body["score"],
        decode(body["mask"], get) if "mask" in body else None,
        _unframe(body["frame"]),
        tuple((name, decode(value, get)) for name, value in body.get("extra", [])),
    )


def _mask_png(mask: Mask) -> bytes:
    out = io.BytesIO()
    PilImage.fromarray(mask.bits).save(out, "PNG")
    return out.getvalue()


def _npy(array: np.ndarray[Any, Any]) -> bytes:
    out = io.BytesIO()
    np.save(out, array, allow_pickle=False)
    return out.getvalue()
