"""How sure a rate is, from :mod:`visprog.analysis`; answers are compared by the planners' rules."""

from visprog.analysis.rate import Rate
from visprog_planners.answers import normalised, right

__all__ = ["Rate", "normalised", "right"]
