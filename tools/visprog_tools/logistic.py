"""Multinomial logistic regression, as linear probes on frozen features are fitted.

The objective is scikit-learn's, so that its ``C`` means the same: the summed cross entropy plus the
squared weights over ``2 C``; the biases are free. L-BFGS finds its one minimum, as in the probes of
the CLIP paper (Radford et al., 2021, arXiv:2103.00020, section A.3). scipy is here anyway and this
is all that would be used of scikit-learn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Labels = npt.NDArray[np.int64]

STRENGTHS = (0.1, 1.0, 10.0, 100.0, 1e3, 1e4)
"""The values of C among which cross validation chooses, for features of length one."""
FOLDS = 5
ROUNDS = 2000


def fit(
    features: Floats, labels: Labels, classes: int, c: float, start: Floats | None = None
) -> Floats:
    """Weights of shape ``(classes, d + 1)`` for ``(n, d)`` features, the biases in the last column.

    ``start`` is a solution for another C to begin at. Every class needs an image.
    """
    from scipy.optimize import minimize

    count, width = features.shape
    inputs = np.concatenate([features, np.ones((count, 1))], axis=1)
    rows = np.arange(count)

    def objective(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(classes, width + 1)
        logs = log_probabilities(weights, features)
        errors = np.exp(logs)
        errors[rows, labels] -= 1.0
        slope = errors.T @ inputs / count
        slope[:, :-1] += weights[:, :-1] / (c * count)
        size = float((weights[:, :-1] ** 2).sum()) / (2 * c * count)
        return size - float(logs[rows, labels].mean()), slope.ravel()

    begin = np.zeros((classes, width + 1)) if start is None else start
    options = {"maxiter": ROUNDS, "ftol": 1e-10, "gtol": 1e-6}
    found = minimize(objective, begin.ravel(), jac=True, method="L-BFGS-B", options=options)
    return np.asarray(found.x, dtype=np.float64).reshape(classes, width + 1)


def log_probabilities(weights: Floats, features: Floats) -> Floats:
    """The logarithm of each class's probability, shape ``(n, classes)``."""
    logits = features @ weights[:, :-1].T + weights[:, -1]
    logits -= logits.max(1, keepdims=True)
    return np.asarray(logits - np.log(np.exp(logits).sum(1, keepdims=True)))


def choose(
    features: Floats,
    labels: Labels,
    classes: int,
    rng: np.random.Generator,
    strengths: Sequence[float] = STRENGTHS,
) -> float:
    """The C with the smallest cross entropy on left-out folds, each class spread over all of them.

    Raises ``ValueError`` when a class has only one image: no fold could be left out.
    """
    folds = min(FOLDS, int(np.bincount(labels, minlength=classes).min()))
    if folds < 2:
        raise ValueError("cross validation needs two images of every class")
    lost = np.zeros(len(strengths))
    for left_out in _folds(labels, folds, rng):
        weights: Floats | None = None
        for index, c in enumerate(strengths):
            weights = fit(features[~left_out], labels[~left_out], classes, c, weights)
            logs = log_probabilities(weights, features[left_out])
            lost[index] -= logs[np.arange(len(logs)), labels[left_out]].sum()
    return float(strengths[int(lost.argmin())])


def split(labels: Labels, share: float, rng: np.random.Generator) -> npt.NDArray[np.bool_]:
    """Which images are held out: ``share`` of each class, at least one and never its last."""
    held = np.zeros(len(labels), dtype=np.bool_)
    if share > 0:
        for members in _shuffled(labels, rng):
            count = max(1, round(share * len(members)))
            held[members[: min(count, len(members) - 1)]] = True
    return held


def _folds(labels: Labels, folds: int, rng: np.random.Generator) -> Iterator[npt.NDArray[np.bool_]]:
    fold = np.zeros(len(labels), dtype=np.int64)
    for members in _shuffled(labels, rng):
        fold[members] = np.arange(len(members)) % folds
    for number in range(folds):
        yield fold == number


def _shuffled(labels: Labels, rng: np.random.Generator) -> list[Labels]:
    """The indices of each class's images, in random order."""
    return [rng.permutation(np.flatnonzero(labels == label)) for label in np.unique(labels)]
