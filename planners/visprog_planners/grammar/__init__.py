"""The offline planners: a question or an instruction is read by a grammar and becomes a program."""

from visprog_planners.grammar.editor import InstructionPlanner
from visprog_planners.grammar.planner import GrammarPlanner

__all__ = ["GrammarPlanner", "InstructionPlanner"]
