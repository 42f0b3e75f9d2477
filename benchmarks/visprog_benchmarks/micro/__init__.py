"""How the micro pack's models are trained and measured.

`train` and `evaluate` are what `visprog bench train ROLE` and `visprog bench micro` call. Nothing
here imports torch before one of them is called.
"""

from visprog_benchmarks.micro.run import ROLES, embedded, evaluate, train

__all__ = ["ROLES", "embedded", "evaluate", "train"]
