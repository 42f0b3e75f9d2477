"""Planners by name, as settings and the command line give them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from visprog_planners.grammar import GrammarPlanner
from visprog_planners.planner import Planner

GRAMMAR = "grammar"


def planner_named(
    name: str, url: str | None = None, *, cache_dir: Path | None = None, **settings: Any
) -> Planner:
    """``grammar``, or an LLM: its LiteLLM model string, or ``transformers/CHECKPOINT`` for one in
    this process; at an OpenAI-compatible ``url`` if given.

    With a ``url`` a bare model name is taken as one that speaks OpenAI's protocol. Replies are kept
    under ``cache_dir``; ``settings`` are :class:`~visprog_planners.llm.LLMPlanner`'s.
    """
    if name == GRAMMAR and url is None:
        return GrammarPlanner()
    from visprog_planners.llm import LLMPlanner
    from visprog_planners.replies import Replies

    if url is not None and "/" not in name:
        name = f"openai/{name}"
    replies = Replies(cache_dir / "replies" if cache_dir is not None else None)
    return LLMPlanner(name, api_base=url, replies=replies, **settings)
