"""The engine: runs the tool calls of programs as a graph of steps on batched model workers."""

from visprog.engine.engine import Engine
from visprog.engine.executor import Executor

__all__ = ["Engine", "Executor"]
