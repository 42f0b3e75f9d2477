"""The kinds of questions about the world, each with the answers that it takes turns to have."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from visprog_benchmarks.world.asking import Family
from visprog_benchmarks.world.families import counting, looks, most, pairs, sets, space, stated
from visprog_benchmarks.world.grounds import GROUNDS
from visprog_tools.sprites import COLOURS

YES_NO = ("yes", "no")
COLOUR_WORDS = tuple(COLOURS)


@dataclass(frozen=True, slots=True)
class Kind:
    """A family, the answers that it is asked for in turn, and how many pictures it is about."""

    ask: Family
    answers: tuple[str, ...]
    images: int = 1


FAMILIES: Mapping[str, Kind] = {
    "count": Kind(counting.count, ("1", "2", "3", "0", "1", "2", "3", "4")),
    "count held": Kind(counting.count_held, ("1", "2", "3", "0")),
    "exists": Kind(counting.exists, YES_NO),
    "exists held": Kind(counting.exists_held, YES_NO),
    "amount": Kind(counting.amount, YES_NO),
    "amount held": Kind(counting.amount_held, YES_NO),
    "compare": Kind(counting.compare, YES_NO),
    "logic": Kind(counting.logic, YES_NO),
    "total": Kind(counting.total, ("2", "3", "4")),
    "colour": Kind(looks.colour, COLOUR_WORDS),
    "has colour": Kind(looks.has_colour, YES_NO),
    "colour choice": Kind(looks.colour_choice, COLOUR_WORDS),
    "count coloured": Kind(looks.count_coloured, ("1", "0", "2")),
    "exists coloured": Kind(looks.exists_coloured, YES_NO),
    "beside": Kind(space.beside, YES_NO),
    "held": Kind(space.held, YES_NO),
    "which": Kind(space.which, ("first", "second")),
    "what": Kind(space.what, ("any",)),
    "pair compare": Kind(pairs.pair_compare, YES_NO, 2),
    "pair exists": Kind(pairs.pair_exists, YES_NO, 2),
    "pair count": Kind(pairs.pair_count, ("1", "2", "3", "4"), 2),
    "pair which": Kind(pairs.pair_which, ("left", "right"), 2),
    "set count": Kind(sets.set_count, ("1", "2", "3", "4"), 3),
    "set images": Kind(sets.set_images, ("1", "2", "3"), 3),
    "set exists": Kind(sets.set_exists, YES_NO, 3),
    "set which": Kind(sets.set_which, ("image 1", "image 2", "image 3"), 3),
    "most colour": Kind(most.most_colour, COLOUR_WORDS),
    "most beside": Kind(most.most_beside, YES_NO),
}
"""By name, in the order in which they are asked."""

STATED: Mapping[str, Kind] = {
    "nearer": Kind(stated.nearer, ("first", "second")),
    "reading": Kind(stated.reading, ("any",)),
    "ground": Kind(stated.ground, tuple(GROUNDS)),
}
"""Families whose questions come with their programs, since the grammar does not read them."""

EVERY: Mapping[str, Kind] = {**FAMILIES, **STATED}
"""Both."""
