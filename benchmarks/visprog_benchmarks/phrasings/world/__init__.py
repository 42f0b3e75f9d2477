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

_OPENED, _KEPT = rephrased.rephrased(
    (row for rows in _FIRST.values() for row in rows),
    (row for rows in unseen.ALL.values() for row in rows),
)

REPHRASED: dict[str, tuple[Asked, ...]] = {**_OPENED, **_KEPT}
"""What others made of the open questions."""

ALL: dict[str, tuple[Asked, ...]] = {**_FIRST, **REPHRASED, **unseen.ALL}
"""By file."""

OPEN = frozenset({"again", *practice.ALL, *_OPENED})
"""Files of which nothing is held back."""

UNSEEN = frozenset(unseen.ALL)
"""Files of which nobody who extends the grammar has seen a row."""

HELD_BACK = frozenset({*unseen.ALL, *_KEPT})
"""Files of which everything is held back. Of every other file, every other row is."""
