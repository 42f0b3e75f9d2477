"""What is known without a language model: lists and descriptions of the rendered world's nouns.

A pack names these tables in the settings of its role ``llm`` (``tables = "world"``); they serve
where no language model is set, and every step that used one says so. Lists answer a request whose
words are those of an entry and nothing else; what no entry says is not guessed.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

WORLD = "world"
"""The only tables that are shipped."""

EMPTY = frozenset(
    word
    for line in (
        "a an the of all some any list name names give me tell kind kinds type types",
        "that which who is are was can could have has with to for in on at from by and",
        "this picture image photo item items piece pieces common various different usually",
        "typically live be",
    )
    for word in line.split()
)
"""Words that make no difference between two requests; ``not``, ``no`` and ``without`` do."""


def listed(request: str) -> tuple[str, ...] | None:
    """The names that answer a request, or ``None`` where the table has no entry for it."""
    return _lists().get(_words(request))


def described(noun: str) -> tuple[str, ...] | None:
    """What a thing looks like, in a few sentences, or ``None``."""
    return _descriptions().get(noun.strip().lower())


def _words(request: str) -> frozenset[str]:
    words = re.findall(r"[a-z]+", request.lower())
    return frozenset(_stem(word) for word in words if word not in EMPTY)


def _stem(word: str) -> str:
    """``flying`` -> ``fly``, ``animals`` -> ``animal``; only forms that English makes regularly."""
    if word.endswith("ing") and len(word) > 5:
        word = word[:-3]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss") and len(word) > 3:
        word = word[:-1]
    return word


@cache
def _lists() -> Mapping[frozenset[str], tuple[str, ...]]:
    found: dict[frozenset[str], tuple[str, ...]] = {}
    for entry in _table("lists.toml")["list"]:
        names = tuple(entry["names"])
        for request in entry["requests"]:
            if found.setdefault(_words(request), names) != names:
                raise ValueError(f"two lists answer {request!r}")
    return found


@cache
def _descriptions() -> Mapping[str, tuple[str, ...]]:
    return {noun: tuple(texts) for noun, texts in _table("descriptions.toml").items()}


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text("utf-8"))
