"""What stands in the child behind the host's side of a run: something that reads a program and
executes it.

The host, its budgets, the zygote and the lockdown are the same for every interpreter, and believe
none of them. An interpreter is named as ``"module:Class"``; the zygote imports it once, before it
forks, and what it imports then is all that it can ever import.
"""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any, Protocol

from visprog_sandbox.link import Link
from visprog_sandbox.names import Surface

DEFAULT = "visprog_sandbox.restricted:Restricted"


class Interpreter(Protocol):
    """Both methods return the child's last message to the host, whose forms are those that
    :class:`~visprog_sandbox.host.Conversation` accepts."""

    def __init__(self, surface: Surface) -> None: ...

    def check(self, text: str, images: Sequence[str]) -> dict[str, Any]:
        """``checked`` with the dialect and the static calls, or ``rejected`` with the findings."""

    def run(self, text: str, images: Sequence[tuple[str, str]], link: Link) -> dict[str, Any]:
        """Execute over ``link`` (``call``, ``look``, ``attr``, ``print``), with the pictures' names
        and handle tokens: ``done``, ``raised``, ``limit`` or ``rejected``."""


def load(name: str, surface: Surface) -> Interpreter:
    """The interpreter of this name. Raises ``ImportError`` or ``AttributeError``."""
    module, _, attribute = name.partition(":")
    made: Interpreter = getattr(importlib.import_module(module), attribute)(surface)
    return made
