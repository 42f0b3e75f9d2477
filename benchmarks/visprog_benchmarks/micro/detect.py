"""Train the detector: an OWLv2 of 1.4 million weights over 128-pixel frames."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, normalize
from transformers import (
    AutoTokenizer,
    Owlv2Config,
    Owlv2ForObjectDetection,
    Owlv2ImageProcessor,
    Owlv2Processor,
)

from visprog_benchmarks.micro.detectors import ZOOMS, owl
from visprog_benchmarks.micro.folders import choose_settings, evaluate_detector
from visprog_benchmarks.micro.init import keep_code_clean, set_shifts, shift_init, xavier
from visprog_benchmarks.micro.losses import (
    Targets,
    constant_iou,
    focal,
    positive_tokens,
    weighted_box_loss,
)
from visprog_benchmarks.micro.phrases import (
    ABSENT_WORDS,
    SYNONYMS,
    TEMPLATES,
    coloured,
    prompt,
)
from visprog_benchmarks.micro.pool import CELLS, SIDE, Pool
from visprog_benchmarks.micro.recipe import Figures, Recipe, Run
from visprog_benchmarks.micro.scoring import measure_frames
from visprog_benchmarks.micro.session import (
    Budget,
    Said,
    Trainer,
    autocast,
    overfit,
    place_among_processes,
)
from visprog_benchmarks.micro.tokenizer import LONGEST
from visprog_tools.sprites import nouns

WIDTH = 128
RADII = (1, 2, 3, 5)
SHARPNESS = (1.35, 2.0, 2.7, 3.2)
BATCH = {"cpu": 16, "cuda": 256}
PEAK = 1e-3
SINGLE, TIGHTENING = (1.0, 4.0), 0.7
"""The weight of the box of each thing's own token, before and after that share of the training.

