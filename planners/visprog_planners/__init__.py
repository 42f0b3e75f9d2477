"""Question and tool specs in, program out: the offline grammar and any LLM."""

from visprog_planners.named import GRAMMAR, planner_named
from visprog_planners.planner import Failure, Plan, Planner, Request, Turn, Usage

__all__ = ["GRAMMAR", "Failure", "Plan", "Planner", "Request", "Turn", "Usage", "planner_named"]
