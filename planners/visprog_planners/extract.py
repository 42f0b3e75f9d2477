"""The program inside what a language model wrote.

Models wrap programs in prose, in fences, in a line ``Program:``, and think aloud first. Only the
program is taken; whether it is any good is the checker's business. What a picture or a question
says never decides what counts as a program.
"""

from __future__ import annotations

import ast
import re

from visprog.errors import PlanError
from visprog.program import Dialect

THINKING = re.compile(r"<(think|thinking|reasoning)>.*?(</\1>|\Z)", re.DOTALL | re.IGNORECASE)
FENCE = re.compile(r"^[ \t]*(`{3,}|~{3,})[^\n`]*\n(.*?)(?:^[ \t]*\1|\Z)", re.DOTALL | re.MULTILINE)
CALL = re.compile(r"^\s*[A-Za-z_]\w*\s*=\s*[A-Za-z_]\w*\s*\(.*\)\s*;?\s*$")
FUNCTION = re.compile(r"^([ \t]*)def\s+execute_command\s*\(", re.MULTILINE)
LIST_MARK = re.compile(
    r"^\s*(?:[-*]\s+|\d+[.)]\s+|step\s+\d+\s*[:.)]\s*)(?=[A-Za-z_]\w*\s*=)", re.I
)


def extract(text: str) -> tuple[str, Dialect]:
    """The program and its dialect. Raises ``PlanError`` when there is none.

    Of several fenced programs the last whole one counts: models correct themselves downwards.
    """
    text = THINKING.sub("", text.replace("\r\n", "\n"))
    blocks = [match.group(2) for match in FENCE.finditer(text)]
    found = [program for block in blocks if (program := _program(block))]
    whole = [program for program in found if parses(program[0])]
    if whole or found:
        return (whole or found)[-1]
    if program := _program(FENCE.sub("", text) if blocks else text):
        return program
    said = " ".join(text.split())[:80]
    raise PlanError(f"the model's answer holds no program: {said!r}" if said else NOTHING)


NOTHING = "the model answered with nothing"


def parses(program: str) -> bool:
    """Whether the text is Python at all."""
    try:
        ast.parse(program)
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True


def _program(text: str) -> tuple[str, Dialect] | None:
    if function := _function(text):
        return function, "vipergpt"
    if lines := _calls(text):
        return lines, "visprog"
    return None


def _function(text: str) -> str | None:
    """The last ``def execute_command`` and all that is indented under it."""
    matches = list(FUNCTION.finditer(text))
    if not matches:
        return None
    start = matches[-1]
    indent = len(start.group(1).expandtabs())
    lines = text[start.start() :].split("\n")
    kept, depth = [], 0
    for number, line in enumerate(lines):
        inside = line.expandtabs().startswith(" " * (indent + 1)) or not line.strip() or depth > 0
        if number and not inside:
            break
        kept.append(line.expandtabs()[indent:] if line.strip() else "")
        depth = max(0, depth + _opened(line))
    return "\n".join(kept).strip() + "\n"


def _opened(line: str) -> int:
    """Brackets that a line opens and does not close, strings left out."""
    bare = re.sub(r"'[^']*'|\"[^\"]*\"|#.*", "", line)
    return sum(bare.count(mark) for mark in "([{") - sum(bare.count(mark) for mark in ")]}")


def _calls(text: str) -> str | None:
    """The longest run of lines of the form ``NAME=TOOL(...)``; ends with the last RESULT."""
    runs: list[list[str]] = [[]]
    for line in text.split("\n"):
        line = re.sub(r"^\s*program\s*:\s*", "", LIST_MARK.sub("", line), flags=re.IGNORECASE)
        line = line.strip().strip("`").rstrip(";").strip()
        if CALL.match(line):
            runs[-1].append(line)
        elif line and not line.startswith("#"):
            runs.append([])
    best = max(reversed(runs), key=len)
    return "\n".join(best) + "\n" if best else None
