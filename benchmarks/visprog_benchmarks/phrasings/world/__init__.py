"""Questions about the world, phrased as people phrase them."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.world import (
    again,
    counting,
    existing,
    looks,
    practice,
    rephrased,
    several,
    space,
    unseen,
)

_FIRST: dict[str, tuple[Asked, ...]] = {
    "counting": counting.ROWS,
    "existing": existing.ROWS,
    "looks": looks.ROWS,
    "space": space.ROWS,
    "several": several.ROWS,
    "again": again.ROWS,
    **practice.ALL,
}

REPHRASED = rephrased.rephrased(row for rows in _FIRST.values() for row in rows)
"""What others made of the open questions. One of every four rows is held back."""

ALL: dict[str, tuple[Asked, ...]] = {**_FIRST, **REPHRASED, **unseen.ALL}
"""By file."""

OPEN = frozenset({"again", *practice.ALL})
"""Files of which nothing is held back."""

HELD_BACK = frozenset(unseen.ALL)
"""Files of which everything is held back. Of every other file, every other row is."""
