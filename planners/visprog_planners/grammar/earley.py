"""Earley parsing with the rules alone that the words of a text can make use of.

Most rules ask for a word that a given text lacks (``outnumber``, ``apart from``). Lark tries every
rule at every word, so that the time for a question would grow with the grammar; here a rule whose
words are not all there is left out before the parse. No derivation is lost by that.

One question is parsed in many wordings, most of which begin alike: a beginning that led nowhere is
remembered, so that no other text with it is parsed again.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken

REMEMBERED = 20_000
"""Beginnings that led nowhere."""


class Nowhere(UnexpectedInput):
    """A text that begins like one that led nowhere."""


class Earley:
    """A grammar of this package, out of one or several files, compiled."""

    def __init__(self, *names: str, **options: Any) -> None:
        folder = files("visprog_planners.grammar")
        text = "\n".join(folder.joinpath(name).read_text("utf-8") for name in names)
        self.lark = Lark(text, parser="earley", lexer="basic", ambiguity="explicit", **options)
        self._words = {
            rule: frozenset(symbol.name for symbol in rule.expansion if symbol.is_term)
            for rule in self.lark.rules
        }
        self._users: dict[Any, set[Any]] = {rule.origin: set() for rule in self.lark.rules}
        for rule in self.lark.rules:
            for symbol in rule.expansion:
                if not symbol.is_term:
                    self._users[symbol].add(rule)
        self._predictions = lru_cache(maxsize=1024)(self._usable)
        self._dead: dict[tuple[str, ...], frozenset[str]] = {}

    def parse(self, text: str) -> Tree[Any]:
        """Every derivation, as a tree with ``_ambig`` nodes. Raises ``UnexpectedInput``."""
        try:
            return self.derived(text)
        except UnexpectedInput:
            return self.lark.parse(text)  # the whole grammar knows best where it ends

    def derived(self, text: str) -> Tree[Any]:
        """The same, sooner where there is none; its ``UnexpectedInput`` tells no place."""
        front: Any = self.lark.parser
        tokens = list(front._make_lexer_thread(text).lex(None))  # Lark.lex builds a lexer anew
        types = tuple(token.type for token in tokens)
        words = frozenset(types)
        for end in range(1, len(types) + 1):
            if words <= self._dead.get(types[:end], frozenset()):
                raise Nowhere
        parser = copy.copy(front.parser)
        parser.predictions = self._predictions(words)
        try:
            tree: Tree[Any] = parser.parse(_Lexed(tokens), "start")
        except UnexpectedToken as error:
            self._bury(types[: _index(tokens, error.token) + 1], words)
            raise
        return tree

    def _bury(self, beginning: tuple[str, ...], words: frozenset[str]) -> None:
        """Remember that the rules for these words cannot go on from that beginning."""
        if len(self._dead) >= REMEMBERED:
            self._dead.clear()
        self._dead[beginning] = words

    def _usable(self, words: frozenset[str]) -> dict[Any, list[Any]]:
        """The rules whose terminals are all among the words, and whose parts are usable too."""
        left = {rule for rule, its in self._words.items() if its <= words}
        rules = Counter(rule.origin for rule in left)
        gone = [origin for origin in self._users if not rules[origin]]
        while gone:
            for rule in self._users[gone.pop()] & left:
                left.remove(rule)
                rules[rule.origin] -= 1
                if not rules[rule.origin]:
                    gone.append(rule.origin)
        front: Any = self.lark.parser
        return {
            origin: [rule for rule in its if rule in left]
            for origin, its in front.parser.predictions.items()
        }


class _Lexed:
    """Tokens where Lark's parser asks a lexer for them."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens

    def lex(self, _expected: Any) -> Iterator[Token]:
        return iter(self.tokens)


def _index(tokens: Sequence[Token], token: Token) -> int:
    return next(i for i, other in enumerate(tokens) if other is token)
