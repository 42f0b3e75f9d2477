"""Plain attributes that a program may read from a value in the engine.

An image is a ViperGPT ``ImagePatch``: its ``left``, ``lower``, ``right`` and ``upper`` are pixels
of the root image with the y axis pointing *up* from the bottom edge, as in that paper. A region
keeps this project's own convention, y downwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from visprog.tool import TypeName
from visprog.types import Image, Region


def _number(value: float) -> int | float:
    return int(value) if float(value).is_integer() else float(value)


def _patch(image: Image) -> tuple[float, float, float, float]:
    """``(left, lower, right, upper)`` in root pixels, y up."""
    frame, box = image.frame, image.frame.to_root(image.box)
    return (box.left, frame.height - box.bottom, box.right, frame.height - box.top)


PATCH: Mapping[str, Callable[[Image], Any]] = {
    "left": lambda image: _number(_patch(image)[0]),
    "lower": lambda image: _number(_patch(image)[1]),
    "right": lambda image: _number(_patch(image)[2]),
    "upper": lambda image: _number(_patch(image)[3]),
    "width": lambda image: _number(_patch(image)[2] - _patch(image)[0]),
    "height": lambda image: _number(_patch(image)[3] - _patch(image)[1]),
    "horizontal_center": lambda image: (_patch(image)[0] + _patch(image)[2]) / 2,
    "vertical_center": lambda image: (_patch(image)[1] + _patch(image)[3]) / 2,
}

REGION: Mapping[str, Callable[[Region], Any]] = {
    "label": lambda region: region.label,
    "score": lambda region: region.score,
    "left": lambda region: region.box.left,
    "top": lambda region: region.box.top,
    "right": lambda region: region.box.right,
    "bottom": lambda region: region.box.bottom,
    "width": lambda region: region.box.width,
    "height": lambda region: region.box.height,
    "horizontal_center": lambda region: region.box.center.x,
    "vertical_center": lambda region: region.box.center.y,
}

ATTRIBUTES: Mapping[TypeName, Mapping[str, Callable[[Any], Any]]] = {
    "image": PATCH,
    "region": REGION,
}
"""By type name: what may be read, and how."""
