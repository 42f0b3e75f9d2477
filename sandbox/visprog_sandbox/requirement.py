"""Which layers must hold before a program runs, and how a user says otherwise."""

from __future__ import annotations

import re

from visprog.errors import UsageError
from visprog_sandbox.lockdown import LAYERS

REQUIRED = frozenset({"environment", "descriptors", "rlimits", "no_new_privs", "seccomp"})
"""Layers without which no program runs. The others are used too wherever the system has them, but
for namespaces, which many systems forbid and which are used when they are asked for."""


def required(words: str) -> frozenset[str]:
    """:data:`REQUIRED`, changed in so many words: ``with namespaces``, ``without seccomp``.

    Raises :class:`UsageError` for anything else.
    """
    layers = set(REQUIRED)
    change = None
    for word in re.findall(r"[^\s,]+", words):
        if word in ("with", "without"):
            change = layers.add if word == "with" else layers.discard
        elif change is not None and word in LAYERS:
            change(word)
        elif word != "and":
            raise UsageError(
                f"the sandbox's layers are asked for by 'with' and 'without', not {word!r}: for "
                f"instance 'with namespaces'; there are {', '.join(LAYERS)}"
            )
    return frozenset(layers)


def weaker(require: frozenset[str]) -> str:
    """A warning for a requirement that was lowered; empty for any other."""
    missing = ", ".join(layer for layer in LAYERS if layer in REQUIRED - require)
    return (
        f"programs may run without {missing}: only for programs that you trust" if missing else ""
    )
