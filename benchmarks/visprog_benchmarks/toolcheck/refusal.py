"""What tools say to wrong calls, and whether it is clear."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from visprog.errors import ProgramError, Unavailable
from visprog.session import Session
from visprog.tool import ToolSpec
from visprog.types import Image
from visprog_benchmarks.toolcheck.badcalls import BadCall
from visprog_benchmarks.toolcheck.call import catching, first_line, listing

LONGEST = 320
"""Characters of a message that still is one line."""

CRASH = re.compile(r" failed: \w*(Error|Exception): ")
"""How the engine words an exception that a tool did not raise on purpose."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """What came of one wrong call."""

    call: BadCall
    message: str
    """The error; empty when there was none."""
    problem: str
    """Why this is no clear refusal; empty when it is one."""

    def to_json(self) -> dict[str, Any]:
        return {
            "kind": self.call.kind,
            "argument": self.call.argument or None,
            "call": self.call.text,
            "stage": self.call.stage,
            "message": self.message,
            "problem": self.problem or None,
        }


def refusals(
    session: Session, spec: ToolSpec, calls: Sequence[BadCall], pictures: Mapping[str, Image]
) -> tuple[Refusal, ...]:
    """What came of every wrong call: those that the checker must see through, then the others."""
    seen = [call for call in calls if call.stage == "check"]
    others = [call for call in calls if call.stage == "run"]
    return (
        *_in_checking(session, spec, seen, pictures),
        *_in_running(session, spec, others, pictures),
    )


def _in_checking(
    session: Session, spec: ToolSpec, calls: Sequence[BadCall], pictures: Mapping[str, Image]
) -> list[Refusal]:
    """One program with all calls that a checker can see through: it must say all at once."""
    try:
        error = session.run(listing(spec, [call.text for call in calls]), pictures).error
    except Unavailable:  # nothing was refused, and so it ran
        error = None
    found = error.diagnostics if isinstance(error, ProgramError) else ()
    said = (
        "; ".join(str(diagnostic) for diagnostic in found if diagnostic.line == line)
        for line in range(first_line(spec), first_line(spec) + len(calls))
    )
    return [_judged(call, message or None) for call, message in zip(calls, said, strict=True)]


def _in_running(
    session: Session, spec: ToolSpec, calls: Sequence[BadCall], pictures: Mapping[str, Image]
) -> list[Refusal]:
    """One program that makes all the others and catches what they raise; each in a program of its
    own where something else than a tool's error ended that one."""
    said = _said(session, spec, calls, pictures)
    if isinstance(said, str):
        alone = [(call, _said(session, spec, [call], pictures)) for call in calls]
        return [
            Refusal(call, one, "ended the program") if isinstance(one, str) else _judged(call, *one)
            for call, one in alone
        ]
    return [_judged(call, message) for call, message in zip(calls, said, strict=True)]


def _said(
    session: Session, spec: ToolSpec, calls: Sequence[BadCall], pictures: Mapping[str, Image]
) -> list[str | None] | str:
    """For each call its error, ``None`` where there was none; what ended the program otherwise."""
    try:
        answer = session.run(catching(spec, [call.text for call in calls]), pictures)
    except Unavailable as error:
        return f"a model was asked for: {error}"
    said: list[str | None] | str = answer.result if answer.ok else answer.text
    return said


def _judged(call: BadCall, message: str | None) -> Refusal:
    """Whether an error is a clear refusal."""
    if message is None:
        return Refusal(call, "", "accepted")
    if CRASH.search(message):
        return Refusal(call, message, "the tool crashed")
    if "\n" in message or len(message) > LONGEST:
        return Refusal(call, message, "more than one line")
    unnamed = [word for word in call.mentions if not re.search(rf"\b{re.escape(word)}\b", message)]
    return Refusal(call, message, f"does not name {', '.join(unnamed)}" if unnamed else "")
