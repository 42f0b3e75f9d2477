"""Whole claims joined to one question: ``if the car is red, is the bus blue``.

The text is divided where one clause ends and the next begins, and each part is read as a question
by itself, so that whatever can be asked can be denied, joined, offered as one of two or said on a
condition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain, combinations, product
from typing import Literal

from lark.exceptions import UnexpectedInput

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.parts import Unread, negated

Meanings = dict[m.Meaning, int]
"""What a text can mean, each with the number of pictures that it speaks of."""

Read = Callable[[str, int], Meanings]

BE = r"(?:is|are|was|were)"
QUESTION = rf"(?:{BE}|does|do|did|has|have|can|could)\b"
SUBJECT = r"(?:the|an?|all|every|each|no|some|any|both|none|most|only|neither|one|two|three|four)"
VERB = (
    rf"(?:{BE}|has|have|does|do|shows?|contains?|holds?|carry|carries|says?|reads?|sits?|stands?"
    r"|lies|hangs?|outnumbers?)"
)
STATEMENT = rf"(?:there {BE}\b|(?:it|they) {VERB}\b|{SUBJECT} (?:[a-z]+ )+{VERB}\b)"
CLAUSE = rf"(?:{QUESTION}|{STATEMENT})"
WHERE = (
    r"(?:if|when|where|whenever|wherever|provided(?: that)?|assuming(?: that)?|given that"
    r"|suppos(?:e|ing)(?: that)?)"
)
CONDITIONS = (
    re.compile(rf"(?:{WHERE}|whether) (?P<given>{STATEMENT}.*?), (?:then )?(?P<then>{CLAUSE}.*)"),
    re.compile(rf"(?P<then>{CLAUSE}.*?),? {WHERE} (?P<given>{STATEMENT}.*)"),
)
"""``if A, B``, ``B where A``."""
OF_A_PLACE = re.compile(r"(?:is|are) there (?:an?|any) [a-z]+ (?:where|when) (?!there\b).+")
"""``is there a desk where the cup is left of the book``: what is asked for is the desk."""
ONLY_IF = re.compile(rf"(?P<given>{CLAUSE}.*?),? only (?:if|when|where) (?P<then>{STATEMENT}.*)")
UNLESS = (
    re.compile(rf"unless (?P<given>{STATEMENT}.*?), (?P<then>{CLAUSE}.*)"),
    re.compile(rf"(?P<then>{CLAUSE}.*?),? unless (?P<given>{STATEMENT}.*)"),
)
DENIED = re.compile(
    r"(?:it (?:is|would be) (?:not (?:true|so|right|correct|the case|a fact)|untrue|false|wrong"
    r"|incorrect)|is it (?:untrue|false|wrong|incorrect))"
    r"(?: to (?:say|claim|state))?(?: that)? (?:both )?"
    rf"(?P<what>{STATEMENT}[^,]* (?:and|or) (?:that )?{STATEMENT}[^,]*)"
)
JOINED = re.compile(
    rf",? (?P<word>and|but|or|while|whereas|though|although)(?: (?:also|that|else))* (?={CLAUSE})"
)
ABOUT = re.compile(rf"(?P<what>the [a-z]+(?: [a-z]+)??) {VERB}\b")
SPOKEN_OF = re.compile(r"\b(?:it|its|they|them|their|he|she|his|her|ones?|other|same|instead)\b")
"""What a part does not say by itself."""
PICTURED = re.compile(r"\bimages?\b")


def conditional(text: str, images: int, read: Read) -> Meanings:
    """What a text means that says something on a condition, or denies several things together.

    Nothing where it does neither. Where the condition does not hold, what is said of it is true,
    as in logic. Raises :class:`Unread` where a part cannot be read.
    """
    if found := DENIED.fullmatch(text):
        what = re.sub(r"\b(and|or) that\b", r"\1", found["what"])
        try:
            meant = _claims(what, images, read)
        except (Unread, UnexpectedInput):
            meant = joined(what, images, read)
        return {m.Whether(negated(claim)): spoken for claim, spoken in meant.items()}
    found = next(filter(None, (form.fullmatch(text) for form in (*UNLESS, ONLY_IF))), None)
    unless = found is not None and found.re is not ONLY_IF
    found = found or next(filter(None, (form.fullmatch(text) for form in CONDITIONS)), None)
    if found is None or OF_A_PLACE.fullmatch(text):
        return {}
    given, then = found["given"], re.sub(" instead$", "", found["then"])
    if found.start("given") < found.start("then"):
        then = _named(then, given)
    else:
        given = _named(given, then)
    if SPOKEN_OF.search(given) or SPOKEN_OF.search(then):
        return {}
    each = [_claims(part, images, read).items() for part in (given, then)]
    return {
        m.Whether(m.Both("or", (first if unless else negated(first), second))): max(many, spoken)
        for (first, many), (second, spoken) in product(*each)
    }


def joined(text: str, images: int, read: Read) -> dict[m.Condition, int]:
    """The claims of a text that is several, joined by one word; nothing where it is not."""
    text = re.sub(rf"^(?:either|both) (?={STATEMENT})|^whether ", "", text)
    text = re.sub(rf"^({BE}) either (the .+? or) (?={BE}\b)", r"\1 \2 ", text)
    found: dict[m.Condition, int] = {}
    most = 0
    for word, parts in _divided(text):
        if found and len(parts) < most:
            break
        parts = [parts[0], *(_named(part, parts[0]) for part in parts[1:])]
        if any(SPOKEN_OF.search(part) for part in parts[1:]):
            continue
        if len({bool(PICTURED.search(part)) for part in parts}) > 1:
            continue
        try:
            each = [_claims(part, images, read).items() for part in parts]
        except (Unread, UnexpectedInput):
            continue
        for claims in product(*each):
            said = m.Both(word, tuple(claim for claim, _ in claims))
            most = len(parts)
            found[said] = max(spoken for _, spoken in claims)
    return found


def _named(part: str, first: str) -> str:
    """A part that speaks of ``it``, of what the first is about."""
    if (about := ABOUT.match(first)) is None:
        return part
    return re.sub(r"\b(?:it|they|he|she)\b", about["what"], part, count=1)


def _divided(text: str) -> Iterator[tuple[Literal["and", "or"], list[str]]]:
    """The text in clauses, wherever that is possible, in most of them first."""
    places = list(JOINED.finditer(text))
    if len(places) > 3:
        return
    several = (combinations(places, n) for n in range(len(places), 0, -1))
    for chosen in chain.from_iterable(several):
        offers = {place["word"] == "or" for place in chosen}
        if len(offers) > 1:
            continue
        ends = [place.start() for place in chosen] + [len(text)]
        starts = [0] + [place.end() for place in chosen]
        parts = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        yield ("or" if offers == {True} else "and"), parts


def _claims(text: str, images: int, read: Read) -> dict[m.Condition, int]:
    """What a text that can be answered by yes or no claims. Raises :class:`Unread`."""
    meant = {
        meaning.condition: spoken
        for meaning, spoken in read(text, images).items()
        if isinstance(meaning, m.Whether)
    }
    if not meant:
        raise Unread("one of its parts is no question that can be answered by yes or no")
    return meant
