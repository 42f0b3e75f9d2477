"""What a picture has, for answers about one: colours, kinds, what there is most of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from visprog_benchmarks.phrasings.truth import Truth


def hues(t: Truth, noun: str) -> list[str | None]:
    """The colour of each of them."""
    return [thing.colour for thing in t.things(noun)]


def only(t: Truth, *nouns: str) -> str | None:
    """That of some nouns which is there; ``None`` where none or several are."""
    shown = [noun for noun in nouns if t.n(noun)]
    return shown[0] if len(shown) == 1 else None


def kinds(t: Truth, category: str, held: str | None = None) -> list[str]:
    """The noun of each thing of a category."""
    return [thing.noun for thing in t.things(category, held=held)]


def most(words: Iterable[str | None]) -> str | None:
    """The word that is there most often; ``None`` for a draw."""
    found = [*Counter(words).most_common(2), (None, 0), (None, 0)]
    return found[0][0] if found[0][1] > found[1][1] else None


def same(found: Sequence[object]) -> bool | None:
    """Whether they are all alike; ``None`` unless there are two or more."""
    return len(set(found)) == 1 if len(found) > 1 else None


def given(found: Sequence[object], judged: bool) -> bool | None:
    """What is judged of them; ``None`` where there are none."""
    return judged if found else None
