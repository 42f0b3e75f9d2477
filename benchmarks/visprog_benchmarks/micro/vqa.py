"""Train the vqa model: a BLIP whose vision tower is the detector's, over 128-pixel frames.

Trained from nothing, such a model learns to ignore what is asked about. So it starts with words
that mean in its terms what they mean to the detector: a noun's embedding holds the detector's query
for it, and the first layers' attention looks for that noun among the tower's tokens.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.nn.functional import cross_entropy
from transformers import BertTokenizer, BlipForQuestionAnswering, BlipVisionModel

from visprog_benchmarks.micro import blip
from visprog_benchmarks.micro.answering import answer_settings, evaluate_vqa
from visprog_benchmarks.micro.asked import LOTS, WORDS, Asked, ask, constant
from visprog_benchmarks.micro.pool import Pixels, Pool
from visprog_benchmarks.micro.recipe import Figures, Recipe, Run
from visprog_benchmarks.micro.session import Budget, Said, Trainer, autocast, overfit
from visprog_benchmarks.micro.sights import Frames
from visprog_benchmarks.micro.supply import moved, supply
from visprog_benchmarks.world.draws import Draws

LAYERS = 3
FRAMES = {"cpu": 16, "cuda": 64}
QUESTIONS = 12
PEAK = 1e-3
NAMES = ("images", "labels", "owners", "square")
SHARDS = 40
"""Shards of training frames that are kept in memory."""
TEACHING_SHARDS = 10
"""Shards of them that the tower is taught on."""
SLOW = ("part", "side", "beside", "neighbour", "larger", "count")
TRAINED = LOTS + 2 * tuple(kind for kind in LOTS if kind in SLOW)
"""Kinds that are learnt late are asked three times as often in training; at the usual rate places
stood at chance after 4000 steps, and asked alone they were learnt within 50."""
SEEKING = 2.8
"""How sharply the first layers look for a noun: factor of queries and of keys."""
PLACING = 2.5
"""How loudly they tell where it is."""


@dataclass(frozen=True)
class Batch:
    """Frames with as many questions each.

    `images` (frames, 128, 128, 3) bytes, `ids` (frames, questions, tokens) with padding 0,
    `answers` (frames * questions,) token ids, `kinds` of question as many.
    """

    images: torch.Tensor
    ids: torch.Tensor
    answers: torch.Tensor
    kinds: tuple[str, ...]


def check_vqa(run: Run) -> Figures:
    """What the most frequent answer of each kind gets, and one batch learnt by heart."""
    held_out = Frames.load(run, "validation", 1, NAMES)
    draws = Draws("vqa check", run.seed)
    asked = [ask(sight, draws) for sight in held_out.sights for _ in range(QUESTIONS)]
    kinds = constant(asked)
    right = float(np.mean([kinds[one.kind] for one in asked]))
    model, tokenizer = _prepared(run)
    chosen = np.arange(run.sized(**FRAMES)) % len(held_out.sights)
    batch = moved(draw_batch(held_out, chosen, tokenizer, draws), run.device)
    learnt = overfit(model, lambda: answer_loss(model, batch), run, peak=PEAK)
    rounded = {kind: round(value, 3) for kind, value in sorted(kinds.items())}
    return {"constant": {"exact": round(right, 4), "by_kind": rounded}, "one_batch": learnt}


def train_vqa(run: Run) -> Figures:
    """Train on the pool's frames and save model and processor; returns the last figures."""
    model, tokenizer = _prepared(run)
    budget = Budget.of(run, peak=PEAK)
    trainer = Trainer(model, budget, run.work, decay=0.02, resume=run.resume, begin=run.begin)
    data = Frames.load(run, "train", SHARDS, NAMES)
    held_out = Frames.load(run, "validation", 2, NAMES)
    frames = run.sized(**FRAMES)

    def draw(rng: np.random.Generator) -> Batch:
        chosen = rng.integers(len(data.sights), size=frames)
        draws = Draws("vqa train", int(rng.integers(2**62)))
        return draw_batch(data, chosen, tokenizer, draws)

    batches = supply(run, draw, budget.step)
    return trainer.fit(
        lambda: answer_loss(model, next(batches)),
        measure=lambda whole: measure(model, tokenizer, held_out, 1200 if whole else 200),
        keep=lambda: blip.save(model, tokenizer, run.out),
    )


