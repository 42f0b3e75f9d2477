"""Phrasings to learn from, by people who knew nothing of the grammar: all of them open."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.world.practice import (
    albums,
    amounts,
    boards,
    claims,
    colours,
    composed,
    conditions,
    contents,
    couples,
    looks,
    naming,
    numbers,
    pairs,
    places,
    placing,
    presence,
    sets,
    sides,
    signs,
    standings,
    tallies,
    twins,
    verdicts,
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
    "practice amounts": amounts.ROWS,
    "practice contents": contents.ROWS,
    "practice conditions": conditions.ROWS,
    "practice places": places.ROWS,
    "practice couples": couples.ROWS,
    "practice albums": albums.ROWS,
    "practice verdicts": verdicts.ROWS,
    "practice standings": standings.ROWS,
    "practice colours": colours.ROWS,
    "practice boards": boards.ROWS,
    "practice twins": twins.ROWS,
    "practice tallies": tallies.ROWS,
    "practice sides": sides.ROWS,
}
"""By file."""
