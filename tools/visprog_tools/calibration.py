"""Scores that mean what they say: of the boxes scored 0.8, four in five are right.

What a detector calls a score is rarely that share. A pack's ``temperature`` and ``shift``, fitted
on validation pictures, correct it: ``sigmoid(logit(score) / temperature + shift)``, which keeps the
order (temperature scaling: Guo et al., 2017, arXiv:1706.04599; with the shift, Platt, 1999).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

EDGE = 1e-6
"""How near to 0 and 1 a score may come; logits have to be finite."""


def calibrated(scores: npt.NDArray[Any], settings: Mapping[str, Any]) -> npt.NDArray[np.float64]:
    """Scores in 0..1 of any shape, corrected as the pack says.

    Without a word of it they are as they were.
    """
    if "temperature" not in settings and "shift" not in settings:
        return np.asarray(scores, dtype=np.float64)
    temperature = float(settings.get("temperature", 1.0))
    shift = float(settings.get("shift", 0.0))
    return sigmoid(logit(scores) / temperature + shift)


def logit(scores: npt.NDArray[Any]) -> npt.NDArray[np.float64]:
    """``log(p / (1 - p))`` of scores."""
    inside = np.clip(np.asarray(scores, dtype=np.float64), EDGE, 1 - EDGE)
    return np.asarray(np.log(inside) - np.log1p(-inside))


def sigmoid(logits: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The inverse of :func:`logit`."""
    return np.asarray(1 / (1 + np.exp(-logits)))
