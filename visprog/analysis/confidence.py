"""How sure steps and answers are: :mod:`visprog.confidence`, which the session needs too."""

from visprog.confidence import Curve, curve_of, facts_of, of_answer, of_step, said_by

__all__ = ["Curve", "curve_of", "facts_of", "of_answer", "of_step", "said_by"]
