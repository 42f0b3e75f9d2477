"""Questions about the world, phrased as people phrase them."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.world import again, counting, existing, looks, several, space

ALL: dict[str, tuple[Asked, ...]] = {
    "counting": counting.ROWS,
    "existing": existing.ROWS,
    "looks": looks.ROWS,
    "space": space.ROWS,
    "several": several.ROWS,
    "again": again.ROWS,
}
"""By file."""

OPEN = frozenset({"again"})
"""Files of which nothing is held back."""
