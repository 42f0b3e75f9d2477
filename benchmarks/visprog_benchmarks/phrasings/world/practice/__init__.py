"""Phrasings to learn from, by people who knew nothing of the grammar: all of them open."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.world.practice import (
    claims,
    composed,
    looks,
    naming,
    numbers,
    pairs,
    placing,
    presence,
    sets,
    signs,
    single,
    various,
)

ALL: dict[str, tuple[Asked, ...]] = {
    "practice numbers": numbers.ROWS,
    "practice presence": presence.ROWS,
    "practice looks": looks.ROWS,
    "practice placing": placing.ROWS,
    "practice naming": naming.ROWS,
    "practice pairs": pairs.ROWS,
    "practice sets": sets.ROWS,
    "practice claims": claims.ROWS,
    "practice composed": composed.ROWS,
    "practice signs": signs.ROWS,
    "practice single": single.ROWS,
    "practice various": various.ROWS,
}
"""By file."""
