"""Questions about texts that have a form of their own: what the signs of several pictures say, how
often a letter occurs, how words start and end, and the colour of the letters."""

from __future__ import annotations

import re

from visprog_planners.grammar import meaning as m
from visprog_planners.grammar.everyday import COLOURS
from visprog_planners.grammar.words import NUMBERS, number

_IN = r"(?: in the (?P<side>left|right|first|second|third) image)?"
_OFTEN = re.compile(rf"how often is the letter (?P<letter>[a-z]) on the sign{_IN}")
_SO_OFTEN = re.compile(
    r"is the letter (?P<letter>[a-z]) on the sign (?P<bound>at least |at most |more than "
    rf"|fewer than |exactly )?(?P<number>\d+|{'|'.join(NUMBERS)}) times?{_IN}"
)
_BOUNDS: dict[str | None, m.Operator] = {
    None: "==",
    "exactly ": "==",
    "at least ": ">=",
    "at most ": "<=",
    "more than ": ">",
    "fewer than ": "<",
}
_ALIKE = re.compile(
    r"do the signs (?P<part>start|end) with (?P<how>the same letter|different letters)"
)
_TOGETHER = re.compile(r"how many letters do the signs have together")
_LONGER = re.compile(
    r"how many letters is the word on the (?P<side>left|right|first|second) sign longer"
)
_EACH = re.compile(r"what do the signs say")
_INK = re.compile(
    rf"(?:what colour is|is) the writing on the sign(?: (?P<colour>{'|'.join(COLOURS)}))?{_IN}"
)
INK = "What colour is the writing on the sign?"
"""What a model that answers questions is asked about the letters of a sign."""


def lettering(text: str, images: int) -> tuple[m.Meaning, str | None] | None:
    """What tidied text means, and the side of the picture that it names; ``None`` for other
    questions."""
    if found := _OFTEN.fullmatch(text):
        return m.HowMany(m.Lettered("letter", letter=found["letter"])), found["side"]
    if found := _SO_OFTEN.fullmatch(text):
        often = m.Lettered("letter", letter=found["letter"])
        claim = m.Compare(often, _BOUNDS[found["bound"]], number(found["number"]))
        return m.Whether(claim), found["side"]
    if found := _INK.fullmatch(text):
        if text.startswith("what") is (found["colour"] is not None):
            return None
        if found["colour"] is None:
            return m.Ask(None, INK), found["side"]
        return m.Whether(m.AnswerIs(INK, found["colour"])), found["side"]
    if images == 2 and (found := _ALIKE.fullmatch(text)):
        alike = m.SaysSame(0, 1, "first" if found["part"] == "start" else "last")
        return m.Whether(alike if found["how"] == "the same letter" else m.Not(alike)), "all"
    if images > 1 and _TOGETHER.fullmatch(text):
        return m.HowMany(
            m.Sum(tuple(m.Lettered("letter", index) for index in range(images)))
        ), "all"
    if images == 2 and (found := _LONGER.fullmatch(text)):
        one = int(found["side"] in {"right", "second"})
        return m.HowMany(
            m.Difference(m.Lettered("letter", one), m.Lettered("letter", 1 - one))
        ), "all"
    if images > 1 and _EACH.fullmatch(text):
        return m.Read(each=True), "all"
    return None