def draw_batch(
    data: Frames,
    chosen: np.ndarray,
    tokenizer: BertTokenizer,
    draws: Draws,
    *,
    training: bool = True,
) -> Batch:
    """The chosen frames and questions about them; in training, square frames are mirrored at random
    and what is learnt slowly is asked more often."""
    images: list[Pixels] = []
    asked: list[Asked] = []
    for index in chosen.tolist():
        image, sight = data.shown(index, draws if training else None)
        images.append(image)
        asked += [ask(sight, draws, TRAINED if training else LOTS) for _ in range(QUESTIONS)]
    ids = tokenizer([one.text for one in asked], padding=True, return_tensors="pt")["input_ids"]
    answers = tokenizer([one.answer for one in asked], add_special_tokens=False)["input_ids"]
    return Batch(
        images=torch.from_numpy(np.stack(images)),
        ids=ids.view(len(images), QUESTIONS, -1),
        answers=torch.tensor([answer[0] for answer in answers]),
        kinds=tuple(one.kind for one in asked),
    )


def answer_loss(model: BlipForQuestionAnswering, batch: Batch) -> tuple[torch.Tensor, Said]:
    """Cross-entropy of the answers and of the end after them."""
    with autocast(batch.ids.device.type):
        logits = answer_logits(model, batch)
    logits = logits.float()
    ends = torch.full_like(batch.answers, model.config.text_config.sep_token_id)
    loss = cross_entropy(logits[:, 0], batch.answers) + 0.1 * cross_entropy(logits[:, 1], ends)
    right = (logits[:, 0].argmax(-1) == batch.answers).float().mean()
    return loss, {"loss": loss.detach(), "right": right}


def answer_logits(model: BlipForQuestionAnswering, batch: Batch) -> torch.Tensor:
    """(frames * questions, 2, vocabulary): for the answer and for what follows it.

    The questions about one frame go through the text encoder as one sequence in which none sees
    another, so that the keys and values of the frame's tokens are computed once.
    """
    frames, questions, length = batch.ids.shape
    with torch.no_grad():
        pixels = blip.normalised(batch.images, batch.ids.device)
        features = model.vision_model(pixels).last_hidden_state
    ids = batch.ids.flatten(1)
    number = torch.arange(ids.shape[1], device=ids.device) // length
    apart = (number[:, None] != number[None]) | (ids == 0)[:, None, :]
    mask = torch.zeros(apart.shape, device=ids.device).masked_fill(apart, -1e4)[:, None]
    encoded = model.text_encoder(
        input_ids=ids,
        attention_mask=mask,
        position_ids=torch.arange(length, device=ids.device).repeat(questions)[None],
        encoder_hidden_states=features,
    ).last_hidden_state
    start = torch.full_like(batch.answers, model.decoder_start_token_id)
    logits: torch.Tensor = model.text_decoder(
        input_ids=torch.stack([start, batch.answers], 1),
        encoder_hidden_states=encoded.view(frames * questions, length, -1),
    ).logits
    return logits


