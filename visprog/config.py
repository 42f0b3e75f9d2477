"""Settings from the environment: with ``cli``, the only reader of what surrounds the process."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs


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


def load() -> Config:
    """Read ``VISPROG_PACK``, ``_PLANNER``, ``_PLANNER_URL``, ``_LLM``, ``_LLM_URL``,
    ``_TRACE_DIR``, ``_CACHE_DIR`` and ``_DEVICE``.

    Directories follow the XDG base directories when they are not named.
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
    )
