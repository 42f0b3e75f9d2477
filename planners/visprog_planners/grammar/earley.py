"""Earley parsing with the rules alone that the words of a text can make use of.

Most rules ask for a word that a given text lacks (``outnumber``, ``apart from``). Lark tries every
rule at every word, so that the time for a question would grow with the grammar; here a rule whose
words are not all there is left out before the parse. No derivation is lost by that.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from lark import Lark, Tree
from lark.exceptions import UnexpectedInput


class Earley:
    """A grammar of this package, out of one or several files, compiled."""

    def __init__(self, *names: str, **options: Any) -> None:
        folder = files("visprog_planners.grammar")
        text = "\n".join(folder.joinpath(name).read_text("utf-8") for name in names)
        self.lark = Lark(text, parser="earley", lexer="basic", ambiguity="explicit", **options)
        self._needs = {
            rule: (
                frozenset(symbol.name for symbol in rule.expansion if symbol.is_term),
                frozenset(symbol for symbol in rule.expansion if not symbol.is_term),
            )
            for rule in self.lark.rules
        }

    def parse(self, text: str) -> Tree[Any]:
        """Every derivation, as a tree with ``_ambig`` nodes. Raises ``UnexpectedInput``."""
        try:
            return self.derived(text)
        except UnexpectedInput:
            return self.lark.parse(text)  # the whole grammar knows best where it ends

    def derived(self, text: str) -> Tree[Any]:
        """The same, sooner where there is none; its ``UnexpectedInput`` tells no place."""
        front: Any = copy.copy(self.lark.parser)
        front.parser = copy.copy(front.parser)
        usable = self._usable({token.type for token in self.lark.lex(text)})
        front.parser.predictions = {
            origin: [rule for rule in rules if rule in usable]
            for origin, rules in front.parser.predictions.items()
        }
        tree: Tree[Any] = front.parse(text)
        return tree

    def _usable(self, words: Iterable[str]) -> set[Any]:
        """The rules whose terminals are all among the words, and whose parts are usable too."""
        words = frozenset(words)
        left = {rule: parts for rule, (terms, parts) in self._needs.items() if terms <= words}
        while True:
            known = {rule.origin for rule in left}
            kept = {rule: parts for rule, parts in left.items() if parts <= known}
            if len(kept) == len(left):
                return set(kept)
            left = kept
