"""Average precision, matching and intervals on cases worked out by hand."""

import numpy as np
import pytest
import torch

from visprog_benchmarks.micro.figures import bootstrap, wilson
from visprog_benchmarks.micro.scoring import Found, Ranking, Truth, judge_all, rank

TRUTH = Truth(
    torch.tensor([[0.0, 0, 10, 10], [20, 20, 40, 40], [50, 50, 60, 60]]),
    torch.tensor([1, 2, 2]),
    torch.tensor([True, True, False]),
)


def found(*rows: tuple[list[float], float, int]) -> Found:
    boxes, scores, labels = zip(*rows, strict=True)
    return Found(torch.tensor(boxes).float(), torch.tensor(scores), torch.tensor(labels))


def ranked(one: Found, iou: float) -> Ranking:
    return rank(judge_all([one], [TRUTH], iou))


def test_perfect_boxes_have_average_precision_one() -> None:
    ranking = ranked(found(([0, 0, 10, 10], 0.9, 1), ([20, 20, 40, 40], 0.8, 2)), 0.75)
    assert ranking.things == 2
    assert ranking.average_precision() == 1.0
    assert ranking.at(0.85) == (1.0, 0.5)


def test_a_second_box_on_one_thing_is_wrong() -> None:
    ranking = ranked(
        found(([0, 0, 10, 10], 0.9, 1), ([0, 0, 10, 9], 0.8, 1), ([20, 20, 40, 40], 0.7, 2)), 0.5
    )
    assert ranking.right.tolist() == [True, False, True]
    assert ranking.average_precision() == pytest.approx((1 + 2 / 3) / 2)
    assert ranking.best_threshold() == pytest.approx(0.7)


def test_a_box_on_a_thing_that_is_not_asked_for_counts_neither_way() -> None:
    ranking = ranked(found(([50, 50, 60, 60], 0.9, 2), ([0, 0, 10, 10], 0.8, 1)), 0.5)
    assert ranking.right.tolist() == [True]


def test_the_wrong_label_is_wrong() -> None:
    assert ranked(found(([0, 0, 10, 10], 0.9, 2)), 0.5).average_precision() == 0


def test_suppression_is_per_label() -> None:
    one = found(([0, 0, 10, 10], 0.9, 1), ([0, 0, 10, 9], 0.8, 1), ([0, 0, 10, 9], 0.7, 2))
    assert one.suppressed(0.5).labels.tolist() == [1, 2]


def test_wilson_against_published_values() -> None:
    low, high = wilson(81, 263)  # Newcombe, Statistics in Medicine 17 (1998), table I
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert wilson(0, 0) == (0, 1)


def test_bootstrap_covers_the_mean() -> None:
    values = np.linspace(0, 1, 50).tolist()
    low, high = bootstrap(values, lambda chosen: float(np.mean(chosen)))
    assert 0.35 < low < 0.5 < high < 0.65
