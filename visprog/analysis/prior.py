"""What a step would have answered to its question without the picture.

A model that says on a blank picture what it said on the real one may have answered from the words
of the question alone: the language bias that VQA v2 was balanced against (Goyal et al., 2017,
arXiv:1612.00837).
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from visprog.analysis.confidence import facts_of
from visprog.analysis.recording import Recording
from visprog.analysis.replay import replay
from visprog.errors import ToolError, UsageError
from visprog.session import Session
from visprog.tool import Context, ToolSpec
from visprog.types import Image
from visprog_planners.answers import right

GREY = 124
"""Of the blank picture, on all channels."""
SAID = frozenset({"text", "boolean"})
"""What an answer is, by the types of tools."""
ASKED = frozenset({"vqa", "classify"})
"""Roles that answer in words which the question may suggest."""


@dataclass(frozen=True)
class Prior:
    """One step with its picture and without."""

    step: str
    tool: str
    value: Any
    blank: Any
    """What it says of a blank picture of the same size; ``None`` when it refuses to say."""
    ranking: tuple[tuple[str, float], ...]
    """Its choices with their probabilities, where the tool gives them."""
    blank_ranking: tuple[tuple[str, float], ...]

    @property
    def same(self) -> bool:
        return self.blank is not None and right(self.value, self.blank)

    def to_json(self) -> dict[str, Any]:
        return {
            "step": self.step,
            "tool": self.tool,
            "value": self.value,
            "blank": self.blank,
            "same": self.same,
            "ranking": [list(pair) for pair in self.ranking],
            "blank_ranking": [list(pair) for pair in self.blank_ranking],
        }


def priors(session: Session, recording: Recording, step: str | None = None) -> list[Prior]:
    """Ask every step that answers about a picture once more, about a blank one.

    Only its own models run. Raises :class:`UsageError` for a step that does not answer about a
    picture.
    """
    found = []
    for one in recording.steps:
        spec = session.tools.get(one.tool)
        asks = spec is not None and spec.returns in SAID and bool(ASKED & set(spec.roles))
        if step is not None and one.id == step and not (asks and one.status == "ok"):
            raise UsageError(f"{step} ({one.tool}) does not answer about a picture")
        if spec is None or not asks or one.status != "ok" or step not in (None, one.id):
            continue
        if not any(param.type == "image" for param in spec.params):
            continue
        value, facts = _blank(session, recording, one.id, spec)
        rankings = [_ranking(each) for each in (*facts_of(one), {})]
        found.append(
            Prior(
                one.id,
                one.tool,
                one.load(),
                value,
                next(filter(None, rankings), ()),
                next(filter(None, map(_ranking, facts)), ()),
            )
        )
    return found


class _Known(ToolError):
    """The run may end: what was asked is known."""


def _blank(
    session: Session, recording: Recording, step: str, spec: ToolSpec
) -> tuple[Any, list[Mapping[str, Any]]]:
    said: list[Any] = []
    facts: list[Mapping[str, Any]] = []

    async def without(context: Context, **values: Any) -> Any:
        listening = _Listening(context, facts)
        given = {name: _blanked(value) for name, value in values.items()}
        if spec.context_param is not None:
            given[spec.context_param] = listening
        result = spec.function(**given)
        said.append(await result if inspect.isawaitable(result) else result)
        raise _Known("known")

    replay(session, recording, mechanisms={step: without}, keep=False)
    return (said[0] if said else None), facts


class _Listening:
    """A context that keeps what is noted."""

    def __init__(self, own: Context, facts: list[Mapping[str, Any]]) -> None:
        self._own, self._facts = own, facts

    def note(self, code: str, message: str, **facts: Any) -> None:
        self._facts.append(facts)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)


def _blanked(value: Any) -> Any:
    if isinstance(value, Image):
        return Image(np.full_like(value.pixels, GREY), value.frame)
    if isinstance(value, list | tuple) and any(isinstance(item, Image) for item in value):
        return [_blanked(item) for item in value]
    return value


def _ranking(facts: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    rows = facts.get("ranking") or ()
    return tuple((str(word), float(chance)) for word, chance in rows)
