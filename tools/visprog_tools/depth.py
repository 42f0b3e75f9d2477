"""Depth, by the role ``depth``: how near things are."""

from __future__ import annotations

import numpy as np

from visprog.tool import Context, tool
from visprog.types import Image


@tool(
    "compute_depth",
    example="depth = patch.compute_depth()",
    dialect="vipergpt",
    method=True,
    roles=("depth",),
)
async def compute_depth(patch: Image, context: Context) -> float:
    """The median depth of the patch; larger is farther away."""
    return float(np.median(await context.models.depth.depth(image=patch)))