First all tokens on a thing have to learn its extent; in the end only the one that answers for it
counts. The shipped weights were trained so from step 9081 of 13000 on.
"""
NAMES = ("images", "boxes", "labels", "colours", "whole", "owners", "square")
MEAN, SPREAD = (0.5, 0.5, 0.5), (0.25, 0.25, 0.25)
OWN_PARTS = ("position_", "class_embedding", "q_proj", "k_proj")
COLOURED = tuple(phrase for noun in nouns() if len(coloured(noun)) > 1 for phrase in coloured(noun))


def make_model(tokenizer: Any) -> Owlv2ForObjectDetection:
    """The untrained model; attention heads start out looking 1 to 4 cells away."""
    text = {
        "hidden_size": WIDTH,
        "intermediate_size": 2 * WIDTH,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "vocab_size": len(tokenizer),
        "max_position_embeddings": LONGEST,
        "hidden_act": "gelu",
        "bos_token_id": tokenizer.bos_token_id,
        "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.pad_token_id,
    }
    vision = {
        "hidden_size": WIDTH,
        "intermediate_size": 3 * WIDTH,
        "num_hidden_layers": 4,
        "num_attention_heads": 4,
        "image_size": SIDE,
        "patch_size": SIDE // CELLS,
        "hidden_act": "gelu",
    }
    config = Owlv2Config(text_config=text, vision_config=vision, projection_dim=WIDTH)
    config._attn_implementation = "eager"
    model = Owlv2ForObjectDetection(config)
    xavier(model)
    shift_init(model.owlv2.vision_model, CELLS, RADII, SHARPNESS)
    with torch.no_grad():
        model.box_head.dense2.weight *= 0.05
        model.box_head.dense2.bias[2:] = 1.3
        model.objectness_head.dense2.bias.fill_(-3)
        for linear, bias in (
            (model.class_head.logit_scale, 9),
            (model.class_head.logit_shift, -0.6),
        ):
            linear.weight *= 0.1
            linear.bias.fill_(bias)
    return model


@torch.no_grad()
def warm_start(model: Owlv2ForObjectDetection, classifier: Path) -> int:
    """Copy a trained classifier folder's towers; returns how many tensors were taken.

    Positions, queries and keys of the vision tower stay as `shift_init` made them: the frames have
    more cells than the crops.
    """
    weights = {
        name.replace("pre_layrnorm", "pre_layernorm"): value.float()
        for name, value in load_file(classifier / "model.safetensors").items()
        if not any(part in name for part in ("visual_projection", "logit_scale"))
        and not (name.startswith("vision") and any(part in name for part in OWN_PARTS))
    }
    report = model.owlv2.load_state_dict(weights, strict=False)
    if report.unexpected_keys:
        raise ValueError(f"the classifier's towers do not fit: {report.unexpected_keys[:3]}")
    set_shifts(model.owlv2.vision_model, CELLS, RADII, SHARPNESS)
    return len(weights)


def check_detect(run: Run) -> Figures:
    """The IoU of a constant box on validation frames, and one batch learnt by heart."""
    model, tokenizer = _prepared(run)
    rng = np.random.default_rng(run.seed)
    held_out = Pool.stage(run.pool, "validation", NAMES)
    frames = Frames.of(held_out, run.device)
    pixels, targets = frames.batch(rng, run.sized(**BATCH))
    ids = draw_prompts(tokenizer, rng).to(run.device)

    def loss() -> tuple[torch.Tensor, Said]:
        with autocast(run.device):
            return detection_loss(model, pixels, targets, embed_prompts(model, ids), SINGLE[0])

    learnt = overfit(model, loss, run, peak=PEAK)
    boxes = torch.from_numpy(held_out.boxes[held_out.labels >= 0])
    return {"constant": {"iou": round(constant_iou(boxes), 4)}, "one_batch": learnt}


def train_detect(run: Run) -> Figures:
    """Train on the pool's frames and save model and processor; returns the last figures."""
    rank, processes = place_among_processes()
    model, tokenizer = _prepared(run)
    budget = Budget.of(run, peak=PEAK)
    trainer = Trainer(model, budget, run.work, decay=0.03, resume=run.resume, begin=run.begin)
    rng = np.random.default_rng((run.seed, rank, budget.step))
    shards = sorted((run.pool / "train").glob("*.npz"))[rank::processes]
    data = Frames.of(Pool.load(shards, NAMES), run.device)
    held_out = Pool.stage(run.pool, "validation", NAMES)
    queries = torch.zeros(0)

    def loss() -> tuple[torch.Tensor, Said]:
        nonlocal queries
        pixels, targets = data.batch(rng, run.sized(**BATCH))
        single = SINGLE[budget.share >= TIGHTENING]
        with autocast(run.device):
            if budget.step % 3 == 0 or not len(queries):
                queries = embed_prompts(model, draw_prompts(tokenizer, rng).to(run.device))
            else:
                queries = queries.detach()
            return detection_loss(model, pixels, targets, queries, single)

    return trainer.fit(
        loss,
        measure=lambda all_: measure_frames(
            model, tokenizer, held_out, len(held_out.images) if all_ else 200
        ),
        keep=lambda: save(model, tokenizer, run.out),
    )


def _prepared(run: Run) -> tuple[Owlv2ForObjectDetection, Any]:
    """The model with the classifier's towers, and the classifier's tokenizer."""
    torch.manual_seed(run.seed)
    classifier = run.starts["classify"]
    tokenizer = AutoTokenizer.from_pretrained(classifier)
    model = make_model(tokenizer)
    warm_start(model, classifier)
    keep_code_clean(model.owlv2.vision_model)
    if run.device != "cpu":
        model.set_attn_implementation("sdpa")  # on a CPU it trains at 0.6 times eager's speed
    return model.to(run.device), tokenizer


