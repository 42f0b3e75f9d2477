"""The offline planner: a question or an instruction is read by a grammar and becomes a program."""

from visprog_planners.grammar.planner import GrammarPlanner

__all__ = ["GrammarPlanner"]
