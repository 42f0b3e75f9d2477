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
from visprog_benchmarks.micro.detectors import ZOOMS, dino, owl
from visprog_benchmarks.micro.folders import choose_settings, evaluate_detector
from visprog_benchmarks.micro.init import xavier
from visprog_benchmarks.micro.losses import (
    constant_iou,
    match,
    pairwise_iou,
    to_corners,
    weighted_box_loss,
)
from visprog_benchmarks.micro.pool import SIDE, Pool
from visprog_benchmarks.micro.recipe import Figures, Recipe, Run
from visprog_benchmarks.micro.scoring import Found, asked_labels, judge_all, pool_truth, rank
from visprog_benchmarks.micro.session import Budget, Said, Trainer, overfit
from visprog_benchmarks.micro.supply import moved, supply
from visprog_tools.sprites import nouns

WIDTH = 96
BATCH = {"cpu": 16, "cuda": 192}
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
    chosen = rng.integers(len(held_out.images), size=run.sized(**BATCH))
    data = moved(captioned(held_out, chosen, tokenizer, rng), run.device)
    learnt = overfit(model, lambda: location_loss(model, data), run, peak=PEAK)
    boxes = torch.from_numpy(held_out.boxes[held_out.labels >= 0])
    return {"constant": {"iou": round(constant_iou(boxes), 4)}, "one_batch": learnt}


def train_locate(run: Run) -> Figures:
    """Train on the pool's frames and save model and processor; returns the last figures."""
    model, tokenizer = _prepared(run)
    budget = Budget.of(run, peak=PEAK, warm_up=100)
    trainer = Trainer(model, budget, run.work, decay=1e-4, resume=run.resume, begin=run.begin)
    data = Pool.stage(run.pool, "train", NAMES)
    held_out = Pool.stage(run.pool, "validation", NAMES)
    count = run.sized(**BATCH)

    def draw(rng: np.random.Generator) -> Captioned:
        return captioned(data, rng.integers(len(data.images), size=count), tokenizer, rng)

    batches = supply(run, draw, budget.step)
    return trainer.fit(
        lambda: location_loss(model, next(batches)),
        measure=lambda all_: measure(
            model, tokenizer, held_out, len(held_out.images) if all_ else 100
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
) -> tuple[torch.Tensor, Said]:
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
    return loss, {"loss": loss.detach(), "proposal_iou": proposal_iou, "iou": iou}


def _proposal_loss(
    out: Any, data: Captioned, mask: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor]:
    """Every token answers for a thing if it lies in the middle of its box; the loss and the IoU."""
    logits = out.enc_outputs_class[..., : mask.shape[1]]
    there = data.names >= 0
    middle, size = (data.boxes[..., :2] + data.boxes[..., 2:]) / 2, _size(data.boxes)
    steps = _token_centres(logits.device)[:, None] - middle[:, None]
    away = (steps / size[:, None]).abs().amax(-1)
    nearest = steps.square().sum(-1).argmin(1)
    away = away.scatter(1, nearest[:, None], 0.0).masked_fill(~there[:, None], 9.0)
    best = (away + 0.3 * size.prod(-1).sqrt()[:, None]).argmin(-1)
    inside = away.gather(2, best[..., None]).squeeze(-1)
    positive, near = inside < 0.2, inside < 0.4

    phrase = data.names.clamp(min=0).gather(1, best)
    tokens = data.phrases.float()
    target = tokens.gather(1, phrase[..., None].expand(-1, -1, tokens.shape[-1]))
    keep = mask[:, None] & ~(near & ~positive)[..., None]
    found = _focal(logits, target * positive[..., None], keep)

    weight = near.float()
    truth = data.boxes.gather(1, best[..., None].expand(-1, -1, 4))
    fit, iou = weighted_box_loss(out.enc_outputs_coord_logits.sigmoid(), truth, weight)
    means = _phrase_means(logits.masked_fill(~mask[:, None], 0), tokens)
    means = means.masked_fill(~data.phrases.any(-1)[:, None], -1e4)
    named = cross_entropy(means.transpose(1, 2), phrase, reduction="none")
    named = (named * weight).sum() / weight.sum().clamp(min=1)
    return 2 * found + fit + named, iou


def _layer_loss(
    logits: torch.Tensor,
    boxes: torch.Tensor,
    reference: torch.Tensor,
    data: Captioned,
    mask: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    """One query answers for each thing; others that start close to one learn its box as well."""
    there = data.names >= 0
    tokens = data.phrases.float()
    own = data.names.clamp(min=0)[..., None].expand(-1, -1, tokens.shape[-1])
    tokens = tokens.gather(1, own)
    with torch.no_grad():
        scores = _phrase_means(logits.masked_fill(~mask[:, None], 0).sigmoid(), tokens)
        query = match(boxes, data.boxes, scores, there)
        overlap = pairwise_iou(to_corners(reference)[:, :, None], data.boxes[:, None])[0]
        closest, nearest = overlap.masked_fill(~there[:, None], -1.0).max(-1)
    target = torch.zeros_like(logits)
    target.scatter_add_(1, query[..., None].expand_as(tokens), tokens * there[..., None])
    loss = 2 * _focal(logits, target, mask[:, None].expand_as(logits))
    matched = boxes.gather(1, query[..., None].expand(-1, -1, 4))
    fit, iou = weighted_box_loss(matched, data.boxes, there.float())
    truth = data.boxes.gather(1, nearest[..., None].expand(-1, -1, 4))
    extra, _ = weighted_box_loss(boxes, truth, (closest > 0.4).float())
    return loss + fit + 0.5 * extra, iou


def _size(boxes: torch.Tensor) -> torch.Tensor:
    return (boxes[..., 2:] - boxes[..., :2]).clamp(min=1e-3)


def _phrase_means(values: torch.Tensor, tokens: torch.Tensor) -> torch.Tensor:
    """(batch, queries, phrases): the mean of values (batch, queries, tokens) over each phrase."""
    return values @ tokens.transpose(1, 2) / tokens.sum(-1).clamp(min=1)[:, None]


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
    stand_in=lambda pack, *, scenes, device: evaluate_detector(
        owl(pack / "detect", device), pack / "detect", scenes=scenes
    ),
    settings=lambda folder, *, scenes, device: {
        **choose_settings(dino(folder, device), scenes=scenes),
        "zooms": list(ZOOMS),
    },
)
