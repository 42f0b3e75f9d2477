"""COUNT: how many."""

from __future__ import annotations

from visprog.tool import tool
from visprog.types import Regions


@tool("COUNT", "Count", example="ANSWER0=COUNT(box=BOX0)")
def count(box: Regions) -> int:
    """How many regions there are."""
    return len(box)
