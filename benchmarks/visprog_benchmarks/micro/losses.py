"""Losses of the detectors: boxes as cxcywh fractions of the side."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from scipy.optimize import linear_sum_assignment
from torch.nn.functional import softplus

NEAR = 0.4
"""How much of a class score a token gives up for each cell between it and the thing's centre."""


@dataclass(frozen=True)
class Targets:
    """One batch's truth.

    boxes (batch, things, 4) xyxy fractions; labels (batch, things) noun or -1; phrases (batch,
    things) index of the full phrase among the phrase queries, or -1; whole (batch, things): ask
    for it; owners (batch, tokens): 1 + thing that covers the token, or 0.
    """

    boxes: torch.Tensor
    labels: torch.Tensor
    phrases: torch.Tensor
    whole: torch.Tensor
    owners: torch.Tensor

    @property
    def wanted(self) -> torch.Tensor:
        return self.whole & (self.labels >= 0)


def to_corners(boxes: torch.Tensor) -> torch.Tensor:
    """cxcywh to xyxy."""
    half = boxes[..., 2:] / 2
    return torch.cat([boxes[..., :2] - half, boxes[..., :2] + half], -1)


def to_centres(boxes: torch.Tensor) -> torch.Tensor:
    """xyxy to cxcywh."""
    return torch.cat([(boxes[..., :2] + boxes[..., 2:]) / 2, boxes[..., 2:] - boxes[..., :2]], -1)


def pairwise_iou(first: torch.Tensor, second: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """IoU and generalised IoU of xyxy boxes, pair by pair along the leading axes."""
    shared = torch.minimum(first[..., 2:], second[..., 2:]) - torch.maximum(
        first[..., :2], second[..., :2]
    )
    around = torch.maximum(first[..., 2:], second[..., 2:]) - torch.minimum(
        first[..., :2], second[..., :2]
    )
    shared_area = shared.clamp(min=0).prod(-1)
    areas = (first[..., 2:] - first[..., :2]).prod(-1) + (second[..., 2:] - second[..., :2]).prod(
        -1
    )
    union = (areas - shared_area).clamp(min=1e-9)
    around_area = around.prod(-1).clamp(min=1e-9)
    iou = shared_area / union
    return iou, iou - (around_area - union) / around_area


def box_loss(predicted: torch.Tensor, target: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """5 L1 + 2 (1 - GIoU) of (n, 4) predictions cxcywh and targets xyxy; and the mean IoU."""
    if not len(predicted):
        return predicted.sum(), predicted.new_zeros(())
    every = torch.ones(len(predicted), device=predicted.device)
    return weighted_box_loss(predicted, target, every)


def weighted_box_loss(
    predicted: torch.Tensor, target: torch.Tensor, weight: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """`box_loss` of (..., 4) boxes with a weight each, 0 where there is no target."""
    iou, generalised = pairwise_iou(to_corners(predicted), target)
    distance = (predicted - to_centres(target)).abs().sum(-1)
    total = weight.sum().clamp(min=1)
    loss = ((5 * distance + 2 * (1 - generalised)) * weight).sum() / total
    return loss, ((iou * weight).sum() / total).detach()


def constant_iou(boxes: torch.Tensor) -> float:
    """Mean IoU of a predictor that knows each centre and gives every box the median size."""
    size = (boxes[:, 2:] - boxes[:, :2]).median(0).values
    centre = (boxes[:, 2:] + boxes[:, :2]) / 2
    guess = torch.cat([centre, size.expand_as(centre)], -1)
    return float(box_loss(guess, boxes)[1])


def focal(logits: torch.Tensor, target: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
    """Focal loss (gamma 2) per positive; `keep` is 0 where the truth is unknown."""
    # (1-p)^2 -log p for positives, p^2 -log(1-p) for negatives: one softplus of the signed logit.
    signed = torch.where(target > 0, -logits, logits)
    loss = torch.sigmoid(signed).square() * softplus(signed)
    return (loss * keep).sum() / target.sum().clamp(min=1)


@torch.no_grad()
def positive_tokens(logits: torch.Tensor, targets: Targets, cells: int) -> torch.Tensor:
    """(batch, things): the token that answers for each thing.

    Among the tokens within one cell of the box's centre, the one with the best class score, less
    `NEAR` per cell of distance and half a score when another thing covers it.
    """
    batch, things = targets.labels.shape
    centre = (targets.boxes[..., :2] + targets.boxes[..., 2:]) / 2 * cells
    step = torch.tensor([(x, y) for y in (-1, 0, 1) for x in (-1, 0, 1)], device=logits.device)
    cell = centre.long()[:, :, None] + step
    inside = ((cell >= 0) & (cell < cells)).all(-1)
    token = (cell[..., 1] * cells + cell[..., 0]).clamp(0, cells * cells - 1)
    rows = torch.arange(batch, device=logits.device)[:, None, None]
    score = logits[rows, token, targets.labels.clamp(min=0)[:, :, None]].sigmoid()
    distance = (cell + 0.5 - centre[:, :, None]).abs().amax(-1)
    number = torch.arange(1, things + 1, device=logits.device)[None, :, None]
    foreign = targets.owners[rows, token] != number
    score = score - NEAR * distance - 0.5 * foreign.float()
    score = torch.where(inside, score, torch.full_like(score, -9.0))
    return token.gather(2, score.argmax(-1, keepdim=True)).squeeze(-1)


@torch.no_grad()
def match(
    predicted: torch.Tensor, truth: torch.Tensor, score: torch.Tensor, there: torch.Tensor
) -> torch.Tensor:
    """(batch, things): the query of each thing by the cheapest one-to-one matching, 5 L1 - 2 GIoU
    - 3 score; 0 for what is not `there`.

    predicted (batch, queries, 4) cxcywh, truth (batch, things, 4) xyxy, score (batch, queries,
    things), there (batch, things).
    """
    distance = (predicted[:, :, None] - to_centres(truth)[:, None]).abs().sum(-1)
    generalised = pairwise_iou(to_corners(predicted)[:, :, None], truth[:, None])[1]
    costs = (5 * distance - 2 * generalised - 3 * score).cpu().numpy()
    found = np.zeros(there.shape, np.int64)
    for row, (cost, wanted) in enumerate(zip(costs, there.cpu().numpy(), strict=True)):
        things = wanted.nonzero()[0]
        queries, columns = linear_sum_assignment(cost[:, things])
        found[row, things[columns]] = queries
    return torch.from_numpy(found).to(predicted.device)
