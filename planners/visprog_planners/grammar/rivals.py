"""Two pictures against each other, of which the one is told by something else that it shows:
``are there more cows in the picture with the dog than in the other``."""

from __future__ import annotations

import re
from collections.abc import Callable

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.parts import Unread

Meanings = dict[m.Meaning, int]

_TOLD = (
    r"the image (?P<how>with|without|that has|which has|that shows|showing|where there (?:is|are)) "
    r"(?P<what>(?:(?!\bthan\b|\bas\b).)+?)"
)
_OTHER = (
    r"(?:in )?the (?:other(?: image| one)?|(?:image|one)"
    r" (?:with|without|that has|which has|where there (?:is|are)) (?P<against>.+))"
)
_AMOUNT = r"(?P<amount>more|fewer|as many|exactly as many) (?P<of>(?:(?!\bin\b).)+?)"
_THERE = re.compile(
    rf"(?:(?:is|are) there|there (?:is|are)|do you see) {_AMOUNT} in {_TOLD} (?:than|as) {_OTHER}"
)
_ONLY = re.compile(
    r"(?:(?:is|are) there|there (?:is|are)|do you see|(?:is|are)) "
    rf"(?:an? |any |some )?(?P<of>(?:(?!\b(?:in|only)\b).)+?) only in {_TOLD}"
    r"(?: and not in the other(?: image| one)?)?"
)
_HAS = re.compile(
    rf"(?:(?:does|do) )?{_TOLD} (?:have|has|shows?|contains?) {_AMOUNT} (?:than|as) {_OTHER}"
)


def rivalled(text: str, images: int, read: Callable[[str, int], Meanings]) -> Meanings:
    """What such a text means; nothing for other texts. Raises :class:`Unread`."""
    found = _THERE.fullmatch(text) or _HAS.fullmatch(text) or _ONLY.fullmatch(text)
    if found is None or images not in (0, 2):
        return {}
    lacks = found["how"] == "without"
    ways = []
    for here, there in (("first", "second"), ("second", "first")):
        told = [f"does the {here} image have {'no ' if lacks else ''}{found['what']}"]
        if found.re is _ONLY:
            told.append(f"is there any {found['of']} in the {here} image")
            told.append(f"is there no {found['of']} in the {there} image")
            ways.append(m.Both("and", tuple(_claimed(one, read) for one in told)))
            continue
        if found["against"]:
            told.append(f"does the {there} image have {found['against']}")
        linked = "as" if found["amount"].endswith("many") else "than"
        told.append(
            f"are there {found['amount']} {found['of']} in the {here} image {linked}"
            f" in the {there} image"
        )
        ways.append(m.Both("and", tuple(_claimed(one, read) for one in told)))
    return {m.Whether(m.Both("or", tuple(ways))): 2}


def _claimed(text: str, read: Callable[[str, int], Meanings]) -> m.Condition:
    """The one claim that a text makes of two pictures."""
    claims = {asked.condition for asked in read(text, 2) if isinstance(asked, m.Whether)}
    if len(claims) != 1:
        raise Unread("it does not say how the one image is told from the other")
    return claims.pop()
