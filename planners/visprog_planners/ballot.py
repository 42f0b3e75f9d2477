"""Choosing between the answers of several programs.

VisProg takes the majority over five programs (Gupta and Kembhavi, 2023, section 4.1). Weights make
it a vote by evidence; ties go to the answer whose best program is surest, then to the first.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from visprog.types import Box, Frame, Image, Mask, Point, Region, Regions
from visprog_planners.answers import normalised

GRID = 16
"""Boxes are the same answer when their edges fall on the same of so many lines of the picture."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One program's answer."""

    key: str
    """Answers with one key are the same; :func:`key_of`."""
    count: int = 1
    """How many samples wrote this very program."""
    evidence: float = 1.0
    """How sure the program's steps are, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How the votes fell."""

    winner: int
    """The index of the vote whose answer it is."""
    weights: dict[str, float]
    """By answer, the heaviest first."""
    agreement: float
    """The winner's share of all weight."""
    spread: float
    """The entropy of the shares, from 0 (all agree) to 1 (all differ)."""


def count(votes: Sequence[Vote], *, by_evidence: bool = False) -> Tally:
    """Raises ``ValueError`` when there is no vote."""
    if not votes:
        raise ValueError("nobody voted")
    weights: dict[str, float] = {}
    for vote in votes:
        weight = vote.count * (vote.evidence if by_evidence else 1.0)
        weights[vote.key] = weights.get(vote.key, 0.0) + weight
    best = {vote.key: max(v.evidence for v in votes if v.key == vote.key) for vote in votes}
    ranked = sorted(weights, key=lambda key: (-weights[key], -best[key]))
    fit = [index for index, vote in enumerate(votes) if vote.key == ranked[0]]
    total = sum(weights.values()) or 1.0
    shares = [weight / total for weight in weights.values() if weight > 0]
    most = math.log(sum(vote.count for vote in votes))
    entropy = -sum(share * math.log(share) for share in shares)
    return Tally(
        winner=max(fit, key=lambda index: votes[index].evidence),
        weights={key: round(weights[key], 4) for key in ranked},
        agreement=round(weights[ranked[0]] / total, 4),
        spread=round(entropy / most, 4) if most else 0.0,
    )


def key_of(value: Any) -> str:
    """What an answer is compared by: words and numbers normalised, regions and patches by their
    place on a coarse grid of the picture, edited pictures and masks by their content."""
    match value:
        case Image() if value.frame.root != value.digest:
            return _box(value.frame.to_root(value.box), value.frame)
        case Image() | Mask():
            return value.digest
        case Region():
            return _box(value.root_box, value.frame)
        case Regions() | list() | tuple() if any(isinstance(r, Image | Region) for r in value):
            return " ".join(sorted(map(key_of, value)))
        case Regions():
            return "none"
        case Box():
            return _box(value, None)
        case Point():
            return _box(Box(value.x, value.y, value.x, value.y), None)
    return normalised(value)


def _box(box: Box, frame: Frame | None) -> str:
    """The grid lines that the edges are nearest to; for a box of no known picture, of 1000 pixels.

    Two boxes of one thing can fall on neighbouring lines; they then count as two answers.
    """
    width, height = (frame.width, frame.height) if frame is not None else (1000, 1000)
    sizes = (width, height, width, height)
    lines = (round(edge / size * GRID) for edge, size in zip(box.xyxy, sizes, strict=True))
    return f"({', '.join(map(str, lines))})"
