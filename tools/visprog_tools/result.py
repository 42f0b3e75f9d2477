"""RESULT: what the program answers."""

from __future__ import annotations

from visprog.tool import tool


@tool("RESULT", "Result", example="FINAL_RESULT=RESULT(var=ANSWER0)")
def result(var: object) -> object:
    """The answer of the program: any value."""
    return var
