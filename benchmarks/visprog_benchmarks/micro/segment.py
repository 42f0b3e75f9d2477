"""Train the segmenter: a SAM 2 of 1.0 million weights over 128-pixel frames.

The map from a prompt to a region must be learnt before the encoder may move: with an untrained
decoder the encoder soon learns "foreground" whatever the prompt, and that drowns the positions in
the decoder's attention. So the decoder is warmed up on boxes and points over noise first.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits
from transformers import Sam2Config, Sam2ImageProcessor, Sam2Model, Sam2Processor

from visprog_benchmarks.micro.init import xavier
from visprog_benchmarks.micro.prompting import (
    MASK,
    MEAN,
    SCENES,
    SIDE,
    SPREAD,
    Prompted,
    corrections,
    filled_boxes,
    prompted,
)
from visprog_benchmarks.micro.recipe import Figures, Recipe, Run
from visprog_benchmarks.micro.segmenters import Sam, evaluate_segmenter
from visprog_benchmarks.micro.session import Budget, Said, Trainer, autocast, overfit, rounded
from visprog_benchmarks.micro.supply import moved, supply
from visprog_benchmarks.world import SEEDS

WIDTH = 64
PEAK = 1.5e-3
WARM_STEPS = 250


def make_model() -> Sam2Model:
    """The untrained model with starting weights that neither vanish nor saturate."""
    backbone = {
        "model_type": "sam2_hiera_det_model",
        "hidden_size": 24,
        "num_attention_heads": 1,
        "image_size": [SIDE, SIDE],
        "patch_kernel_size": [5, 5],
        "patch_stride": [2, 2],
        "patch_padding": [2, 2],
        "window_positional_embedding_background_size": [7, 7],
        "blocks_per_stage": [1, 1, 3, 1],
        "embed_dim_per_stage": [24, 48, 96, 192],
        "num_attention_heads_per_stage": [1, 2, 4, 8],
        "window_size_per_stage": [8, 4, 8, 4],
        "global_attention_blocks": [3],
    }
    vision = {
        "backbone_config": backbone,
        "backbone_channel_list": [192, 96, 48, 24],
        "backbone_feature_sizes": [[64, 64], [32, 32], [16, 16]],
        "fpn_hidden_size": WIDTH,
    }
    prompts = {
        "hidden_size": WIDTH,
        "image_size": SIDE,
        "patch_size": 8,
        "mask_input_channels": 8,
    }
    decoder = {
        "hidden_size": WIDTH,
        "mlp_dim": 128,
        "num_attention_heads": 4,
        "attention_downsample_rate": 1,
        "iou_head_hidden_dim": WIDTH,
        "dynamic_multimask_via_stability": False,
    }
    config = Sam2Config(
        vision_config=vision, prompt_encoder_config=prompts, mask_decoder_config=decoder
    )
    config._attn_implementation = "eager"
    model = Sam2Model(config)
    _start(model)
    return model


@torch.no_grad()
def _start(model: Sam2Model) -> None:
    xavier(model)
    for part in model.modules():
        if isinstance(part, nn.ConvTranspose2d):
            part.reset_parameters()
        elif isinstance(part, nn.Embedding):
            nn.init.normal_(part.weight)
    for name, parameter in model.named_parameters():
        if "pos_embed" in name:
            nn.init.normal_(parameter, std=0.02)
        if name.startswith("mask_decoder") and name.endswith("q_proj.weight"):
            nn.init.orthogonal_(parameter)
            key = model.get_parameter(name.replace("q_proj", "k_proj"))
            if key.shape == parameter.shape:
                key.copy_(parameter)
    # Two untied random buffers after construction; prompts and pixels must share one code.
    model.prompt_encoder.shared_embedding.positional_embedding.copy_(
        model.shared_image_embedding.positional_embedding
    )


def check_segment(run: Run) -> Figures:
    """The IoU of filling the box, and one batch learnt by heart with the decoder warmed up."""
    torch.manual_seed(run.seed)
    rng = np.random.default_rng(run.seed)
    model = make_model().to(run.device)
    steps = WARM_STEPS if run.steps is None else max(run.steps // 20, 2)
    warm_decoder(model, rng, run, min(steps, WARM_STEPS), run.hours / 20)
    _quieten(model)
    seeds = SEEDS["validation"][: run.sized(**SCENES)]
    data = moved(prompted(list(seeds), rng), run.device)
    learnt = overfit(model, lambda: segmentation_loss(model, data), run, peak=PEAK, clip=1.0)
    return {"constant": rounded({"box_iou": _filled_iou(data)}), "one_batch": learnt}


def train_segment(run: Run) -> Figures:
    """Warm the decoder up, then train everything on fresh scenes; returns the last figures."""
    torch.manual_seed(run.seed)
    model = make_model().to(run.device)
    budget = Budget.of(run, peak=PEAK, warm_up=50)
    trainer = Trainer(model, budget, run.work, decay=0.01, resume=run.resume, begin=run.begin)
    if not budget.step and run.begin is None:
        rng = np.random.default_rng(run.seed)
        warm_decoder(model, rng, run, WARM_STEPS, run.hours / 10)
        _quieten(model)
    count = run.sized(**SCENES)

    def draw(rng: np.random.Generator) -> Prompted:
        return prompted(rng.integers(SEEDS["train"].stop, size=count).tolist(), rng)

    batches = supply(run, draw, budget.step)
    return trainer.fit(
        lambda: segmentation_loss(model, next(batches)),
        measure=lambda all_: measure(model, 256 if all_ else 64),
        keep=lambda: save(model, run.out),
        clip=1.0,
        said=50,
    )


def save(model: Sam2Model, out: Path) -> None:
    """Model (float16) and processor as an ordinary Hugging Face folder."""
    copy = Sam2Model(model.config)
    copy.load_state_dict(model.state_dict())
    copy.half().save_pretrained(out)
    images = Sam2ImageProcessor(
        size={"height": SIDE, "width": SIDE},
        mask_size={"height": MASK, "width": MASK},
        image_mean=list(MEAN),
        image_std=list(SPREAD),
    )
    Sam2Processor(images).save_pretrained(out)


def warm_decoder(
    model: Sam2Model, rng: np.random.Generator, run: Run, steps: int, hours: float
) -> None:
    """Teach the decoder to fill the prompted box over noise, encoder untouched.

    It ends after `steps`, or earlier when it has taken `hours`.
    """
    end = time.monotonic() + hours * 3600
    scenes = run.sized(**SCENES)
    parts = [*model.mask_decoder.parameters(), *model.prompt_encoder.parameters()]
    optimiser = torch.optim.AdamW(parts, lr=3e-3, betas=(0.9, 0.99))
    shapes = ((WIDTH // 8, 64, 64), (WIDTH // 4, 32, 32), (WIDTH, 16, 16))
    for step in range(steps):
        if step and time.monotonic() > end:
            break
        share = step / steps
        noise = 0.5 * min(max((share - 0.4) / 0.4, 0.0), 1.0)
        features = [noise * torch.randn(scenes, *shape, device=run.device) for shape in shapes]
        data = moved(filled_boxes(rng, scenes), run.device)
        loss = _prompt_losses(model, features, data, corrected=False)[0]
        for group in optimiser.param_groups:
            group["lr"] = 3e-3 * min((step + 1) / 50, 1.0, (1 - share) / 0.3)
        optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(parts, 1.0)
        optimiser.step()


@torch.no_grad()
def _quieten(model: Sam2Model) -> None:
    """Start the encoder's features small, so that the prompt keeps the upper hand."""
    for convolution in model.vision_encoder.neck.convs[:2]:
        convolution.weight *= 0.05
    model.mask_decoder.conv_s0.weight *= 0.1
    model.mask_decoder.conv_s1.weight *= 0.1


