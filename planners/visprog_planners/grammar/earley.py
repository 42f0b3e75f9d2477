"""Earley parsing with the rules alone that the words of a text can make use of.

Most rules ask for a word that a given text lacks (``outnumber``, ``apart from``). Lark tries every
rule at every word, so that the time for a question would grow with the grammar; here a rule whose
words are not all there is left out before the parse, and at each word one that cannot begin with
it. No derivation is lost by that.

One question is parsed in many wordings, most of which begin alike: a beginning that led nowhere is
remembered, so that no other text with it is parsed again.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedInput, UnexpectedToken

REMEMBERED = 20_000
"""Beginnings that led nowhere."""
END = "$END"
"""No token: the text is over."""


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
        front: Any = self.lark.parser
        begins = {rule: _begins(rule, front.parser) for rule in self.lark.rules}
        self._whole = _Rules(front.parser.predictions, begins)
        self._rules = lru_cache(maxsize=1024)(lambda words: _Rules(self._usable(words), begins))
        self._dead: dict[tuple[str, ...], frozenset[str]] = {}

    def parse(self, text: str) -> Tree[Any]:
        """Every derivation, as a tree with ``_ambig`` nodes. Raises ``UnexpectedInput``."""
        try:
            return self.derived(text)
        except UnexpectedInput:  # the whole grammar knows best where it ends
            return self._parsed(self._lexed(text), self._whole)

    def derived(self, text: str) -> Tree[Any]:
        """The same, sooner where there is none; its ``UnexpectedInput`` tells no place."""
        tokens = list(self._lexed(text))
        types = tuple(token.type for token in tokens)
        words = frozenset(types)
        for end in range(1, len(types) + 1):
            if words <= self._dead.get(types[:end], frozenset()):
                raise Nowhere
        try:
            return self._parsed(tokens, self._rules(words))
        except UnexpectedToken as error:
            self._bury(types[: _index(tokens, error.token) + 1], words)
            raise

    def _lexed(self, text: str) -> Iterator[Token]:
        front: Any = self.lark.parser  # Lark.lex builds a lexer anew
        tokens: Iterator[Token] = front._make_lexer_thread(text).lex(None)
        return tokens

    def _parsed(self, tokens: Iterable[Token], rules: _Rules) -> Tree[Any]:
        front: Any = self.lark.parser
        parser = copy.copy(front.parser)
        parser.predictions = ahead = _Ahead(tokens, rules)
        tree: Tree[Any] = parser.parse(ahead, "start")
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


class _Rules:
    """Rules by what they are for, and by the token that comes next."""

    def __init__(
        self, rules: Mapping[Any, list[Any]], begins: Mapping[Any, frozenset[str] | None]
    ) -> None:
        self.all = rules
        self._begins = begins
        self._found: dict[tuple[Any, str], list[Any]] = {}

    def before(self, origin: Any, following: str) -> list[Any]:
        """Those that may be empty, or begin with the token."""
        found = self._found.get((origin, following))
        if found is None:
            found = self._found[origin, following] = [
                rule
                for rule in self.all[origin]
                if (its := self._begins[rule]) is None or following in its
            ]
        return found


class _Ahead:
    """The lexer and the predictions of one parse by Lark's parser, which takes a token before it
    predicts what that is a part of."""

    def __init__(self, tokens: Iterable[Token], rules: _Rules) -> None:
        self._tokens = tokens
        self._rules = rules
        self._following: str | None = None

    def lex(self, _expected: Any) -> Iterator[Token]:
        for token in self._tokens:
            self._following = token.type
            yield token
        self._following = END

    def __getitem__(self, origin: Any) -> list[Any]:
        if self._following is None:
            return self._rules.all[origin]
        return self._rules.before(origin, self._following)


def _begins(rule: Any, parser: Any) -> frozenset[str] | None:
    """The tokens that a rule can begin with; ``None`` where it may be empty."""
    found: set[str] = set()
    for symbol in rule.expansion:
        if symbol.is_term:
            return frozenset(found | {symbol.name})
        found |= {terminal.name for terminal in parser.FIRST[symbol]}
        if symbol not in parser.NULLABLE:
            return frozenset(found)
    return None


def _index(tokens: Sequence[Token], token: Token) -> int:
    return next(i for i, other in enumerate(tokens) if other is token)
