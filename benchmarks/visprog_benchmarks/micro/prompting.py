"""Batches for SAM 2: scenes with a box and a click for each of four things."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch.nn.functional import avg_pool2d

from visprog_benchmarks.micro.pool import Pixels
from visprog_benchmarks.world import Split, make_scene, masks, render

SIDE = 128
MASK = 64
SCENES = {"cpu": 8, "cuda": 48}
PROMPTS = 4
MEAN, SPREAD = (0.5, 0.5, 0.5), (0.25, 0.25, 0.25)
FRAMES = ((128, 128), (128, 128), (160, 120), (120, 160), (192, 128), (256, 256))


@dataclass(frozen=True)
class Prompted:
    """A batch: images (scenes, 128, 128, 3) bytes and, for each prompt, box, point and truth.

    boxes (scenes, prompts, 4) xyxy and points (scenes, prompts, 1, 2) in pixels of the 128-pixel
    frame; truth (scenes, prompts, 64, 64) is the share of each cell that the mask covers.
    """

    images: torch.Tensor
    boxes: torch.Tensor
    points: torch.Tensor
    truth: torch.Tensor

    @property
    def pixels(self) -> torch.Tensor:
        """(scenes, 3, 128, 128), as the processor gives them."""
        return (self.images.permute(0, 3, 1, 2).float() / 255 - MEAN[0]) / SPREAD[0]


def filled_boxes(rng: np.random.Generator, scenes: int) -> Prompted:
    """Random boxes of 15 to 64 pixels whose truth is the filled box."""
    size = rng.uniform(15, 64, (scenes, PROMPTS, 2))
    corner = rng.uniform(0, SIDE - size)
    boxes = np.concatenate([corner, corner + size], -1).astype(np.float32)
    points = (corner + size * rng.uniform(0.2, 0.8, size.shape)).astype(np.float32)
    truth = np.zeros((scenes, PROMPTS, MASK, MASK), np.float32)
    for index in np.ndindex(scenes, PROMPTS):
        left, top, right, bottom = np.rint(boxes[index] * MASK / SIDE).astype(int)
        truth[index][top:bottom, left:right] = 1
    return _tensors(np.zeros((scenes, SIDE, SIDE, 3), np.uint8), boxes, points, truth)


def prompted(seeds: list[int], rng: np.random.Generator) -> Prompted:
    """Scenes of these seeds, four things each (repeated where there are fewer)."""
    images, boxes, points, truths = [], [], [], []
    for seed in seeds:
        width, height = FRAMES[int(rng.integers(len(FRAMES)))]
        split: Split = "harder" if rng.random() < 0.3 else "plain"
        scene = make_scene(seed, split=split, width=width, height=height)
        image, ids = render(scene)
        squashed = cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        ids = np.asarray(cv2.resize(ids, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST), np.uint8)
        there = masks(ids, len(scene.things))
        there = there[there.sum((1, 2)) >= 20]
        chosen = there[rng.permutation(np.resize(np.arange(len(there)), max(PROMPTS, len(there))))]
        images.append(np.asarray(squashed, np.uint8))
        for mask in chosen[:PROMPTS]:
            boxes.append(_box(mask) + rng.uniform(-1, 1, 4))
            points.append(_point(mask, rng))
            truths.append(mask)
    count = len(seeds)
    truth = torch.from_numpy(np.stack(truths).astype(np.float32))
    small = avg_pool2d(truth[:, None], SIDE // MASK)[:, 0].view(count, PROMPTS, MASK, MASK)
    return _tensors(
        np.stack(images),
        np.stack(boxes).reshape(count, PROMPTS, 4).astype(np.float32),
        np.stack(points).reshape(count, PROMPTS, 2).astype(np.float32),
        small.numpy(),
    )


def corrections(data: Prompted, guess: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Each prompt's click and a second one in the middle of the largest error of its mask.

    guess (scenes, prompts, 64, 64) bool. Returns points (scenes, prompts, 2, 2) and labels
    (scenes, prompts, 2): 1 where the thing was missed, 0 where the mask holds what is not the
    thing; a repetition of the first click where nothing is wrong.
    """
    truth, masks = (data.truth > 0.5).cpu().numpy(), guess.cpu().numpy()
    clicks = data.points[..., 0, :].cpu().numpy()
    signs = np.ones(truth.shape[:2], np.int32)
    for index in np.ndindex(*truth.shape[:2]):
        deepest = 0.0
        for label, error in ((1, truth[index] & ~masks[index]), (0, masks[index] & ~truth[index])):
            padded = np.pad(error.astype(np.uint8), 1)
            depth = cv2.distanceTransform(padded, cv2.DIST_L2, 3)[1:-1, 1:-1]
            if depth.max() > deepest:
                deepest = float(depth.max())
                row, column = np.unravel_index(int(depth.argmax()), depth.shape)
                clicks[index] = (np.array([column, row]) + 0.5) * SIDE / MASK
                signs[index] = label
    second = torch.from_numpy(clicks)[:, :, None].to(data.points)
    sign = torch.from_numpy(signs)[..., None].to(data.points.device)
    return torch.cat([data.points, second], 2), torch.cat([torch.ones_like(sign), sign], 2)


def _box(mask: np.ndarray) -> np.ndarray:
    columns, rows = np.flatnonzero(mask.any(0)), np.flatnonzero(mask.any(1))
    return np.array([columns[0], rows[0], columns[-1] + 1, rows[-1] + 1], np.float64)


def _point(mask: np.ndarray, rng: np.random.Generator) -> tuple[float, float]:
    """A pixel of the mask, half of the time from its core."""
    inside = mask
    if rng.random() < 0.5:
        depth = cv2.distanceTransform(np.pad(mask.astype(np.uint8), 1), cv2.DIST_L2, 3)[1:-1, 1:-1]
        inside = depth >= 0.5 * depth.max()
    rows, columns = np.nonzero(inside)
    index = int(rng.integers(len(rows)))
    return float(columns[index]), float(rows[index])


def _tensors(images: Pixels, boxes: np.ndarray, points: np.ndarray, truth: np.ndarray) -> Prompted:
    return Prompted(
        torch.from_numpy(images),
        torch.from_numpy(boxes),
        torch.from_numpy(points)[:, :, None],
        torch.from_numpy(truth),
    )