def segmentation_loss(model: Sam2Model, data: Prompted) -> tuple[torch.Tensor, Said]:
    """Losses of a box, of a click, and of a click with its correction, for every thing."""
    return _prompt_losses(model, embed(model, data.pixels), data, corrected=True)


def embed(model: Sam2Model, pixels: torch.Tensor) -> list[torch.Tensor]:
    """Three feature maps, finest first, with gradient (`get_image_embeddings` has none)."""
    with autocast(pixels.device.type):
        maps = list(model.get_image_features(pixels, return_dict=True).fpn_hidden_states)
    maps[-1] = maps[-1] + model.no_memory_embedding
    return [
        level.float().permute(1, 2, 0).reshape(len(pixels), -1, *size)
        for level, size in zip(maps, model.backbone_feature_sizes, strict=True)
    ]


def _prompt_losses(
    model: Sam2Model, features: list[torch.Tensor], data: Prompted, *, corrected: bool
) -> tuple[torch.Tensor, Said]:
    by_box = model(image_embeddings=features, input_boxes=data.boxes, multimask_output=False)
    by_point = model(
        image_embeddings=features,
        input_points=data.points,
        input_labels=torch.ones(
            data.points.shape[:3], dtype=torch.int32, device=data.points.device
        ),
        multimask_output=True,
    )
    box_loss, box_iou = _mask_loss(by_box.pred_masks, data.truth)
    point_loss, point_iou = _mask_loss(by_point.pred_masks, data.truth)
    best = point_loss.min(-1).values
    loss = box_loss.mean() + (best + 0.02 * (point_loss.mean(-1) - best)).mean()
    judged = [(by_box.iou_scores, box_iou), (by_point.iou_scores, point_iou)]
    figures: dict[str, torch.Tensor] = {}
    if corrected:
        by_both = _corrected(model, features, data, by_point)
        both_loss, both_iou = _mask_loss(by_both.pred_masks, data.truth)
        loss = loss + both_loss.mean()
        judged.append((by_both.iou_scores, both_iou))
        figures["corrected_iou"] = both_iou.mean()
    for scores, overlap in judged:
        loss = loss + (scores - overlap).square().mean()
    figures |= {
        "loss": loss.detach(),
        "box_iou": box_iou.mean(),
        "point_best_iou": point_iou.max(-1).values.mean(),
        "filled_box_iou": _filled_iou(data),
    }
    return loss, figures


