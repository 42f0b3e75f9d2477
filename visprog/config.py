"""Settings from the environment: with ``cli``, the only reader of what surrounds the process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from visprog.errors import UsageError


@dataclass(frozen=True, slots=True)
class Config:
    """Where things are kept and what is used by default."""

    pack: str = "auto"
    planner: str = "grammar"
    planner_url: str | None = None
    llm: str | None = None
    llm_url: str | None = None
    trace_dir: Path = Path()
    cache_dir: Path = Path()
    device: str = "auto"
    trace_days: float | None = None
    trace_megabytes: float | None = None
    sandbox: str = ""


def load() -> Config:
    """Read ``VISPROG_PACK``, ``_PLANNER``, ``_PLANNER_URL``, ``_LLM``, ``_LLM_URL``,
    ``_TRACE_DIR``, ``_TRACE_DAYS``, ``_TRACE_MEGABYTES``, ``_CACHE_DIR``, ``_DEVICE`` and
    ``_SANDBOX``.

    Directories follow the XDG base directories when they are not named. Raises
    :class:`UsageError` for a limit that is no number.
    """
    read = os.environ.get
    state = platformdirs.user_state_path("visprog", appauthor=False) / "runs"
    cache = platformdirs.user_cache_path("visprog", appauthor=False)
    return Config(
        pack=read("VISPROG_PACK") or "auto",
        planner=read("VISPROG_PLANNER") or "grammar",
        planner_url=read("VISPROG_PLANNER_URL") or None,
        llm=read("VISPROG_LLM") or None,
        llm_url=read("VISPROG_LLM_URL") or None,
        trace_dir=Path(read("VISPROG_TRACE_DIR") or state).expanduser(),
        cache_dir=Path(read("VISPROG_CACHE_DIR") or cache).expanduser(),
        device=read("VISPROG_DEVICE") or "auto",
        sandbox=read("VISPROG_SANDBOX") or "",
        trace_days=_limit("VISPROG_TRACE_DAYS"),
        trace_megabytes=_limit("VISPROG_TRACE_MEGABYTES"),
    )


def _limit(name: str) -> float | None:
    text = os.environ.get(name)
    if not text:
        return None
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not number >= 0:
        raise UsageError(f"{name} is a number from 0 on, not {text!r}")
    return number
