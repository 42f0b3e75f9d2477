"""Figures of a detector: average precision, precision and recall, on frames with known truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import normalize
from torchvision.ops import batched_nms, box_iou

from visprog_benchmarks.micro.losses import to_corners
from visprog_benchmarks.micro.pool import Pool
from visprog_tools.sprites import nouns

ABSENT = 4
"""Names that are asked for besides the present ones and are not there."""


@dataclass(frozen=True)
class Found:
    """What a detector found in one frame: boxes xyxy (n, 4), scores (n,), labels (n,)."""

    boxes: torch.Tensor
    scores: torch.Tensor
    labels: torch.Tensor

    def suppressed(self, iou: float) -> Found:
        """Without the weaker of two boxes of one label that overlap by more than `iou`."""
        keep = batched_nms(self.boxes, self.scores, self.labels, iou)
        return Found(self.boxes[keep], self.scores[keep], self.labels[keep])

    def above(self, threshold: float) -> Found:
        keep = self.scores >= threshold
        return Found(self.boxes[keep], self.scores[keep], self.labels[keep])


@dataclass(frozen=True)
class Truth:
    """What is in one frame; `asked` False marks things that count neither way."""

    boxes: torch.Tensor
    labels: torch.Tensor
    asked: torch.Tensor


@dataclass(frozen=True)
class Ranking:
    """All found boxes, best first: score and whether it is right; and how many there are."""

    scores: NDArray[np.float64]
    right: NDArray[np.bool_]
    things: int

    def average_precision(self) -> float:
        """Area under the precision-recall curve, every point, precision made monotone."""
        if not self.things or not len(self.scores):
            return 0.0
        hits = np.cumsum(self.right)
        precision = hits / np.arange(1, len(hits) + 1)
        precision = np.maximum.accumulate(precision[::-1])[::-1]
        return float((precision * self.right).sum() / self.things)

    def at(self, threshold: float) -> tuple[float, float]:
        """Precision and recall of what scores at least the threshold."""
        taken = self.scores >= threshold
        hits = int(self.right[taken].sum())
        return hits / max(int(taken.sum()), 1), hits / max(self.things, 1)

    def best_threshold(self) -> float:
        """The threshold with the best F1."""
        hits = np.cumsum(self.right)
        f1 = 2 * hits / (np.arange(1, len(hits) + 1) + self.things)
        return float(self.scores[int(f1.argmax())]) if len(hits) else 0.5


@dataclass(frozen=True)
class Verdict:
    """One frame's found boxes: scores, whether each is right, and how many things there are."""

    scores: NDArray[np.float64]
    right: NDArray[np.bool_]
    things: int


def judge(found: Found, truth: Truth, iou: float) -> Verdict:
    """Match greedily, best score first, one found box per thing of the same label."""
    verdicts = _verdicts(found, truth, iou)
    counted = verdicts >= 0
    scores = found.scores.double().numpy()[counted]
    return Verdict(scores, verdicts[counted] == 1, int(truth.asked.sum()))


def rank(verdicts: Sequence[Verdict]) -> Ranking:
    """All frames' boxes together, best score first."""
    scores = np.concatenate([verdict.scores for verdict in verdicts])
    right = np.concatenate([verdict.right for verdict in verdicts])
    order = np.argsort(-scores, kind="stable")
    return Ranking(scores[order], right[order], sum(verdict.things for verdict in verdicts))


def judge_all(found: Sequence[Found], truths: Sequence[Truth], iou: float) -> list[Verdict]:
    return [judge(one, truth, iou) for one, truth in zip(found, truths, strict=True)]


def _verdicts(found: Found, truth: Truth, iou: float) -> NDArray[np.int64]:
    """1 right, 0 wrong, -1 not counted, in the order of the found boxes."""
    verdicts = np.zeros(len(found.scores), np.int64)
    if not len(truth.labels):
        return verdicts
    overlap = box_iou(found.boxes, truth.boxes)
    overlap = torch.where(found.labels[:, None] == truth.labels[None], overlap, -1.0)
    free = truth.asked.clone()
    for index in torch.argsort(found.scores, descending=True, stable=True).tolist():
        candidates = torch.where(free, overlap[index], -1.0)
        best = int(candidates.argmax())
        if candidates[best] >= iou:
            verdicts[index], free[best] = 1, False
        elif bool((torch.where(truth.asked, -1.0, overlap[index]) >= 0.3).any()):
            verdicts[index] = -1
    return verdicts


@torch.no_grad()
def measure_frames(model: Any, tokenizer: Any, pool: Pool, count: int) -> dict[str, float]:
    """Quick figures on the pool's first frames: AP after class-wise NMS, prompts `a X`."""
    model.eval()
    device = next(model.parameters()).device
    texts = [f"a {noun}" for noun in nouns()]
    ids = tokenizer(texts, padding=True, return_tensors="pt")["input_ids"].to(device)
    pooled = model.owlv2.text_model(input_ids=ids).pooler_output
    queries = normalize(model.owlv2.text_projection(pooled), dim=-1)
    rng = np.random.default_rng(5)
    found, truths = [], []
    for start in range(0, min(count, len(pool.images)), 50):
        part = slice(start, min(start + 50, count))
        pixels = torch.from_numpy(pool.images[part]).permute(0, 3, 1, 2).float() / 255
        feature_map, _ = model.image_embedder(pixel_values=((pixels - 0.5) / 0.25).to(device))
        features = feature_map.flatten(1, 2)
        boxes = to_corners(model.box_predictor(features, feature_map)).cpu()
        scores = model.class_head(features, queries[None], None)[0].sigmoid().cpu()
        for offset in range(len(pixels)):
            truth = pool_truth(pool, start + offset)
            asked = asked_labels(truth, rng)
            best = scores[offset][:, asked].max(-1)
            found.append(Found(boxes[offset], best.values, asked[best.indices]).above(0.02))
            truths.append(truth)
    model.train()
    clean = [one.suppressed(0.5) for one in found]
    at_half = rank(judge_all(clean, truths, 0.5))
    threshold = at_half.best_threshold()
    precision, recall = at_half.at(threshold)
    figures = {
        "ap50": at_half.average_precision(),
        "ap75": rank(judge_all(clean, truths, 0.75)).average_precision(),
        "ap50_raw": rank(judge_all(found, truths, 0.5)).average_precision(),
        "precision": precision,
        "recall": recall,
        "threshold": threshold,
    }
    return {name: round(value, 4) for name, value in figures.items()}


def pool_truth(pool: Pool, index: int) -> Truth:
    """The truth of one frame of the pool."""
    there = pool.labels[index] >= 0
    return Truth(
        torch.from_numpy(pool.boxes[index][there]),
        torch.from_numpy(pool.labels[index][there].astype(np.int64)),
        torch.from_numpy(pool.whole[index][there]),
    )


def asked_labels(truth: Truth, rng: np.random.Generator) -> torch.Tensor:
    """The nouns to ask for: those in the frame and a few that are not."""
    present = torch.unique(truth.labels)
    others = np.setdiff1d(np.arange(len(nouns())), present.numpy())
    return torch.cat([present, torch.from_numpy(rng.choice(others, ABSENT, replace=False))])
