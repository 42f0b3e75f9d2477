"""How sure steps and answers are: :mod:`visprog.confidence`, which the session needs too."""

from visprog.confidence import facts_of, of_answer, of_step

__all__ = ["facts_of", "of_answer", "of_step"]
