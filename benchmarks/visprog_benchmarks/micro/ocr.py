"""Train the reader: PP-OCRv6's tiny form with 0.2 million weights, one line of 48 pixels.

Its lines come the way they do at run time: a sign is drawn on a patch of some colour, found there
as a board, and cut into lines (`visprog_tools.models.boards`). Some have nothing on them to read.
"""

from __future__ import annotations

import math
import string
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from transformers import (
    PPLCNetV4Config,
    PPOCRV6SmallRecImageProcessor,
    PPOCRV6TinyRecConfig,
    PPOCRV6TinyRecForTextRecognition,
)

from visprog_benchmarks.micro.reading import choose_threshold, distance, evaluate_ocr
from visprog_benchmarks.micro.recipe import Figures, Recipe, Run
from visprog_benchmarks.micro.session import Budget, Trainer, autocast, overfit
from visprog_benchmarks.world import SEEDS, Scene, Stage, make_scene, render
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.signs import draw_lines, draw_sign, paste
from visprog_tools.models import boards

CHARACTERS = ("", *string.digits, *string.ascii_uppercase, *string.ascii_lowercase, " ")
"""What can be at a place of a line; the first is nothing (the blank of CTC)."""
HEIGHT, LEAST_WIDTH, MOST_WIDTH = 48, 160, 480
BATCH, FRESH, KEPT = 64, 10, 12_000
"""Lines of a step, signs drawn for it, and how many lines are kept to be seen again."""
EMPTY = 0.05
"""The share of lines with nothing to read."""
PEAK = 3e-3
Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Line:
    """A cut-out line, 48 pixels high, and what it says."""

    pixels: Pixels
    text: str


def make_model() -> PPOCRV6TinyRecForTextRecognition:
    """The untrained model: 4 pixels of a line's width for each place."""
    backbone = PPLCNetV4Config(
        stem_channels=[3, 24, 32],
        stem_strides=[2, 1, 1, [2, 1], 1],
        block_configs=[
            [[3, 32, 32, 1, False]],
            [[3, 32, 32, 1, False]],
            [[3, 32, 64, [2, 1], False], [3, 64, 64, 1, True], [3, 64, 64, 1, False]],
            [[3, 64, 128, [2, 1], False], [3, 128, 128, 1, True]],
        ],
        out_features=["stage4"],
    )
    config = PPOCRV6TinyRecConfig(
        backbone_config=backbone, hidden_size=96, head_out_channels=len(CHARACTERS)
    )
    model = PPOCRV6TinyRecForTextRecognition(config)
    for part in model.modules():
        if isinstance(part, nn.Conv1d | nn.Conv2d | nn.Linear):
            part.reset_parameters()
    return model.to(memory_format=torch.channels_last)


class Lines:
    """Lines to read, some drawn afresh for each batch, the rest seen before."""

    def __init__(self, rng: np.random.Generator, stage: Stage) -> None:
        self._rng, self._stage = rng, stage
        self._kept: list[Line] = []

    def batch(self) -> list[Line]:
        """Lines of about one width, so that little is padding: mostly the narrower half, which has
        as many letters for the time it takes, and sometimes every other one of the wider half."""
        fresh = self.draw(FRESH if len(self._kept) > 4 * BATCH else 4 * BATCH)
        room = KEPT - len(self._kept)
        self._kept += fresh[:room]
        for line in fresh[room:] if room < len(fresh) else []:
            self._kept[int(self._rng.integers(KEPT))] = line
        chosen = self._rng.choice(len(self._kept), size=2 * BATCH, replace=False)
        ranked = sorted(
            (self._kept[index] for index in chosen), key=lambda one: one.pixels.shape[1]
        )
        return ranked[:BATCH] if self._rng.random() < 0.75 else ranked[BATCH::2]

    def draw(self, signs: int) -> list[Line]:
        """The lines of so many fresh signs."""
        return [line for _ in range(signs) for line in self._sign()]

    def _sign(self) -> list[Line]:
        rng = self._rng
        seeds = SEEDS[self._stage]
        seed = int(rng.integers(seeds.start, seeds.stop))
        if rng.random() < EMPTY:
            return self._nothing(seed)
        side = int(rng.integers(150, 480))
        frame = Scene(seed, side, side, "plain", ())
        draws = Draws("line", seed)
        lines = draw_lines(draws, frame)
        sign = draw_sign(draws, lines, frame)
        left, top, right, bottom = sign.box
        margin = int(rng.integers(2, 7))
        wide, tall = math.ceil(right - left) + 2 * margin, math.ceil(bottom - top) + 2 * margin
        sign = sign.moved(margin - left, margin - top)
        canvas = np.empty((tall, wide, 3), np.float32)
        canvas[:] = rng.integers(0, 256, 3)
        canvas += rng.normal(0, rng.uniform(0, 12), canvas.shape)
        rows, columns, pixels = paste(sign, wide, tall)
        alpha = pixels[..., 3:]
        canvas[rows, columns] = canvas[rows, columns] * (1 - alpha) + pixels[..., :3] * alpha
        found = boards.lines(np.rint(canvas.clip(0, 255)).astype(np.uint8))
        if len(found) != len(lines):
            return []
        return [Line(resized(one), text) for one, text in zip(found, lines, strict=True)]

    def _nothing(self, seed: int) -> list[Line]:
        """What looks like a line on a board in a scene without signs, or any part of the scene."""
        image, _ = render(make_scene(seed, width=160, height=160))
        found = boards.lines(image)[:2]
        for _ in range(2):
            height = int(self._rng.integers(8, 40))
            width = min(int(height * self._rng.uniform(0.6, 5)), 159)
            top, left = self._rng.integers(160 - height), self._rng.integers(160 - width)
            found.append(image[top : top + height, left : left + width])
        return [Line(resized(one), "") for one in found]


