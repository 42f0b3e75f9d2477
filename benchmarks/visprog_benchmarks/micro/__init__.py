"""How the micro pack's models are trained and measured.

`train` and `evaluate` are what `visprog bench train ROLE` and `visprog bench card` call. Nothing
here imports torch before one of them is called.
"""

from visprog_benchmarks.micro.recipe import ROLES
from visprog_benchmarks.micro.run import evaluate, headline, served, settings, train, write_card

__all__ = ["ROLES", "evaluate", "headline", "served", "settings", "train", "write_card"]
