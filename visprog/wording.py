"""Values in words, and as plain JSON."""

from __future__ import annotations

from typing import Any

from visprog.types import Box, Frame, Image, Mask, Point, Region, Regions


def wording(value: Any) -> str:
    """A value as a person would say it: yes, no, none, 3, ``2 regions: dog, cat`` ..."""
    match value:
        case None | "":
            return "none"
        case bool():
            return "yes" if value else "no"
        case float():
            return f"{value:g}"
        case Region():
            edges = value.box.xyxy if value.box.area else value.box.xyxy[:2]
            box = ", ".join(f"{edge:.0f}" for edge in edges)
            return f"{value.label or 'region'} at ({box}), score {value.score:.2f}"
        case Regions():
            names = ", ".join(region.label for region in value[:8])
            return f"{len(value)} region{'' if len(value) == 1 else 's'}" + (
                f": {names}" if names else ""
            )
        case Image(origin=Frame() as frame) if (frame.left, frame.top) != (0, 0):
            size = f"{value.width} x {value.height} pixels"
            return f"a picture of {size}, from ({frame.left:.0f}, {frame.top:.0f})"
        case Image():
            return f"a picture of {value.width} x {value.height} pixels"
        case Mask():
            return f"a mask of {value.area} pixels"
        case list() | tuple():
            return ", ".join(wording(item) for item in value) or "none"
        case dict():
            return ", ".join(f"{key}: {wording(item)}" for key, item in value.items()) or "none"
    return str(value)


def plain(value: Any) -> Any:
    """A value as JSON: yes/no for truth values, boxes for regions, a description for pictures."""
    match value:
        case bool():
            return "yes" if value else "no"
        case None | int() | float() | str():
            return value
        case Region():
            return {"label": value.label, "score": value.score, "box": list(value.box.xyxy)}
        case Regions() | list() | tuple():
            return [plain(item) for item in value]
        case dict():
            return {str(key): plain(item) for key, item in value.items()}
        case Box():
            return list(value.xyxy)
        case Point():
            return [value.x, value.y]
    return wording(value)
