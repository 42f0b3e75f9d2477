"""Phrasings to learn from, by somebody who knew nothing of the grammar: all of them open."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.world.practice import looks, naming, numbers, placing, presence

ALL: dict[str, tuple[Asked, ...]] = {
    "practice numbers": numbers.ROWS,
    "practice presence": presence.ROWS,
    "practice looks": looks.ROWS,
    "practice placing": placing.ROWS,
    "practice naming": naming.ROWS,
}
"""By file."""
