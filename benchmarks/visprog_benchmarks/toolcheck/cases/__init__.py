"""The right call of every tool: of the built-in ones here, of others as their plugins say."""

from __future__ import annotations

from visprog import plugins
from visprog.errors import UsageError
from visprog_benchmarks.toolcheck.case import Case
from visprog_benchmarks.toolcheck.cases import (
    answering,
    cropping,
    editing,
    locating,
    masks,
    measuring,
    patches,
)

BUILT_IN: tuple[Case, ...] = (
    *locating.CASES,
    *cropping.CASES,
    *measuring.CASES,
    *masks.CASES,
    *editing.CASES,
    *answering.CASES,
    *patches.CASES,
)


def known_cases() -> list[Case]:
    """The built-in cases and those of the installed plugins (entry point ``visprog.cases``).

    Raises :class:`UsageError` for what a plugin offers and is no case.
    """
    found = list(BUILT_IN)
    for offered in plugins.cases():
        if not isinstance(offered, Case):
            raise UsageError(f"a plugin offers {offered!r:.60} as a case, which it is not")
        found.append(offered)
    return found
