"""The engine: runs the tool calls of programs as a graph of steps on batched model workers."""

from visprog.engine.engine import Engine
from visprog.engine.executor import Executor
from visprog.engine.recall import Recall

__all__ = ["Engine", "Executor", "Recall"]
