"""The pictures of a run as its models saw them, made again from the trace; no weights are read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from visprog.analysis.changes import recorded_model
from visprog.analysis.recording import Recording
from visprog.errors import UsageError
from visprog.trace.export.sighting import sighting
from visprog.trace.held import held
from visprog.types import Image
from visprog_tools.models import sight


@dataclass(frozen=True)
class Seen:
    """One picture that a step showed to a model."""

    step: str
    role: str
    operation: str
    given: Image
    """What the tool passed on."""
    seen: Image
    """What the network got: ``given`` itself where nothing is done to it."""
    how: str
    """What is on record of the transform, in words."""


def seen(recording: Recording, step: str | None = None) -> Iterator[Seen]:
    """The pictures of a run's model calls, or of one step's, each once for each model.

    Raises :class:`UsageError` for a picture that the trace lacks, ``Unavailable`` where a model's
    processor is not here.
    """
    shown: set[tuple[str, str, str]] = set()
    for one in recording.steps:
        if step is not None and one.id != step:
            continue
        for call in one.model_calls:
            spec = recorded_model(recording, call.role)
            for image in _pictures(recording, call.item):
                key = (one.id, call.model, image.digest)
                if spec is None or key in shown:
                    continue
                shown.add(key)
                made = sight.seen(spec, image) if held(call.sight).json else None
                yield Seen(one.id, call.role, call.operation, image, made or image, sighting(call))


def _pictures(recording: Recording, item: Any) -> list[Image]:
    try:
        loaded = held(item).load()
    except (KeyError, ValueError) as error:
        raise UsageError(f"run {recording.id} lacks a picture: {error.args[0]}") from None
    values = [part for value in loaded.values() for part in _parts(value)]
    return [value for value in values if isinstance(value, Image)]


def _parts(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]
