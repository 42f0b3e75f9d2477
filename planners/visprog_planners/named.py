"""Planners by name, as settings and the command line give them."""

from __future__ import annotations

from visprog_planners.grammar import GrammarPlanner
from visprog_planners.planner import Planner

GRAMMAR = "grammar"


def planner_named(name: str, url: str | None = None) -> Planner:
    """``grammar``, or an LLM by its LiteLLM model string, at an OpenAI-compatible ``url`` if given.

    With a ``url`` a bare model name is taken as one that speaks OpenAI's protocol.
    """
    if name == GRAMMAR and url is None:
        return GrammarPlanner()
    from visprog_planners.llm import LLMPlanner

    if url is not None and "/" not in name:
        name = f"openai/{name}"
    return LLMPlanner(name, api_base=url)