def save(model: Owlv2ForObjectDetection, tokenizer: Any, out: Path) -> None:
    """Model (float16) and processor as an ordinary Hugging Face folder."""
    copy = Owlv2ForObjectDetection(model.config)
    copy.load_state_dict(model.state_dict())
    copy.half().save_pretrained(out)
    images = Owlv2ImageProcessor(
        size={"height": SIDE, "width": SIDE}, image_mean=list(MEAN), image_std=list(SPREAD)
    )
    Owlv2Processor(images, tokenizer).save_pretrained(out)


def draw_prompts(tokenizer: Any, rng: np.random.Generator) -> torch.Tensor:
    """(queries, tokens): all nouns, all coloured nouns, then words that are never in a scene."""
    texts = []
    for noun in nouns():
        name = noun
        if noun in SYNONYMS and rng.random() < 0.125:
            name = str(rng.choice(SYNONYMS[noun]))
        texts.append(prompt(str(rng.choice(TEMPLATES)), name))
    texts += [prompt(str(rng.choice(TEMPLATES)), phrase) for phrase in COLOURED]
    letters = [chr(ord("a") + n) for n in range(26)]
    invented = ["".join(rng.choice(letters, rng.integers(3, 7))) for _ in range(8)]
    absent = [*rng.choice(ABSENT_WORDS, 8, replace=False), *invented]
    texts += [prompt(str(rng.choice(TEMPLATES)), str(word)) for word in absent]
    ids = tokenizer(texts, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")[
        "input_ids"
    ]
    assert isinstance(ids, torch.Tensor)
    return ids


def embed_prompts(model: Owlv2ForObjectDetection, ids: torch.Tensor) -> torch.Tensor:
    """(queries, 128) unit vectors."""
    pooled = model.owlv2.text_model(input_ids=ids).pooler_output
    return normalize(model.owlv2.text_projection(pooled).float(), dim=-1)


_FIRST_COLOUR = {phrase: number for number, phrase in enumerate(COLOURED)}
_PHRASE_START = torch.tensor([_FIRST_COLOUR.get(coloured(noun)[0], -1) for noun in nouns()])


@dataclass(frozen=True)
class Frames:
    """The pool's frames on the device that trains; axes as in `Pool`."""

    images: torch.Tensor
    boxes: torch.Tensor
    labels: torch.Tensor
    phrases: torch.Tensor
    whole: torch.Tensor
    owners: torch.Tensor
    square: torch.Tensor

    @classmethod
    def of(cls, pool: Pool, device: str) -> Frames:
        labels = torch.from_numpy(pool.labels.astype(np.int64))
        colours = torch.from_numpy(pool.colours.astype(np.int64))
        phrases = torch.where(colours >= 0, _PHRASE_START[labels.clamp(min=0)] + colours, -1)
        return cls(
            images=torch.from_numpy(pool.images).to(device),
            boxes=torch.from_numpy(pool.boxes).to(device),
            labels=labels.to(device),
            phrases=phrases.to(device),
            whole=torch.from_numpy(pool.whole).to(device),
            owners=torch.from_numpy(pool.owners).to(device),
            square=torch.from_numpy(pool.square).to(device),
        )

    def batch(self, rng: np.random.Generator, count: int) -> tuple[torch.Tensor, Targets]:
        """Normalised pixels (count, 3, 128, 128) and targets; square frames are mirrored at
        random, all are slightly tinted."""
        device = self.images.device
        chosen = torch.from_numpy(rng.integers(len(self.images), size=count)).to(device)
        gain = torch.from_numpy(rng.uniform(0.92, 1.08, (count, 3, 1, 1)).astype(np.float32))
        turned = torch.from_numpy(rng.random(count) < 0.5).to(device) & self.square[chosen]
        pixels = self.images[chosen].permute(0, 3, 1, 2).float() / 255
        pixels = torch.where(turned[:, None, None, None], pixels.flip(-1), pixels)
        boxes, owners = self.boxes[chosen], self.owners[chosen].long()
        left, top, right, bottom = boxes.unbind(-1)
        mirrored = torch.stack([1 - right, top, 1 - left, bottom], -1)
        targets = Targets(
            boxes=torch.where(turned[:, None, None], mirrored, boxes),
            labels=self.labels[chosen],
            phrases=self.phrases[chosen],
            whole=self.whole[chosen],
            owners=torch.where(turned[:, None, None], owners.flip(-1), owners).flatten(1),
        )
        return ((pixels * gain.to(device)).clamp(0, 1) - MEAN[0]) / SPREAD[0], targets


