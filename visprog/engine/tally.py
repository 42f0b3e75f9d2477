"""What a worker did, for metrics and for people."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Tally:
    """What a worker did."""

    batches: int = 0
    items: int = 0
    filled: float = 0.0
    """The sum of the batches' fills."""
    seconds: float = 0.0
    """Spent in batches."""
    starts: int = 0
    restarts: int = 0
    """Starts after a loss."""
    losses: int = 0
    retried: int = 0
    out_of_memory: int = 0
    evictions: int = 0
    reused: int = 0
    made: int = 0
    memory: int = 0
