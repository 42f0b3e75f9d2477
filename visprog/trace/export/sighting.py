"""How large a picture was when a network saw it, from what is on record of the call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from visprog.events import ModelCalled
from visprog.trace.held import held


def sighting(call: ModelCalled) -> str:
    """``640 x 480 at 128 x 96, padded to 128 x 128, bilinear``; empty where nothing was done to a
    picture, or the result came from the cache."""
    sight = _plain(call.sight)
    sizes = _sizes(held(call.item).json)
    if not sight or not sizes:
        return ""
    width, height = sizes[0]
    parts = [f"{width} x {height}" + (f" and {len(sizes) - 1} more" if len(sizes) > 1 else "")]
    fitted = _fitted(sight, width, height)
    if fitted is not None:
        parts[0] += f" at {fitted[0]} x {fitted[1]}"
    if sight.get("pad") is True and {"height", "width"} <= sight["resize"].keys():
        parts.append(f"padded to {sight['resize']['width']} x {sight['resize']['height']}")
    if crop := sight.get("crop"):
        parts.append(f"the middle {crop.get('width')} x {crop.get('height')}")
    if interpolation := sight.get("interpolation"):
        parts.append(interpolation)
    return ", ".join(parts)


def _fitted(sight: Mapping[str, Any], width: int, height: int) -> tuple[int, int] | None:
    """The picture's own part of what the network sees; ``None`` where its size is bounded only."""
    resize = sight.get("resize", {})
    if {"height", "width"} <= resize.keys():
        if sight.get("pad") is True:  # to a square, then resized: its shape is kept
            scale = min(resize["width"], resize["height"]) / max(width, height)
            return round(width * scale), round(height * scale)
        return resize["width"], resize["height"]
    if "shortest_edge" in resize:
        scale = resize["shortest_edge"] / min(width, height)
        if longest := resize.get("longest_edge"):
            scale = min(scale, longest / max(width, height))
        return round(width * scale), round(height * scale)
    return None


def _plain(sight: Any) -> dict[str, Any]:
    found = held(sight).json
    return found if isinstance(found, dict) else {}


def _sizes(item: Any) -> list[tuple[int, int]]:
    """Of all pictures in an item as stored."""
    if isinstance(item, list):
        return [size for part in item for size in _sizes(part)]
    if not isinstance(item, dict):
        return []
    if "$image" in item:
        return [(int(item["size"][0]), int(item["size"][1]))]
    return [size for part in item.values() for size in _sizes(part)]