def resized(line: Pixels) -> Pixels:
    """A line as the processor scales it: 48 pixels high, bilinear, no smoothing."""
    width = math.ceil(HEIGHT * line.shape[1] / line.shape[0])
    size = (min(max(width, 4), MOST_WIDTH), HEIGHT)
    return np.asarray(cv2.resize(line, size, interpolation=cv2.INTER_LINEAR), np.uint8)


def stacked(lines: list[Line], rng: np.random.Generator, device: str) -> torch.Tensor:
    """Normalised BGR pixels (batch, 3, 48, width), slightly brighter or darker, padded with 0."""
    width = max(LEAST_WIDTH, *(line.pixels.shape[1] for line in lines))
    pixels = np.zeros((len(lines), HEIGHT, width, 3), np.float32)
    for place, line in zip(pixels, lines, strict=True):
        values = line.pixels[..., ::-1].astype(np.float32) * rng.uniform(0.9, 1.1)
        place[:, : values.shape[1]] = values.clip(0, 255) / 127.5 - 1
    return torch.from_numpy(pixels).to(device).permute(0, 3, 1, 2)


def reading_loss(
    model: PPOCRV6TinyRecForTextRecognition, lines: list[Line], pixels: torch.Tensor
) -> tuple[torch.Tensor, dict[str, float]]:
    """CTC's loss per line, and the share of lines read exactly."""
    with autocast(pixels.device.type):
        places = model(pixel_values=pixels).last_hidden_state
    logs = places.float().clamp(min=1e-7).log().transpose(0, 1)
    index = {character: number for number, character in enumerate(CHARACTERS)}
    wanted = [index[character] for line in lines for character in line.text]
    lengths = torch.tensor([len(line.text) for line in lines])
    counts = torch.full((len(lines),), len(logs))
    targets = torch.tensor(wanted, dtype=torch.long)
    loss = nn.functional.ctc_loss(
        logs, targets.to(pixels.device), counts, lengths, reduction="sum", zero_infinity=True
    )
    loss = loss / len(lines)
    exact = [text == line.text for text, line in zip(decoded(places), lines, strict=True)]
    return loss, {"loss": round(loss.item(), 3), "exact": round(sum(exact) / len(exact), 3)}


def decoded(places: torch.Tensor) -> list[str]:
    """The likeliest character at each place, doubles and blanks taken out."""
    texts = []
    for row in places.argmax(-1).cpu().numpy():
        kept = row[np.concatenate([[True], row[1:] != row[:-1]])]
        texts.append("".join(CHARACTERS[number] for number in kept))
    return texts


@torch.no_grad()
def measure(
    model: PPOCRV6TinyRecForTextRecognition, lines: list[Line], rng: np.random.Generator
) -> dict[str, float]:
    """Exact lines and character errors on validation lines; an empty text gets 1 of the latter."""
    model.eval()
    device = next(model.parameters()).device.type
    exact, errors, characters = 0, 0, 0
    for line in lines:
        found = decoded(model(pixel_values=stacked([line], rng, device)).last_hidden_state)[0]
        exact += found == line.text
        errors += distance(found, line.text)
        characters += len(line.text)
    model.train()
    return {
        "exact_lines": round(exact / max(len(lines), 1), 4),
        "character_errors": round(errors / max(characters, 1), 4),
    }


def check_ocr(run: Run) -> Figures:
    """What an empty text gets on validation lines, and one batch learnt by heart."""
    torch.manual_seed(run.seed)
    rng = np.random.default_rng(run.seed)
    model = make_model().to(run.device)
    lines = Lines(rng, "validation").batch()
    pixels = stacked(lines, rng, run.device)
    learnt = overfit(model, lambda: reading_loss(model, lines, pixels), run, peak=PEAK)
    empty = sum(not line.text for line in lines) / len(lines)
    return {"constant": {"exact_lines": round(empty, 4)}, "one_batch": learnt}


def train_ocr(run: Run) -> Figures:
    """Train on lines drawn as it goes; returns the last figures."""
    torch.manual_seed(run.seed)
    model = make_model().to(run.device)
    budget = Budget.of(run, peak=PEAK)
    trainer = Trainer(model, budget, run.work, decay=0.02, resume=run.resume, begin=run.begin)
    rng = np.random.default_rng((run.seed, budget.step))
    lines = Lines(rng, "train")
    held_out = Lines(np.random.default_rng(1), "validation").draw(400)

    def loss() -> tuple[torch.Tensor, dict[str, float]]:
        batch = lines.batch()
        return reading_loss(model, batch, stacked(batch, rng, run.device))

    return trainer.fit(
        loss,
        measure=lambda all_: measure(model, held_out if all_ else held_out[:150], rng),
        keep=lambda: save(model, run.out),
    )


def save(model: PPOCRV6TinyRecForTextRecognition, out: Path) -> None:
    """Model (float16) and processor as an ordinary Hugging Face folder."""
    copy = PPOCRV6TinyRecForTextRecognition(model.config)
    copy.load_state_dict(model.state_dict())
    copy.half().save_pretrained(out)
    PPOCRV6SmallRecImageProcessor(
        size={"height": HEIGHT, "width": LEAST_WIDTH},
        pad_size={"height": HEIGHT, "width": LEAST_WIDTH},
        max_image_width=MOST_WIDTH,
        character_list=list(CHARACTERS),
    ).save_pretrained(out)


RECIPE = Recipe(
    role="ocr",
    hours=0.35,
    headline=("axes", "plain", "whole"),
    train=train_ocr,
    checks=check_ocr,
    evaluate=evaluate_ocr,
    settings=choose_threshold,
    pooled=False,
)
