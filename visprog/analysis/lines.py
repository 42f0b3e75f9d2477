"""Which line of an edited program is which line of the one before."""

from __future__ import annotations

from difflib import SequenceMatcher


def matched_lines(old: str, new: str) -> dict[int, int]:
    """For lines of ``new`` that stand in ``old`` as they are, their number there; from 1.

    A line that was edited where it stood is matched too when as many lines were put in its place
    as were taken away.
    """
    before, after = old.splitlines(), new.splitlines()
    found: dict[int, int] = {}
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal" or (tag == "replace" and b - a == d - c):
            found.update((c + i + 1, a + i + 1) for i in range(d - c))
    return found