def detection_loss(
    model: Owlv2ForObjectDetection,
    pixels: torch.Tensor,
    targets: Targets,
    queries: torch.Tensor,
    tightness: float,
) -> tuple[torch.Tensor, Said]:
    """The whole loss, and figures for the log.

    `tightness` weighs the box of the one token that answers for each thing.
    """
    feature_map, _ = model.image_embedder(pixel_values=pixels)
    with torch.autocast(pixels.device.type, enabled=False):
        feature_map = feature_map.float()
        features = feature_map.flatten(1, 2)
        boxes = model.box_predictor(features, feature_map)
        objectness = model.objectness_predictor(features)
        logits, embedded = model.class_head(features, queries[None], None)
        count, rows = len(nouns()), torch.arange(len(pixels), device=pixels.device)[:, None]
        wanted = targets.wanted
        token = positive_tokens(logits, targets, CELLS)
        owner = (targets.owners - 1).clamp(min=0)
        covered = (targets.owners > 0) & wanted.gather(1, owner)
        unknown = (targets.owners > 0) & ~covered
        owner_box = targets.boxes[rows, owner]
        owner_label = targets.labels.gather(1, owner)

        dense, dense_iou = weighted_box_loss(boxes, owner_box, covered.float())
        single, iou = weighted_box_loss(boxes[rows, token], targets.boxes, wanted.float())
        named = _named(embedded, queries[:count], owner_label, covered)
        owner_phrase = targets.phrases.gather(1, owner)
        phrases = queries[count : count + len(COLOURED)]
        toned = _named(embedded, phrases, owner_phrase, covered & (owner_phrase >= 0))

        hit = torch.zeros_like(logits)
        has_phrase = wanted & (targets.phrases >= 0)
        for label, asked in (
            (targets.labels, wanted),
            (count + targets.phrases, has_phrase),
        ):
            place = rows.expand_as(token), token, label.clamp(min=0)
            hit.index_put_(place, asked.to(hit.dtype), accumulate=True)
        hit.clamp_(max=1)
        found = focal(logits, hit, (~unknown)[..., None].float())
        present = binary_cross_entropy_with_logits(objectness, covered.float())
        loss = dense + tightness * single + named + 0.5 * toned + 2 * found + 0.3 * present
    figures = {
        "loss": loss.detach(),
        "iou": iou,
        "dense_iou": dense_iou,
        "named": named.detach(),
        "toned": toned.detach(),
        "found": found.detach(),
    }
    return loss, figures


def _named(
    embedded: torch.Tensor, queries: torch.Tensor, label: torch.Tensor, asked: torch.Tensor
) -> torch.Tensor:
    """Cross-entropy of the queries at the tokens (batch, tokens) that are asked."""
    offered = 12 * embedded @ queries.T
    loss = cross_entropy(offered.transpose(1, 2), label.clamp(min=0), reduction="none")
    return (loss * asked).sum() / asked.sum().clamp(min=1)


RECIPE = Recipe(
    role="detect",
    hours=0.8,
    headline=("axes", "plain", "ap50"),
    train=train_detect,
    checks=check_detect,
    evaluate=lambda folder, *, scenes, device: evaluate_detector(
        owl(folder, device), folder, scenes=scenes
    ),
    settings=lambda folder, *, scenes, device: {
        **choose_settings(owl(folder, device), scenes=scenes),
        "zooms": list(ZOOMS),
    },
    needs=("classify",),
)
