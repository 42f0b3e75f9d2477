"""Questions written apart from the grammar and kept from its authors: all of them are held back."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.world.unseen import (
    appearance,
    counts,
    pairs,
    positions,
    sets,
    signs,
    whether,
)

ALL: dict[str, tuple[Asked, ...]] = {
    "unseen counts": counts.ROWS,
    "unseen whether": whether.ROWS,
    "unseen appearance": appearance.ROWS,
    "unseen positions": positions.ROWS,
    "unseen pairs": pairs.ROWS,
    "unseen sets": sets.ROWS,
    "unseen signs": signs.ROWS,
}
"""By file; asked about :data:`visprog_benchmarks.phrasings.sights.SIGHTS`."""
