"""Short questions about one picture with certain answers: what the vqa model learns and is asked.

Programs ask a picture, or a part of one, in a few words and want a word or two. As in the world's
own questions (`visprog_benchmarks.world.families`), one is asked only where its answer is beyond
doubt: of things of which enough can be seen, with nothing in sight that might be taken for them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from visprog_benchmarks.micro.asked import looks, number, place
from visprog_benchmarks.micro.asked.common import WORDS as NUMBERS
from visprog_benchmarks.micro.asked.common import Ask
from visprog_benchmarks.micro.sights import Sight
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.grounds import GROUNDS
from visprog_tools.sprites import COLOURS, nouns


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, its answer and the kind of question it is."""

    kind: str
    text: str
    answer: str


KINDS: Mapping[str, tuple[int, Ask]] = {
    "exists": (4, number.exists),
    "exists coloured": (6, number.exists_coloured),
    "exists kind": (2, number.exists_kind),
    "both": (3, number.both),
    "count": (8, number.count),
    "count coloured": (4, number.count_coloured),
    "count kind": (2, number.count_kind),
    "count all": (1, number.count_all),
    "amount": (4, number.amount),
    "compare": (3, number.compare),
    "colour": (8, looks.colour),
    "has colour": (6, looks.has_colour),
    "colour choice": (4, looks.colour_choice),
    "identity": (3, looks.identity),
    "which kind": (2, looks.which_kind),
    "ground": (2, looks.ground),
    "larger": (6, looks.larger),
    "beside": (9, place.beside),
    "side": (6, place.side),
    "part": (3, place.part),
    "neighbour": (10, place.neighbour),
    "holder": (3, place.holder),
    "content": (7, place.content),
    "held": (6, place.held),
    "count held": (8, place.count_held),
}
"""By name: how often it is asked, where it can be, and how."""

ANSWERS = (
    *("yes", "no", "left", "right", "above", "below", "none"),
    *(str(amount) for amount in range(11)),
    *COLOURS,
    *GROUNDS,
    *nouns(),
)
"""Every answer there is."""

WORDS = (
    "above any are as at background below bigger both can color contain covered do does exactly"
    " fewer floor from ground how in it larger least made many more most number object objects of"
    " or pieces see show shown side sitting smaller standing than there thing things true type"
    " what where which with you no"
    " animals birds vehicles fruits vegetables foods toys instruments plants animal bird vehicle"
    " fruit vegetable food toy clothing furniture instrument plant kind here s yes none"
    f" {' '.join(NUMBERS)}"
)
"""The words of the questions, besides nouns and colours."""

LOTS = tuple(name for name, (weight, _) in KINDS.items() for _ in range(weight))
"""Every kind as often as it is asked."""


def ask(sight: Sight, draws: Draws, lots: tuple[str, ...] = LOTS) -> Asked:
    """A question of a kind that the sight allows, one of the lots."""
    while True:
        kind = draws.pick(lots)
        found = KINDS[kind][1](sight, draws)
        if found is not None:
            return Asked(kind, *found)


def example(kind: str) -> str:
    """A question of the kind: the first line of its function's documentation."""
    return (KINDS[kind][1].__doc__ or "").partition("\n")[0]


def constant(asked: list[Asked]) -> dict[str, float]:
    """By kind, the share that the kind's most frequent answer gets right."""
    by_kind: dict[str, Counter[str]] = {}
    for one in asked:
        by_kind.setdefault(one.kind, Counter())[one.answer] += 1
    return {
        kind: answers.most_common(1)[0][1] / answers.total() for kind, answers in by_kind.items()
    }
