"""What a picture has, for answers about one: colours, kinds, what there is most of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from visprog_benchmarks.phrasings.truth import Truth


def hues(t: Truth, noun: str) -> list[str | None]:
    """The colour of each of them."""
    return [thing.colour for thing in t.things(noun)]


def several(t: Truth, noun: str) -> list[str | None]:
    """The colour of each of them. Raises ``ValueError`` unless there are two or more."""
    if t.n(noun) < 2:
        raise ValueError(f"there are no two of {noun}")
    return hues(t, noun)


def only(found: Collection[str | None]) -> str | None:
    """The one word; ``None`` where there are none or several."""
    return next(iter(found)) if len(found) == 1 else None


def present(t: Truth, *nouns: str) -> str | None:
    """That of some nouns which is there; ``None`` where none or several are."""
    return only([noun for noun in nouns if t.n(noun)])


def more(t: Truth, *nouns: str) -> str | None:
    """That of some nouns of which there are most; ``None`` for a draw."""
    highest = max(t.n(noun) for noun in nouns)
    return only([noun for noun in nouns if t.n(noun) == highest])


def coloured(t: Truth, colour: str, *nouns: str) -> str | None:
    """That of some single things which has the colour; ``None`` where none or several have."""
    return only([noun for noun in nouns if t.colour(noun) == colour])


def holder(t: Truth, noun: str) -> str | None:
    """The noun of what the one thing is in or on."""
    index = t.the(noun).holder
    return None if index is None else t.scenes[0].things[index].noun


def kinds(t: Truth, category: str, *looks: str, held: str | None = None) -> list[str]:
    """The noun of each thing of a category that has these colours and sizes."""
    return [thing.noun for thing in t.things(category, *looks, held=held)]


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
