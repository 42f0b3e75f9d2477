"""Logistic regression: the objective's minimum, and how images are shared out."""

from __future__ import annotations

import numpy as np
import pytest

from visprog_tools import logistic


def clouds(
    count: int = 90, classes: int = 3, width: int = 8, noise: float = 1.5
) -> tuple[logistic.Floats, logistic.Labels]:
    """Unit vectors around a centre of their own for each class."""
    rng = np.random.default_rng(0)
    labels = np.arange(count) % classes
    vectors = rng.normal(size=(classes, width))[labels] + noise * rng.normal(size=(count, width))
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True), labels


def loss(weights: logistic.Floats, c: float) -> float:
    """scikit-learn's objective, written another way."""
    vectors, labels = clouds()
    logits = vectors @ weights[:, :-1].T + weights[:, -1]
    entropy = sum(
        np.log(np.exp(row).sum()) - row[label] for row, label in zip(logits, labels, strict=True)
    )
    return float(entropy + (weights[:, :-1] ** 2).sum() / (2 * c))


@pytest.mark.parametrize("c", [0.1, 10.0, 1000.0])
def test_no_step_away_from_the_solution_is_better(c: float) -> None:
    vectors, labels = clouds()
    found = logistic.fit(vectors, labels, 3, c)
    rng = np.random.default_rng(1)
    for size in (1e-3, 1e-1, 1.0):
        step = rng.normal(size=found.shape)
        step *= size * np.linalg.norm(found) / np.linalg.norm(step)
        assert loss(found, c) < loss(found + step, c)
    slopes = [
        (loss(found + edge, c) - loss(found - edge, c)) / 2e-5
        for edge in 1e-5 * np.eye(found.size).reshape(-1, *found.shape)
    ]
    assert np.abs(slopes).max() < 1e-2


def test_where_it_starts_does_not_matter() -> None:
    vectors, labels = clouds()
    start = np.random.default_rng(2).normal(size=(3, 9))
    cold, warm = (logistic.fit(vectors, labels, 3, 10.0, at) for at in (None, start))
    distances = [np.exp(logistic.log_probabilities(at, vectors)) for at in (cold, warm)]
    assert np.abs(distances[0] - distances[1]).max() < 1e-3


def test_features_that_say_nothing_are_held_down() -> None:
    noise, labels = clouds(noise=1e6)
    clear, _ = clouds(noise=0.2)
    chosen = [
        logistic.choose(vectors, labels, 3, np.random.default_rng(0)) for vectors in (noise, clear)
    ]
    assert chosen[0] <= 1.0 < 100.0 <= chosen[1]


def test_cross_validation_needs_two_of_every_class() -> None:
    vectors, labels = clouds(10, 2)
    labels[:] = 0
    labels[3] = 1
    with pytest.raises(ValueError, match="two images of every class"):
        logistic.choose(vectors, labels, 2, np.random.default_rng(0))


@pytest.mark.parametrize(
    ("counts", "share", "held"),
    [
        ((10, 20), 0.2, (2, 4)),
        ((3, 1), 0.2, (1, 0)),
        ((4, 4), 0.9, (3, 3)),
        ((5, 5), 0.0, (0, 0)),
    ],
)
def test_every_class_is_held_out_and_fitted_on(
    counts: tuple[int, ...], share: float, held: tuple[int, ...]
) -> None:
    labels = np.repeat(np.arange(len(counts)), counts)
    first, again, other = (
        logistic.split(labels, share, np.random.default_rng(seed)) for seed in (0, 0, 1)
    )
    assert tuple(np.bincount(labels[first], minlength=len(counts))) == held
    assert (first == again).all()
    assert (np.bincount(labels[other], minlength=len(counts)) == held).all()
