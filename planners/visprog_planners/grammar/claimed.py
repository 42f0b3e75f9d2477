"""What a claim says, told from its condition: that nothing is there, an alternative, a bound."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.everyday import KINDS
from visprog_planners.grammar.parts import Claim, negated, with_things
from visprog_planners.grammar.quantities import existing, none


def alternatives(condition: m.Condition) -> tuple[m.Thing, m.Thing, bool] | None:
    """The two things of ``a dog or a cat``, or of ``neither``, and whether it is neither."""
    absent = isinstance(condition, m.Not)
    either = condition.part if isinstance(condition, m.Not) else condition
    if not isinstance(either, m.Both) or either.word != "or" or len(either.parts) != 2:
        return None
    things = [
        part.first.thing
        for part in either.parts
        if isinstance(part, m.Compare) and existing(part) and isinstance(part.first, m.Count)
    ]
    return (things[0], things[1], absent) if len(things) == 2 else None


def not_in(condition: m.Condition, image: int) -> bool:
    """Whether all that it speaks of is in one picture, and that is another one."""
    found: set[int | None] = set()

    def look(thing: m.Thing) -> m.Thing:
        found.add(thing.image)
        return thing

    with_things(condition, look)
    return bool(found) and None not in found and image not in found


def absent(claim: Claim, word: Any = None) -> Claim:
    """That each of the things that a claim speaks of is not there; ``without`` one or the other
    is without both."""
    if isinstance(claim.condition, m.Both):
        parts = tuple(negated(part) for part in claim.condition.parts)
        return replace(claim, condition=m.Both(word or claim.condition.word, parts))
    return replace(claim, condition=negated(claim.condition))


def nowhere(condition: m.Condition) -> bool:
    """Whether it says of all that it speaks of that there is none."""
    if isinstance(condition, m.Both):
        return condition.word == "and" and all(map(nowhere, condition.parts))
    if isinstance(condition, m.Not):
        return isinstance(condition.part, m.Says) or existing(condition.part)
    return none(condition)


def swapped(condition: m.Condition, other: m.Condition) -> bool:
    """Whether the one says that there is more of that of which the other says there is less."""
    if not isinstance(condition, m.Compare) or not isinstance(other, m.Compare):
        return False
    turned = {">": "<", "<": ">"}
    same = (other.first, turned.get(other.operator), other.second)
    return condition.operator in turned and (
        (condition.first, condition.operator, condition.second) == same
        or (condition.second, turned[condition.operator], condition.first) == same
    )


def of_anything(condition: m.Condition) -> bool:
    """Whether it says that there is some thing at a place."""
    count = condition.first if isinstance(condition, m.Compare) and existing(condition) else None
    return (
        isinstance(count, m.Count) and count.thing.noun == m.ANY and count.thing.place is not None
    )


def noun_of(condition: m.Condition) -> str:
    """The noun of the last thing that it speaks of."""
    found = [""]

    def look(thing: m.Thing) -> m.Thing:
        found.append(thing.noun)
        return thing

    with_things(condition, look)
    return found[-1]


def one_of(noun: str, kind: str) -> bool:
    """Whether a thing of this name is of that kind."""
    return kind == m.ANY or noun in KINDS.get(kind, ())


def leaves_out(condition: m.Condition) -> bool:
    """Whether some things are not meant: ``animals other than dogs``."""
    return isinstance(condition, m.Compare) and isinstance(condition.first, m.Difference)


def bounded(claims: list[Claim]) -> list[Claim]:
    """``at least one cow, one pig and one sheep``: the bound is said of every number."""
    first, *others = claims
    bound = first.condition
    if not isinstance(bound, m.Compare) or first.bare or bound.operator not in {">=", "<=", "<"}:
        return claims
    if not others or not all(claim.bare for claim in others):
        return claims
    return [
        first,
        *(
            replace(claim, condition=replace(claim.condition, operator=bound.operator))
            for claim in others
            if isinstance(claim.condition, m.Compare)
        ),
    ]
