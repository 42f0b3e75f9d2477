"""Games over steps: what each contributes (Shapley), and which together suffice.

A game is a function from a set of players to a number; here the players are steps or tools, and the
number is the score of the answer when these are replaced by oracles.
"""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias, TypeVar

Player = TypeVar("Player", bound=str)
Game: TypeAlias = Callable[[frozenset[Player]], float]

EXACT = 10
"""Players up to which every coalition is looked at: 1024 of them."""


def remembered(game: Game[Player]) -> Game[Player]:
    """The same game, in which no coalition is played twice."""
    known: dict[frozenset[Player], float] = {}

    def play(coalition: frozenset[Player]) -> float:
        if coalition not in known:
            known[coalition] = game(coalition)
        return known[coalition]

    return play


def shapley(
    players: Sequence[Player],
    game: Game[Player],
    *,
    error: float = 0.1,
    doubt: float = 0.05,
    seed: int = 0,
) -> dict[Player, float]:
    """Each player's mean contribution over all orders; the sum is ``game(all) - game(none)``.

    Exact for up to :data:`EXACT` players. For more, over so many random orders that each value is
    within ``error`` with probability ``1 - doubt`` (Hoeffding, contributions in [-1, 1]); the sum
    is exact then too.
    """
    play = remembered(game)
    if len(players) <= EXACT:
        return _exact(players, play)
    orders = math.ceil(2**2 * math.log(2 / doubt) / (2 * error**2))
    draw = random.Random(seed)
    totals = dict.fromkeys(players, 0.0)
    for _ in range(orders):
        before, current = frozenset[Player](), play(frozenset())
        for player in draw.sample(players, len(players)):
            before |= {player}
            following = play(before)
            totals[player] += following - current
            current = following
    return {player: total / orders for player, total in totals.items()}


def _exact(players: Sequence[Player], play: Game[Player]) -> dict[Player, float]:
    n = len(players)
    values = {}
    for player in players:
        others = [other for other in players if other != player]
        total = 0.0
        for size in range(n):
            weight = math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)
            for chosen in itertools.combinations(others, size):
                coalition = frozenset(chosen)
                total += weight * (play(coalition | {player}) - play(coalition))
        values[player] = total
    return values


def minimal_sets(
    players: Sequence[Player], game: Game[Player], *, goal: float = 1.0, largest: int = 4
) -> list[tuple[Player, ...]]:
    """The smallest sets of players that reach the goal: none holds another, smaller first.

    Sets of more than ``largest`` players are not looked for. The empty set is the only one when the
    goal is reached anyway.
    """
    play = remembered(game)
    found: list[frozenset[Player]] = []
    for coalition in _by_size(players, largest):
        if any(smaller <= coalition for smaller in found):
            continue
        if play(coalition) >= goal:
            found.append(coalition)
    return [tuple(player for player in players if player in chosen) for chosen in found]


def _by_size(players: Sequence[Player], largest: int) -> Iterator[frozenset[Player]]:
    for size in range(min(largest, len(players)) + 1):
        for chosen in itertools.combinations(players, size):
            yield frozenset(chosen)


def earliest(
    players: Sequence[Player], causes: Mapping[Player, frozenset[Player] | set[Player]]
) -> list[Player]:
    """Those players of which no cause is among them."""
    among = set(players)
    return [player for player in players if not causes[player] & among]
