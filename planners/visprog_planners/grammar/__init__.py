"""The offline planner: a question is read by a grammar, its meaning written as a program."""

from visprog_planners.grammar.planner import GrammarPlanner

__all__ = ["GrammarPlanner"]
