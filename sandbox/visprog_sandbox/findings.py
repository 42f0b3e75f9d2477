"""What is wrong with a program, as data: where, what, and what to write instead."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterable
from dataclasses import dataclass

MAX_FINDINGS = 50


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong; becomes a :class:`visprog.errors.Diagnostic` on the host."""

    line: int
    column: int
    code: str
    message: str
    hint: str = ""

    @classmethod
    def at(cls, node: ast.AST, code: str, message: str, hint: str = "") -> Finding:
        line, column = getattr(node, "lineno", 1), getattr(node, "col_offset", 0)
        return cls(line, column, code, message, hint)

    @classmethod
    def of(cls, error: SyntaxError) -> Finding:
        line, column = error.lineno or 1, max((error.offset or 1) - 1, 0)
        return cls(line, column, "syntax", str(error.msg))


TOO_COMPLEX = Finding(1, 0, "too-complex", "the program is nested too deeply", "use more variables")


class Rejected(Exception):
    """The program cannot run; ``findings`` says why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        unique = sorted(set(findings), key=lambda item: (item.line, item.column, item.code))
        self.findings = unique[:MAX_FINDINGS]
        super().__init__(f"{len(unique)} findings")


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """A hint with the candidate that was probably meant; empty when none is near."""
    candidates = sorted(candidates)
    by_case = {candidate.lower(): candidate for candidate in candidates}
    if name.lower() in by_case:
        return f"did you mean {by_case[name.lower()]}?"
    close = difflib.get_close_matches(name, candidates, n=1, cutoff=0.6)
    if not close:
        close = [c for c in candidates if len(c) > 2 and name.startswith(c + "_")][-1:]
    return f"did you mean {close[0]}?" if close else ""
