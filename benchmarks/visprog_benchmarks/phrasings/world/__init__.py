"""Questions about the world, phrased as people phrase them."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.world import (
    again,
    counting,
    existing,
    looks,
    practice,
    several,
    space,
    unseen,
)

ALL: dict[str, tuple[Asked, ...]] = {
    "counting": counting.ROWS,
    "existing": existing.ROWS,
    "looks": looks.ROWS,
    "space": space.ROWS,
    "several": several.ROWS,
    "again": again.ROWS,
    **practice.ALL,
    **unseen.ALL,
}
"""By file."""

OPEN = frozenset({"again", *practice.ALL})
"""Files of which nothing is held back."""

HELD_BACK = frozenset(unseen.ALL)
"""Files of which everything is held back. Of every other file, every other row is."""
