"""Which words a text must have for a regular expression to match it.

To compile an expression takes a thousand times as long as to look for a word in a text, and most
expressions need a word that a text does not have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

Clauses = frozenset[frozenset[str]]
"""In conjunctive normal form: of each set a text has one at least."""

TOKEN = re.compile(
    r"(?P<aside>\(\?<?[=!])|(?P<around>\((?:\?(?:P<\w+>|:))?)"
    r"|(?P<close>\))|(?P<bar>\|)|(?P<list>\{[A-Z_]+\})"
    r"|(?P<maybe>[?*]\??|\{0?,\d*\}\??|\{0(?:,\d*)?\}\??)|(?P<again>\+\??|\{\d+(?:,\d*)?\}\??)"
    r"|(?P<text>[a-z ,'-]+)|(?P<other>\\.|\[\^?\]?[^\]]*\]|.)"
)


@dataclass
class _Branch:
    """What one of several alternatives needs, as far as it is read."""

    clauses: list[frozenset[str]] = field(default_factory=list)
    run: str = ""

    def end_run(self) -> None:
        if self.run.strip():
            self.clauses.append(frozenset({self.run}))
        self.run = ""


def needed(pattern: str, lists: Mapping[str, Clauses]) -> Clauses:
    """What every text has that a regular expression matches, with ``{NAME}`` for what is in
    ``lists``. What looks ahead or back is not looked at."""
    clauses, _ = _alternatives(list(TOKEN.finditer(pattern)), 0, lists)
    return clauses


def fulfilled(clauses: Clauses, text: str) -> bool:
    return all(any(option in text for option in options) for options in clauses)


def _alternatives(
    tokens: list[re.Match[str]], place: int, lists: Mapping[str, Clauses]
) -> tuple[Clauses, int]:
    """What is needed up to the bracket that closes the group, and the place of that."""
    branches = [_Branch()]
    while place < len(tokens):
        kind, token = tokens[place].lastgroup, tokens[place].group()
        branch = branches[-1]
        follows = tokens[place + 1].lastgroup if place + 1 < len(tokens) else ""
        if kind == "text":
            branch.run += token[:-1] if follows == "maybe" else token
        elif kind == "close":
            break
        elif kind == "bar":
            branches.append(_Branch())
        else:
            branch.end_run()
            inner: Clauses = frozenset()
            if kind in ("around", "aside"):
                inner, place = _alternatives(tokens, place + 1, lists)
                follows = tokens[place + 1].lastgroup if place + 1 < len(tokens) else ""
            elif kind == "list":
                inner = lists.get(token[1:-1], frozenset())
            if kind != "aside" and follows != "maybe":
                branch.clauses += inner
        place += 1
    for branch in branches:
        branch.end_run()
    return _either(branches), place


def _either(branches: list[_Branch]) -> Clauses:
    if len(branches) == 1:
        return frozenset(branches[0].clauses)
    if not all(branch.clauses for branch in branches):
        return frozenset()
    telling = (max(branch.clauses, key=_length) for branch in branches)
    return frozenset({frozenset().union(*telling)})


def _length(options: frozenset[str]) -> int:
    """Of the shortest of them: the longer it is the fewer texts have it."""
    return min(map(len, options))
