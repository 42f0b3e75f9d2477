"""For models that answer about one picture: refuse what they would otherwise silently ignore."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from visprog.errors import ToolError
from visprog.model import Item


def answered_singly(
    family: str, items: list[Item], answer: Callable[[list[Item]], list[Any]]
) -> list[Any]:
    """``answer(items)``, with an error in the place of each item that has more than one picture or
    examples."""
    plain = [item for item in items if not item.get("more") and not item.get("examples")]
    answers = iter(answer(plain) if plain else [])
    return [
        ToolError(
            f"{family} answers about one picture, without examples: "
            "choose a pack whose vqa model takes several"
        )
        if item.get("more") or item.get("examples")
        else next(answers)
        for item in items
    ]
