"""Options of the commands that write programs: how much is tried, and hearing the model write."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from visprog.effort import Effort

Samples = Annotated[int, typer.Option(help="Programs that a language model is asked for.")]
Choose = Annotated[
    str, typer.Option(help="Between their answers: vote, or evidence (how sure the steps are).")
]
Repairs = Annotated[int, typer.Option(help="How often a rejected program goes back.")]
Reruns = Annotated[int, typer.Option(help="How often one whose run fails or looks wrong does.")]
Fallback = Annotated[str, typer.Option(help="When no program gives an answer: none, or vqa alone.")]
Stream = Annotated[
    bool, typer.Option("--stream", help="Show on stderr what the language model writes.")
]


def effort_of(samples: int, choose: str, repairs: int, reruns: int, fallback: str) -> Effort:
    """Raises ``UsageError`` for what no policy is."""
    from visprog.effort import Effort

    return Effort(repairs, reruns, samples, choose, fallback)  # type: ignore[arg-type]


def listener(wanted: bool) -> Callable[[str], None] | None:
    """Prints each piece of a reply as it comes; what a terminal would obey is left out."""
    if not wanted:
        return None

    def heard(piece: str) -> None:
        print("".join(c for c in piece if c.isprintable() or c == "\n"), end="", file=sys.stderr)
        sys.stderr.flush()

    return heard
