"""Corrections made by hand: the right value of some steps, and perhaps the right answer.

::

    {"answer": "yes", "steps": {"s1": [[12, 30, 88, 140]], "s4": 3}}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from visprog.analysis.given import plain_for
from visprog.analysis.recording import Recording
from visprog.errors import UsageError
from visprog.tool import ToolTable


@dataclass(frozen=True)
class Corrections:
    """Right values by step, and the right answer where it was said."""

    values: Mapping[str, Any] = field(default_factory=dict)
    answer: Any = None


def corrections(path: Path, recording: Recording, table: ToolTable) -> Corrections:
    """Read a file of corrections for a run; values are written as for ``visprog replay --set``.

    Raises :class:`UsageError` for a file that is none, an unknown step, a value of another type.
    """
    try:
        body = json.loads(path.read_text("utf-8"))
        steps, answer = dict(body.get("steps", {})), body.get("answer")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read {path}: {error}") from None
    except (ValueError, AttributeError, TypeError) as error:
        raise UsageError(
            f'{path} is no file of corrections: {error}; write {{"answer": ..., "steps": {{...}}}}'
        ) from None
    values = {}
    for name, data in steps.items():
        step = recording.find(name)
        values[step] = plain_for(recording, step, table[recording.run.step(step).tool], data)
    return Corrections(values, answer)