@torch.no_grad()
def measure(
    model: BlipForQuestionAnswering, tokenizer: BertTokenizer, held_out: Frames, frames: int
) -> dict[str, Any]:
    """The share of exact answers on validation frames, over all and by kind."""
    model.eval()
    draws = Draws("vqa measure", 0)
    hits: dict[str, list[bool]] = {}
    device = str(model.device)
    frames = min(frames, len(held_out.sights))
    chosen = np.linspace(0, len(held_out.sights) - 1, frames).astype(int)
    for part in np.array_split(chosen, -(-frames // FRAMES["cpu"])):
        batch = moved(draw_batch(held_out, part, tokenizer, draws, training=False), device)
        with autocast(device):
            guesses = answer_logits(model, batch)[:, 0].argmax(-1)
        for kind, right in zip(batch.kinds, (guesses == batch.answers).tolist(), strict=True):
            hits.setdefault(kind, []).append(right)
    model.train()
    total = sum(map(sum, hits.values())) / sum(map(len, hits.values()))
    by_kind = {kind: round(float(np.mean(values)), 3) for kind, values in sorted(hits.items())}
    return {"exact": round(total, 4), **by_kind}


def _prepared(run: Run) -> tuple[BlipForQuestionAnswering, BertTokenizer]:
    """The untrained model, ready to look for what a question names."""
    torch.manual_seed(run.seed)
    tokenizer = blip.make_tokenizer(WORDS)
    model = BlipForQuestionAnswering(blip.make_config(tokenizer, layers=LAYERS))
    model.to(run.device)
    blip.start_text(model.text_encoder, size=1.0)
    blip.start_text(model.text_decoder.bert, size=0.1)
    start = _start(run, model.vision_model)
    model.vision_model.load_state_dict(start["tower"])
    model.vision_model.requires_grad_(False)
    blip.name_words(model.text_encoder, tokenizer, start["basis"], 8.0)
    for layer in model.text_encoder.encoder.layer[:2]:
        seek(layer.crossattention, start)
    return model, tokenizer


def _start(run: Run, vision: BlipVisionModel) -> dict[str, Any]:
    """The taught tower and the maps from its features to nouns; made once for a training."""
    kept = run.work / "start.pt"
    if run.resume and kept.exists():
        start: dict[str, Any] = torch.load(kept, map_location=run.device, weights_only=True)
        return start
    shards = sorted((run.pool / "train").glob("*.npz"))[:TEACHING_SHARDS]
    data = Pool.load(shards, NAMES)
    rng = np.random.default_rng(run.seed)
    detector = blip.Detector(run.starts["detect"], run.device)
    steps = blip.TAUGHT if run.steps is None else min(blip.TAUGHT, run.steps // 10 + 1)
    error = blip.teach(vision, detector, data, rng, run.device, steps=steps)
    nouns = blip.read_nouns(vision, detector, data, rng, run.device)
    start = {"tower": vision.state_dict(), "error": error, **nouns}
    run.work.mkdir(parents=True, exist_ok=True)
    torch.save(start, kept)
    return start


@torch.no_grad()
def seek(attention: Any, start: dict[str, Any]) -> None:
    """Let cross-attention look for the noun that a word names, and carry over what is there.

    Two heads look at everything that the noun covers, the first for what it looks like and the
    second, more sharply, for where it is; the third looks at the tokens that answer for a thing of
    that noun each; the fourth is free. What they find goes to dimensions that name no noun.
    """
    width = blip.NAMING
    torch.nn.init.orthogonal_(attention.self.value.weight)
    attention.output.dense.weight[:width] = 0
    for head, found in enumerate(("everywhere", "everywhere", "once")):
        rows = slice(head * width, (head + 1) * width)
        attention.self.query.weight[rows] = 0
        attention.self.query.weight[rows, :width] = SEEKING * torch.eye(width) * (1 + head % 2)
        attention.self.key.weight[rows] = SEEKING * start[found]
    locate(attention, 1, start["places"])


@torch.no_grad()
def locate(attention: Any, head: int, places: torch.Tensor) -> None:
    """Let a head of cross-attention tell where it looks, in the last dimensions and alone there."""
    width = blip.NAMING
    rows = slice(head * width, (head + 1) * width)
    attention.self.value.weight[rows] = PLACING * places
    attention.self.value.bias[rows] = 0
    attention.output.dense.weight[:, rows] = 0
    attention.output.dense.weight[-width:] = 0
    attention.output.dense.weight[-width:, rows] = torch.eye(width)


RECIPE = Recipe(
    role="vqa",
    hours=1.0,
    headline=("exact",),
    train=train_vqa,
    checks=check_vqa,
    evaluate=evaluate_vqa,
    settings=answer_settings,
    needs=("detect",),
)
