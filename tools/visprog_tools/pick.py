"""PICK: one of several regions, by where it lies or how large it is.

VisProg has no such tool: there "the leftmost car" is left to the detector. ViperGPT's programs sort
patches for it.
"""

from __future__ import annotations

from collections.abc import Callable

from visprog.errors import ToolError
from visprog.tool import tool
from visprog.types import Region, Regions

ORDERS: dict[str, Callable[[Region], float]] = {
    "left": lambda region: region.root_box.center.x,
    "right": lambda region: -region.root_box.center.x,
    "top": lambda region: region.root_box.center.y,
    "bottom": lambda region: -region.root_box.center.y,
    "largest": lambda region: -region.root_box.area,
    "smallest": lambda region: region.root_box.area,
}
"""What is counted from: of the lowest number first, in the pixels of the root image."""


@tool("PICK", example="OBJ1=PICK(object=OBJ0,order='left')")
def pick(object: Regions, order: str, rank: int = 1) -> Regions:
    """One region: the first (or that of `rank`) from the left, right, top, bottom, largest or
    smallest; none where there are fewer."""
    if order not in ORDERS:
        raise ToolError(f"PICK: order is one of {', '.join(ORDERS)}, got {order!r}")
    if rank < 1:
        raise ToolError(f"PICK: rank counts from 1, got {rank}")
    ordered = sorted(object, key=ORDERS[order])
    return Regions.of(ordered[rank - 1 : rank], object.image)
