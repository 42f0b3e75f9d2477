"""Train the caption model: a BLIP that writes what is there, from left to right.

It has the vqa model's vision tower. Its words mean nouns in the detector's terms, and what its
deeper layers find in the picture is written in the same terms, so that finding a thing is almost
naming it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import cross_entropy
from transformers import (
    BertTokenizer,
    BlipForConditionalGeneration,
    BlipForQuestionAnswering,
)

from visprog.model import ModelSpec
from visprog.types import Image
from visprog_benchmarks.micro import blip
from visprog_benchmarks.micro.answering import AXES, test_pictures
from visprog_benchmarks.micro.figures import share
from visprog_benchmarks.micro.pool import Pixels, Pool
from visprog_benchmarks.micro.recipe import Figures, Recipe, Run
from visprog_benchmarks.micro.session import Budget, Said, Trainer, autocast, overfit
from visprog_benchmarks.micro.sights import Frames
from visprog_benchmarks.micro.supply import moved, supply
from visprog_benchmarks.micro.told import WORDS, Marks, mark, tell
from visprog_benchmarks.micro.vqa import NAMES, SHARDS, TEACHING_SHARDS, locate, seek
from visprog_benchmarks.world.draws import Draws
from visprog_tools.models.blip import CAPTION_TOKENS, BlipCaption

LAYERS = 4
BATCH = {"cpu": 32, "cuda": 128}
PEAK = 1e-3
CONSTANT = "a person in a boat, on water"
"""The caption of a model that does not look, for comparison."""


def check_caption(run: Run) -> Figures:
    """What one caption for everything gets, and one batch learnt by heart."""
    held_out = Frames.load(run, "validation", 1, NAMES)
    model, tokenizer = _prepared(run)
    chosen = np.arange(run.sized(**BATCH)) % len(held_out.sights)
    batch = moved(draw_batch(held_out, chosen, tokenizer, None), run.device)
    learnt = overfit(model, lambda: caption_loss(model, *batch), run, peak=PEAK)
    same = [mark(CONSTANT, sight) for sight in held_out.sights]
    return {"constant": _summary(same), "one_batch": learnt}


def train_caption(run: Run) -> Figures:
    """Train on the pool's frames and save model and processor; returns the last figures."""
    model, tokenizer = _prepared(run)
    budget = Budget.of(run, peak=PEAK)
    trainer = Trainer(model, budget, run.work, decay=0.02, resume=run.resume, begin=run.begin)
    data = Frames.load(run, "train", SHARDS, NAMES)
    held_out = Frames.load(run, "validation", 2, NAMES)
    count = run.sized(**BATCH)

    def draw(rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
        chosen = rng.integers(len(data.sights), size=count)
        draws = Draws("caption train", int(rng.integers(2**62)))
        return draw_batch(data, chosen, tokenizer, draws)

    batches = supply(run, draw, budget.step)
    return trainer.fit(
        lambda: caption_loss(model, *next(batches)),
        measure=lambda whole: measure(model, tokenizer, held_out, 600 if whole else 160),
        keep=lambda: blip.save(model, tokenizer, run.out),
    )


def draw_batch(
    data: Frames, chosen: np.ndarray, tokenizer: BertTokenizer, draws: Draws | None
) -> tuple[torch.Tensor, torch.Tensor]:
    """Images (batch, 128, 128, 3) bytes; the captions' ids (batch, tokens), padded with 0.

    With `draws`, square frames are mirrored at random.
    """
    shown = [data.shown(index, draws) for index in chosen.tolist()]
    texts = [tell(sight) for _, sight in shown]
    ids = tokenizer(texts, padding=True, return_tensors="pt")["input_ids"]
    assert isinstance(ids, torch.Tensor)
    return torch.from_numpy(np.stack([image for image, _ in shown])), ids


def caption_loss(
    model: BlipForConditionalGeneration, images: torch.Tensor, ids: torch.Tensor
) -> tuple[torch.Tensor, Said]:
    """Cross-entropy of every next token."""
    with autocast(ids.device.type):
        with torch.no_grad():
            pixels = blip.normalised(images, ids.device)
            features = model.vision_model(pixels).last_hidden_state
        logits = model.text_decoder(input_ids=ids[:, :-1], encoder_hidden_states=features).logits
    wanted = ids[:, 1:].masked_fill(ids[:, 1:] == 0, -100)
    loss = cross_entropy(logits.float().flatten(0, 1), wanted.flatten(), ignore_index=-100)
    right = (logits.argmax(-1) == wanted)[wanted >= 0].float().mean()
    return loss, {"loss": loss.detach(), "right": right}


@torch.no_grad()
def measure(
    model: BlipForConditionalGeneration, tokenizer: BertTokenizer, held_out: Frames, frames: int
) -> dict[str, float]:
    """How right the captions of validation frames are."""
    model.eval()
    marks: list[Marks] = []
    frames = min(frames, len(held_out.sights))
    chosen = np.linspace(0, len(held_out.sights) - 1, frames).astype(int)
    for part in np.array_split(chosen, -(-frames // BATCH["cpu"])):
        pixels = blip.normalised(held_out.pool.images[part], str(model.device))
        tokens = model.generate(pixel_values=pixels, max_new_tokens=CAPTION_TOKENS)
        texts = tokenizer.batch_decode(tokens, skip_special_tokens=True)
        sights = [held_out.sights[index] for index in part.tolist()]
        marks += [mark(text, sight) for text, sight in zip(texts, sights, strict=True)]
    model.train()
    return _summary(marks)


def evaluate_caption(folder: Path, *, scenes: int, device: str) -> dict[str, Any]:
    """How right captions of test scenes are, through the adapter that programs use.

    `nouns`: everything that is there is named and nothing else; `counts`: in the right number too;
    `all`: and every colour and the ground are right.
    """
    model = BlipCaption(ModelSpec("caption", "blip_caption", str(folder), "local"), device)
    model.load()
    axes: dict[str, Any] = {}
    same: list[Marks] = []
    for axis, drawn in test_pictures(scenes).items():
        pictures = list(drawn)
        marks = [mark(_written(model, one.image), one.sight) for one in pictures]
        axes[axis] = {
            "what": AXES[axis],
            "pictures": len(marks),
            "things": sum(len(one.sight.things) for one in pictures),
            "nouns": share("nouns all right", sum(one.nouns for one in marks), len(marks)),
            "counts": share("nouns and numbers right", sum(map(_counted, marks)), len(marks)),
            "all": share("and colours and ground right", sum(map(_everything, marks)), len(marks)),
            "precision": share(
                "told nouns that are there", sum(m.told for m in marks), sum(m.said for m in marks)
            ),
            "recall": share(
                "nouns there that are told", sum(m.told for m in marks), sum(m.there for m in marks)
            ),
        }
        same += [mark(CONSTANT, one.sight) for one in pictures]
    by_chance = round(float(np.mean([_counted(one) for one in same])), 3)
    return {"axes": axes, "one_caption_for_all": by_chance}


def _written(model: BlipCaption, image: Pixels) -> str:
    return str(model.caption([{"image": Image(image)}])[0])


def _counted(one: Marks) -> bool:
    return one.nouns and one.counts


def _everything(one: Marks) -> bool:
    return _counted(one) and one.colours and one.ground


def _summary(marks: list[Marks]) -> dict[str, float]:
    told = sum(one.told for one in marks)
    figures = {
        "nouns": float(np.mean([one.nouns for one in marks])),
        "counts": float(np.mean([_counted(one) for one in marks])),
        "all": float(np.mean([_everything(one) for one in marks])),
        "ground": float(np.mean([one.ground for one in marks])),
        "precision": told / max(sum(one.said for one in marks), 1),
        "recall": told / max(sum(one.there for one in marks), 1),
    }
    return {name: round(value, 4) for name, value in figures.items()}


def _prepared(run: Run) -> tuple[BlipForConditionalGeneration, BertTokenizer]:
    """The untrained model with a tower that knows the world, and words in that tower's terms."""
    torch.manual_seed(run.seed)
    tokenizer = blip.make_tokenizer(WORDS)
    model = BlipForConditionalGeneration(blip.make_config(tokenizer, layers=LAYERS))
    answering = BlipForQuestionAnswering.from_pretrained(run.starts["vqa"], dtype=torch.float32)
    model.vision_model.load_state_dict(answering.vision_model.state_dict())
    model.vision_model.requires_grad_(False)
    model.to(run.device)
    text = model.text_decoder.bert
    blip.start_text(text, size=0.1)
    shards = sorted((run.pool / "train").glob("*.npz"))[:TEACHING_SHARDS]
    data = Pool.load(shards, NAMES)
    detector = blip.Detector(run.starts["detect"], run.device)
    start = blip.read_nouns(
        model.vision_model, detector, data, np.random.default_rng(run.seed), run.device
    )
    blip.name_words(text, tokenizer, start["basis"], 0.8)
    first, *deeper = text.encoder.layer
    seek(first.crossattention, start)
    for layer in deeper:
        name(layer.crossattention, start)
    return model, tokenizer


@torch.no_grad()
def name(attention: Any, start: dict[str, Any]) -> None:
    """Let what cross-attention finds be written where a word says which noun it is.

    Heads look for places, and the first two write nouns; a third tells where it looks.
    """
    width = blip.NAMING
    for head, found in enumerate(("everywhere", "once", "places")):
        rows = slice(head * width, (head + 1) * width)
        attention.self.key.weight[rows] = start["places"]
        attention.self.value.weight[rows] = start[found]
        attention.output.dense.weight[:width, rows] = torch.eye(width) * (found != "places")
    locate(attention, 2, start["places"])


RECIPE = Recipe(
    role="caption",
    hours=0.7,
    headline=("axes", "plain", "counts"),
    train=train_caption,
    checks=check_caption,
    evaluate=evaluate_caption,
    needs=("detect", "vqa"),
)
