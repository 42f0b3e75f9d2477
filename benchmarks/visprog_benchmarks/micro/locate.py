"""Train the locator: a Grounding DINO of 1.4 million weights over 128-pixel frames.

Hugging Face's own loss never trains the proposal stage and its random initialisation saturates, so
both are replaced here; class, forward pass and saved folder are Hugging Face's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy, logsigmoid, softplus
from transformers import (
    BertConfig,
    BertTokenizer,
    GroundingDinoConfig,
    GroundingDinoForObjectDetection,
    GroundingDinoImageProcessor,
    GroundingDinoProcessor,
    ResNetConfig,
)

from visprog_benchmarks.micro.captions import (
    LONGEST,
    MEAN,
    QUESTION,
    SPREAD,
    Captioned,
    captioned,
    make_tokenizer,
    unpadded,
)
from visprog_benchmarks.micro.detectors import ZOOMS, dino
from visprog_benchmarks.micro.folders import choose_settings, evaluate_detector
from visprog_benchmarks.micro.init import xavier
from visprog_benchmarks.micro.losses import (
    box_loss,
    constant_iou,
    match,
    pairwise_iou,
    to_corners,
)
from visprog_benchmarks.micro.pool import SIDE, Pool
from visprog_benchmarks.micro.recipe import Figures, Recipe, Run
from visprog_benchmarks.micro.scoring import Found, asked_labels, judge_all, pool_truth, rank
from visprog_benchmarks.micro.session import Budget, Trainer, overfit
from visprog_tools.sprites import nouns

WIDTH = 96
BATCH = 16
PEAK = 1e-3
QUERIES = 20
NAMES = ("images", "boxes", "labels", "colours", "whole", "square")
GRIDS = (16, 8)


def make_model() -> GroundingDinoForObjectDetection:
    """The untrained model with the prior biases and scales that let it learn in minutes."""
    config = GroundingDinoConfig(
        backbone_config=ResNetConfig(
            embedding_size=32,
            hidden_sizes=[32, 64, 128],
            depths=[1, 2, 2],
            layer_type="basic",
            out_features=["stage2", "stage3"],
        ),
        text_config=BertConfig(
            vocab_size=QUESTION + 1,
            hidden_size=64,
            num_hidden_layers=1,
            num_attention_heads=4,
            intermediate_size=128,
            max_position_embeddings=LONGEST,
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        ),
        d_model=WIDTH,
        encoder_layers=1,
        decoder_layers=2,
        encoder_ffn_dim=192,
        decoder_ffn_dim=192,
        encoder_attention_heads=4,
        decoder_attention_heads=4,
        num_queries=QUERIES,
        num_feature_levels=len(GRIDS),
        dropout=0.0,
        fusion_droppath=0.0,
        max_text_len=LONGEST,
        disable_custom_kernels=True,
    )
    config._attn_implementation = "eager"
    model = GroundingDinoForObjectDetection(config)
    model.requires_grad_(True)
    _start(model)
    return model


@torch.no_grad()
def _start(model: GroundingDinoForObjectDetection) -> None:
    for name, part in model.named_modules():
        if isinstance(part, nn.Linear | nn.Conv2d) and not name.endswith(
            ("sampling_offsets", "attention_weights")
        ):
            xavier(part)
    nn.init.normal_(model.model.text_backbone.embeddings.word_embeddings.weight, std=0.5)
    for layer in model.model.encoder.layers:
        layer.fusion_layer.vision_param.fill_(0.1)
        layer.fusion_layer.text_param.fill_(0.1)
    last = model.model.encoder.layers[-1].text_enhancer_layer.layer_norm_after
    last.weight.fill_(0.15)
    # Channel 0 carries the prior: text says -4 there, every query 1.
    last.weight[0], last.bias[0] = 0.0, -4.0
    for norm in (model.model.enc_output_norm, model.model.decoder.layer_norm):
        norm.weight[0], norm.bias[0] = 0.0, 1.0
    proposals = model.model.encoder_output_bbox_embed
    for head in (proposals, *model.bbox_embed, *model.model.decoder.bbox_embed):
        head.layers[-1].weight *= 0.05
    proposals.layers[-1].bias[2:] = 1.5


def live_norms(module: nn.Module) -> None:
    """Swap frozen batch norms for learning ones, which save under the same names."""
    for name, child in module.named_children():
        if type(child).__name__ == "GroundingDinoFrozenBatchNorm2d":
            setattr(module, name, nn.BatchNorm2d(child.get_buffer("weight").numel()))
        else:
            live_norms(child)


def check_locate(run: Run) -> Figures:
    """The IoU of a constant box on validation frames, and one batch learnt by heart."""
    model, tokenizer = _prepared(run)
    rng = np.random.default_rng(run.seed)
    held_out = Pool.stage(run.pool, "validation", NAMES)
    chosen = rng.integers(len(held_out.images), size=BATCH)
    data = captioned(held_out, chosen, tokenizer, rng, run.device)
    learnt = overfit(model, lambda: location_loss(model, data), run, peak=PEAK)
    boxes = torch.from_numpy(held_out.boxes[held_out.labels >= 0])
    return {"constant": {"iou": round(constant_iou(boxes), 4)}, "one_batch": learnt}


def train_locate(run: Run) -> Figures:
    """Train on the pool's frames and save model and processor; returns the last figures."""
    model, tokenizer = _prepared(run)
    budget = Budget.of(run, peak=PEAK, warm_up=100)
    trainer = Trainer(model, budget, run.work, decay=1e-4, resume=run.resume)
    rng = np.random.default_rng((run.seed, budget.step))
    data = Pool.stage(run.pool, "train", NAMES)
    held_out = Pool.stage(run.pool, "validation", NAMES)

    def loss() -> tuple[torch.Tensor, dict[str, float]]:
        chosen = rng.integers(len(data.images), size=BATCH)
        return location_loss(model, captioned(data, chosen, tokenizer, rng, run.device))

    return trainer.fit(
        loss,
        measure=lambda all_: measure(
            model, tokenizer, held_out, len(held_out.images) if all_ else 200
        ),
        keep=lambda: save(model, tokenizer, run.out),
    )