def _corrected(
    model: Sam2Model, features: list[torch.Tensor], data: Prompted, by_point: Any
) -> Any:
    """Once more with a second click in the middle of the worst error of the best scored mask."""
    best = by_point.iou_scores.argmax(-1)[..., None, None, None].expand(-1, -1, 1, MASK, MASK)
    guess = by_point.pred_masks.detach().gather(2, best).squeeze(2) > 0
    points, labels = corrections(data, guess)
    return model(
        image_embeddings=features,
        input_points=points,
        input_labels=labels,
        multimask_output=False,
    )


def _mask_loss(logits: torch.Tensor, truth: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """5 BCE + dice, and the IoU, of each mask; logits (scenes, prompts, masks, 64, 64)."""
    truth = truth[:, :, None].expand_as(logits)
    entropy = binary_cross_entropy_with_logits(logits, truth, reduction="none").mean((-2, -1))
    soft = logits.sigmoid()
    overlap = (soft * truth).sum((-2, -1))
    dice = 1 - (2 * overlap + 1) / (soft.sum((-2, -1)) + truth.sum((-2, -1)) + 1)
    with torch.no_grad():
        iou = mask_iou(logits > 0, truth > 0.5)
    return 5 * entropy + dice, iou


def mask_iou(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    """IoU of boolean masks over their last two axes."""
    both = (first & second).sum((-2, -1))
    either = (first | second).sum((-2, -1)).clamp(min=1)
    return both / either


def _filled_iou(data: Prompted) -> torch.Tensor:
    """What a predictor that fills each box gets."""
    place = torch.arange(MASK, device=data.boxes.device) + 0.5
    left, top, right, bottom = (data.boxes * MASK / SIDE)[..., None].unbind(2)
    across = (place >= left) & (place <= right)
    down = (place >= top) & (place <= bottom)
    return mask_iou(down[..., :, None] & across[..., None, :], data.truth > 0.5).mean()


@torch.no_grad()
def measure(model: Sam2Model, scenes: int) -> dict[str, float]:
    """Mean IoU on validation scenes at 64 x 64: from a box, from a click (best and first of three),
    and from a click with its correction."""
    model.eval()
    device = str(next(model.parameters()).device)
    rng = np.random.default_rng(777)
    totals = np.zeros(4)
    first = SEEDS["validation"].start
    each = SCENES["cpu"]
    for start in range(first, first + scenes, each):
        data = moved(prompted(list(range(start, start + each)), rng), device)
        features = embed(model, data.pixels)
        by_box = model(image_embeddings=features, input_boxes=data.boxes, multimask_output=False)
        by_point = model(
            image_embeddings=features,
            input_points=data.points,
            input_labels=torch.ones(data.points.shape[:3], dtype=torch.int32, device=device),
            multimask_output=True,
        )
        truth = data.truth[:, :, None] > 0.5
        overlaps = mask_iou(by_point.pred_masks > 0, truth.expand_as(by_point.pred_masks))
        chosen = overlaps.gather(-1, by_point.iou_scores.argmax(-1, keepdim=True))
        by_both = _corrected(model, features, data, by_point)
        totals += [
            mask_iou(by_box.pred_masks > 0, truth).mean().item(),
            overlaps.max(-1).values.mean().item(),
            chosen.mean().item(),
            mask_iou(by_both.pred_masks > 0, truth).mean().item(),
        ]
    model.train()
    names = ("box_miou", "point_best_miou", "point_miou", "corrected_miou")
    return dict(zip(names, (totals / (scenes / each)).round(4).tolist(), strict=True))


RECIPE = Recipe(
    role="segment",
    hours=1.2,
    headline=("box",),
    train=train_segment,
    checks=check_segment,
    evaluate=lambda folder, *, scenes, device: evaluate_segmenter(
        Sam(folder, device), scenes=scenes
    ),
    settings=lambda folder, *, scenes, device: {"edges": True},
    pooled=False,
)