def _prepared(run: Run) -> tuple[GroundingDinoForObjectDetection, BertTokenizer]:
    torch.manual_seed(run.seed)
    model = make_model()
    live_norms(model)
    return model.to(run.device), make_tokenizer()


def save(model: GroundingDinoForObjectDetection, tokenizer: Any, out: Path) -> None:
    """Model (float16) and processor as an ordinary Hugging Face folder."""
    weights = {k: v for k, v in model.state_dict().items() if "num_batches_tracked" not in k}
    copy = GroundingDinoForObjectDetection(model.config)
    copy.load_state_dict(weights)
    copy.half().save_pretrained(out)
    images = GroundingDinoImageProcessor(
        size={"height": SIDE, "width": SIDE},
        do_pad=False,
        image_mean=list(MEAN),
        image_std=list(SPREAD),
    )
    GroundingDinoProcessor(images, tokenizer).save_pretrained(out)


def location_loss(
    model: GroundingDinoForObjectDetection, data: Captioned
) -> tuple[torch.Tensor, dict[str, float]]:
    """Losses of the proposals (all tokens) and of each decoder layer, and figures for the log."""
    mask = data.ids != 0
    out = model(
        pixel_values=data.pixels,
        input_ids=data.ids,
        attention_mask=mask.long(),
        token_type_ids=torch.zeros_like(data.ids),
    )
    loss, proposal_iou = _proposal_loss(out, data, mask)
    references = [out.init_reference_points]
    iou = proposal_iou
    for layer in range(model.config.decoder_layers):
        hidden = out.intermediate_hidden_states[:, layer]
        logits = model.class_embed[layer](hidden, out.encoder_last_hidden_state_text, mask)
        reference = references[-1]
        boxes = (model.bbox_embed[layer](hidden) + torch.special.logit(reference, 1e-5)).sigmoid()
        layer_loss, iou = _layer_loss(logits[..., : mask.shape[1]], boxes, reference, data, mask)
        loss = loss + layer_loss
        references.append(out.intermediate_reference_points[:, layer])
    figures = {"loss": loss.item(), "proposal_iou": proposal_iou, "iou": iou}
    return loss, {name: round(value, 3) for name, value in figures.items()}


def _proposal_loss(out: Any, data: Captioned, mask: torch.Tensor) -> tuple[torch.Tensor, float]:
    logits = out.enc_outputs_class[..., : mask.shape[1]]
    boxes = out.enc_outputs_coord_logits.sigmoid()
    centres = _token_centres(logits.device)
    target = torch.zeros_like(logits)
    keep = mask[:, None].expand_as(logits).clone()
    chosen, truths, named, owners = [], [], [], []
    for row, (truth, names) in enumerate(zip(data.boxes, data.names, strict=True)):
        if not len(truth):
            continue
        middle, size = (truth[:, :2] + truth[:, 2:]) / 2, truth[:, 2:] - truth[:, :2]
        away = ((centres[:, None] - middle) / size).abs().amax(-1)
        nearest = (centres[:, None] - middle).square().sum(-1).argmin(0)
        away[nearest, torch.arange(len(truth))] = 0
        best = (away + 0.3 * size.prod(-1).sqrt()).argmin(-1)
        inside = away.gather(1, best[:, None]).squeeze(1)
        positive, near = inside < 0.2, inside < 0.4
        target[row, positive] = data.phrases[row, names[best[positive]]].float()
        keep[row, near & ~positive] = False
        chosen.append(boxes[row, near])
        truths.append(truth[best[near]])
        tokens = data.phrases[row].float()
        means = logits[row, near].masked_fill(~mask[row], 0) @ tokens.T
        named.append(means / tokens.sum(-1).clamp(min=1))
        owners.append(names[best[near]])
    loss = 2 * _focal(logits, target, keep)
    if not chosen:
        return loss, 0.0
    fit, iou = box_loss(torch.cat(chosen), torch.cat(truths))
    word = torch.cat(
        [cross_entropy(a, b, reduction="none") for a, b in zip(named, owners, strict=True)]
    )
    return loss + fit + word.mean(), iou.item()


def _layer_loss(
    logits: torch.Tensor,
    boxes: torch.Tensor,
    reference: torch.Tensor,
    data: Captioned,
    mask: torch.Tensor,
) -> tuple[torch.Tensor, float]:
    target = torch.zeros_like(logits)
    matched, truths, close, close_truths = [], [], [], []
    for row, (truth, names) in enumerate(zip(data.boxes, data.names, strict=True)):
        if not len(truth):
            continue
        tokens = data.phrases[row, names].float()
        with torch.no_grad():
            score = logits[row].masked_fill(~mask[row], 0).sigmoid() @ tokens.T
            score = score / tokens.sum(-1).clamp(min=1)
            queries, things = match(boxes[row], truth, score)
            overlap = pairwise_iou(to_corners(reference[row])[:, None], truth[None])[0]
            best = overlap.max(-1)
        target[row, queries] = tokens[things]
        matched.append(boxes[row, queries])
        truths.append(truth[things])
        close.append(boxes[row, best.values > 0.4])
        close_truths.append(truth[best.indices[best.values > 0.4]])
    loss = 2 * _focal(logits, target, mask[:, None].expand_as(logits))
    if not matched:
        return loss, 0.0
    fit, iou = box_loss(torch.cat(matched), torch.cat(truths))
    extra, _ = box_loss(torch.cat(close), torch.cat(close_truths))
    return loss + fit + 0.5 * extra, iou.item()


def _focal(logits: torch.Tensor, target: torch.Tensor, keep: torch.Tensor) -> torch.Tensor:
    """Focal loss (gamma 2): the mean over positives plus the negatives' sum per positive."""
    logits = logits.masked_fill(~keep, 0)
    score = logits.sigmoid()
    right = -(1 - score).square() * logsigmoid(logits) * target
    wrong = score.square() * softplus(logits) * (1 - target)
    return ((right + wrong) * keep).sum() / (target * keep).sum().clamp(min=1)


def _token_centres(device: torch.device) -> torch.Tensor:
    """(tokens, 2): the centres x, y of both grids' cells as fractions."""
    centres = []
    for cells in GRIDS:
        place = (torch.arange(cells, device=device) + 0.5) / cells
        y, x = torch.meshgrid(place, place, indexing="ij")
        centres.append(torch.stack([x, y], -1).view(-1, 2))
    return torch.cat(centres)


@torch.no_grad()
def measure(
    model: GroundingDinoForObjectDetection, tokenizer: Any, pool: Pool, count: int
) -> dict[str, float]:
    """AP on the pool's frames, one name per caption, present names and four absent ones."""
    model.eval()
    rng = np.random.default_rng(5)
    found, truths = [], []
    for index in range(min(count, len(pool.images))):
        truth = pool_truth(pool, index)
        image, boxes = unpadded(pool, index)
        there = pool.labels[index] >= 0
        truths.append(type(truth)(torch.from_numpy(boxes[there]), truth.labels, truth.asked))
        asked = asked_labels(truth, rng)
        pixels = torch.from_numpy(image.copy()).permute(2, 0, 1)[None].float() / 255
        pixels = ((pixels - MEAN[0]) / SPREAD[0]).expand(len(asked), -1, -1, -1)
        inputs = tokenizer([f"{nouns()[n]}." for n in asked], padding=True, return_tensors="pt")
        device = model.device
        out = model(pixel_values=pixels.to(device), **inputs.to(device))
        scores = out.logits.sigmoid().amax(-1).flatten().cpu()
        corners = to_corners(out.pred_boxes).flatten(0, 1).cpu()
        labels = asked.repeat_interleave(QUERIES)
        found.append(Found(corners, scores, labels).above(0.05).suppressed(0.5))
    model.train()
    at_half = rank(judge_all(found, truths, 0.5))
    threshold = at_half.best_threshold()
    precision, recall = at_half.at(threshold)
    figures = {
        "ap50": at_half.average_precision(),
        "ap75": rank(judge_all(found, truths, 0.75)).average_precision(),
        "precision": precision,
        "recall": recall,
        "threshold": threshold,
    }
    return {name: round(value, 4) for name, value in figures.items()}


RECIPE = Recipe(
    role="locate",
    hours=2.0,
    headline=("axes", "plain", "ap50"),
    train=train_locate,
    checks=check_locate,
    evaluate=lambda folder, *, scenes, device: evaluate_detector(
        dino(folder, device), folder, scenes=scenes
    ),
    settings=lambda folder, *, scenes, device: {
        **choose_settings(dino(folder, device), scenes=scenes),
        "zooms": list(ZOOMS),
    },
)
