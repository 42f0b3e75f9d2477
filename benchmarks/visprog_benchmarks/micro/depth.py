"""Train the depth model: a Depth Anything of 1.3 million weights at 128 pixels.

Its backbone (DINOv2's class) starts from the detector's tower, which already knows where things
begin and end. What it learns is the world's inverse depth (`world/depth.py`) of whole pictures and
of parts of them; a part is on the scale that a picture of its own would have.
"""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import cv2
import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from transformers import (
    DepthAnythingConfig,
    DepthAnythingForDepthEstimation,
    Dinov2Config,
    DPTImageProcessor,
)
from transformers.image_utils import PILImageResampling

from visprog_benchmarks.micro.init import xavier
from visprog_benchmarks.micro.ordering import Sight, evaluate_depth, share_of_pairs
from visprog_benchmarks.micro.recipe import Figures, Recipe, Run
from visprog_benchmarks.micro.session import Budget, Trainer, autocast, overfit
from visprog_benchmarks.micro.views import draw
from visprog_benchmarks.world import SEEDS, Split, Stage, make_scene, render
from visprog_benchmarks.world.depth import FARTHEST, at_row, depth_of, ground

SIDE, PATCH, WIDTH = 128, 8, 128
BATCH, FRESH, KEPT = 16, 4, 6000
"""Frames of a step, how many of them are drawn for it, and how many are kept to be seen again."""
PEAK = 1e-3
FRAMES = ((128, 128), (160, 120), (120, 160), (192, 128), (176, 99))
"""Widths and heights of the drawn pictures; all are squashed to `SIDE` x `SIDE`."""
MEAN, SPREAD = (0.5, 0.5, 0.5), (0.25, 0.25, 0.25)
NAMES = {"q_proj": "q_proj", "k_proj": "k_proj", "v_proj": "v_proj", "out_proj": "o_proj"}


def make_model() -> DepthAnythingForDepthEstimation:
    """The untrained model; neck and head start from values that let gradients through."""
    backbone = Dinov2Config(
        hidden_size=WIDTH,
        num_hidden_layers=4,
        num_attention_heads=4,
        mlp_ratio=3,
        image_size=SIDE,
        patch_size=PATCH,
        layerscale_value=1.0,
        out_indices=[1, 2, 3, 4],
        reshape_hidden_states=False,
    )
    backbone._attn_implementation = "eager"
    config = DepthAnythingConfig(
        backbone_config=backbone,
        patch_size=PATCH,
        reassemble_hidden_size=WIDTH,
        reassemble_factors=[2, 1, 1, 0.5],
        neck_hidden_sizes=[16, 24, 32, 32],
        fusion_hidden_size=32,
        head_hidden_size=16,
    )
    model = DepthAnythingForDepthEstimation(config)
    xavier(model)
    for part in model.modules():
        if isinstance(part, nn.ConvTranspose2d):
            part.reset_parameters()
    with torch.no_grad():
        for layer in model.neck.fusion_stage.layers:
            for unit in (layer.residual_layer1, layer.residual_layer2):
                unit.convolution2.weight *= 0.3
        # The output is rectified: where it is 0 nothing is learnt, so it starts well above.
        model.head.conv3.weight *= 0.1
        model.head.conv3.bias.fill_((FARTHEST + 1) / 2)
    return model.to(memory_format=torch.channels_last)


@torch.no_grad()
def warm_start(model: DepthAnythingForDepthEstimation, detector: Path) -> None:
    """Give the backbone the tower of a saved detector (OWLv2).

    DINOv2 has no layer norm before its first layer. A layer norm takes the mean away, divides by
    the spread, and scales; all but the division is linear and goes into the embeddings, and the
    spread is taken to be its mean at each place over a few scenes.
    """
    weights = {
        name.removeprefix("owlv2.vision_model."): value.float()
        for name, value in load_file(detector / "model.safetensors").items()
    }
    own = model.backbone.embeddings
    patch, place = (
        weights["embeddings.patch_embedding.weight"],
        weights["embeddings.position_embedding.weight"],
    )
    scale, shift = weights["pre_layernorm.weight"], weights["pre_layernorm.bias"]
    frames = Frames(np.random.default_rng(0), "train")
    pixels = normalised(frames.draw(64)[0], "cpu")
    tokens = nn.functional.conv2d(pixels, patch, stride=PATCH).flatten(2).transpose(1, 2)
    spread = (tokens + place[1:]).std(-1, correction=0).mean(0)
    centred = torch.eye(WIDTH) - 1 / WIDTH
    turned = scale[:, None] * centred
    own.patch_embeddings.projection.weight.copy_(
        (turned @ patch.flatten(1)).view_as(patch) / spread.mean()
    )
    own.patch_embeddings.projection.bias.copy_(shift)
    own.position_embeddings[0, 1:] = place[1:] @ turned.T / spread[:, None]
    own.position_embeddings[0, 0] = 0
    first = weights["embeddings.class_embedding"] + place[0]
    own.cls_token[0, 0] = nn.functional.layer_norm(first, (WIDTH,), scale, shift)
    for number, layer in enumerate(model.backbone.encoder.layer):
        parts = {
            **{f"self_attn.{old}": getattr(layer.attention, new) for old, new in NAMES.items()},
            "layer_norm1": layer.norm1,
            "layer_norm2": layer.norm2,
            "mlp.fc1": layer.mlp.fc1,
            "mlp.fc2": layer.mlp.fc2,
        }
        for name, part in parts.items():
            part.weight.copy_(weights[f"encoder.layers.{number}.{name}.weight"])
            part.bias.copy_(weights[f"encoder.layers.{number}.{name}.bias"])


class Frames:
    """Pictures with their inverse depth, some drawn afresh for each batch, the rest seen before."""

    def __init__(self, rng: np.random.Generator, stage: Stage) -> None:
        self._rng, self._seeds = rng, SEEDS[stage]
        self._images = np.empty((0, SIDE, SIDE, 3), np.uint8)
        self._fields = np.empty((0, SIDE, SIDE), np.float16)

    def batch(self) -> tuple[np.ndarray, np.ndarray]:
        """Images, uint8 (16, 128, 128, 3), and fields, float16 (16, 128, 128)."""
        images, fields = self.draw(FRESH if len(self._images) >= BATCH else BATCH)
        again = self._rng.integers(max(len(self._images), 1), size=BATCH - len(images))
        batch = (
            np.concatenate([images, self._images[again]]),
            np.concatenate([fields, self._fields[again]]),
        )
        if len(self._images) < KEPT:
            self._images = np.concatenate([self._images, images])
            self._fields = np.concatenate([self._fields, fields])
        else:
            places = self._rng.integers(KEPT, size=len(images))
            self._images[places], self._fields[places] = images, fields
        return batch

    def draw(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Fresh images and fields."""
        drawn = [self._frame() for _ in range(count)]
        return np.stack([image for image, _ in drawn]), np.stack([field for _, field in drawn])

    def _frame(self) -> tuple[np.ndarray, np.ndarray]:
        seed = int(self._rng.integers(self._seeds.start, self._seeds.stop))
        width, height = FRAMES[self._rng.choice(len(FRAMES), p=(0.5, 0.2, 0.1, 0.1, 0.1))]
        split = "harder" if self._rng.random() < 0.35 else "plain"
        scene = make_scene(seed, split=split, width=width, height=height)  # type: ignore[arg-type]
        image, _ = render(scene)
        field = depth_of(scene).field
        if self._rng.random() < 0.25:
            image, field = self._part(image, field)
        return (
            cv2.resize(image, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR),
            cv2.resize(field, (SIDE, SIDE), interpolation=cv2.INTER_NEAREST).astype(np.float16),
        )

    def _part(self, image: np.ndarray, field: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """A window of at least half the picture each way, its depth on the window's own scale."""
        height, width = field.shape
        tall = int(self._rng.integers(height // 2, height + 1))
        wide = int(self._rng.integers(width // 2, width + 1))
        top = int(self._rng.integers(height - tall + 1))
        left = int(self._rng.integers(width - wide + 1))
        window = slice(top, top + tall), slice(left, left + wide)
        above, below = at_row(top / height), at_row((top + tall) / height)
        own = FARTHEST + (1 - FARTHEST) * (field[window] - above) / (below - above)
        return image[window], own


def normalised(images: np.ndarray, device: str) -> torch.Tensor:
    """Pixels as the processor gives them: float (batch, 3, 128, 128)."""
    pixels = torch.from_numpy(images).to(device).permute(0, 3, 1, 2).float() / 255
    return (pixels - MEAN[0]) / SPREAD[0]


def augmented(
    batch: tuple[np.ndarray, np.ndarray], rng: np.random.Generator, device: str
) -> tuple[torch.Tensor, torch.Tensor]:
    """A batch as tensors, half of it mirrored, all of it slightly tinted."""
    images, fields = batch
    mirrored = rng.random(len(images)) < 0.5
    images = np.where(mirrored[:, None, None, None], images[:, :, ::-1], images)
    fields = np.where(mirrored[:, None, None], fields[:, :, ::-1], fields)
    gain = rng.uniform(0.93, 1.07, (len(images), 3, 1, 1)).astype(np.float32)
    pixels = normalised(images, device) + 2
    pixels = pixels * torch.from_numpy(gain).to(device) - 2
    return pixels, torch.from_numpy(fields).to(device).float()


def depth_loss(
    model: DepthAnythingForDepthEstimation, pixels: torch.Tensor, fields: torch.Tensor
) -> tuple[torch.Tensor, dict[str, float]]:
    """Mean absolute error of inverse depth, where things are (and in all) and of its edges.

    Beside it, in the figures, what knowing the row alone gets.
    """
    with autocast(pixels.device.type):
        found = model(pixel_values=pixels).predicted_depth.float()
    level = torch.from_numpy(ground(SIDE, SIDE)).to(fields.device).expand_as(fields)
    things = ((fields - level).abs() > 2 / SIDE).float()
    off = (found - fields).abs()
    share = things.sum().clamp(min=1)
    on_things, on_ground = (off * things).sum() / share, (off * (1 - things)).mean()
    edges = sum(((found - fields).diff(dim=axis).abs()).mean() for axis in (1, 2))
    loss = on_things + on_ground + edges
    figures = {
        "loss": loss.item(),
        "things": on_things.item(),
        "by_row": (((level - fields).abs() * things).sum() / share).item(),
        "ground": on_ground.item(),
    }
    return loss, {name: round(value, 4) for name, value in figures.items()}


@torch.no_grad()
def measure(model: DepthAnythingForDepthEstimation, scenes: int) -> dict[str, float]:
    """The share of pairs in the right order on validation scenes, and by the row alone."""
    model.eval()
    device = next(model.parameters()).device.type
    figures = {}
    for split in get_args(Split):
        drawn = draw("validation", scenes, split=split, width=SIDE, height=SIDE)
        sights = [Sight.of(one) for one in drawn]
        fields = []
        for sight in sights:
            with autocast(device):
                found = model(pixel_values=normalised(sight.image[None], device)).predicted_depth
            fields.append(found[0].float().cpu().numpy())
        figures[split] = share_of_pairs(sights, fields)
        figures[f"{split}_by_row"] = share_of_pairs(sights, [s.by_row() for s in sights])
    model.train()
    return figures


def check_depth(run: Run) -> Figures:
    """What the row alone gets on validation scenes, and one batch learnt by heart."""
    rng = np.random.default_rng(run.seed)
    model = _prepared(run)
    pixels, fields = augmented(Frames(rng, "validation").batch(), rng, run.device)
    learnt = overfit(model, lambda: depth_loss(model, pixels, fields), run, peak=PEAK)
    by_row = {key: value for key, value in measure(model, 40).items() if "by_row" in key}
    return {"constant": by_row, "one_batch": learnt}


def train_depth(run: Run) -> Figures:
    """Train on scenes drawn as it goes; returns the last figures."""
    model = _prepared(run)
    budget = Budget.of(run, peak=PEAK)
    trainer = Trainer(
        model, budget, run.work, decay=0.02, resume=run.resume, slow=(("backbone",), 0.4)
    )
    rng = np.random.default_rng((run.seed, budget.step))
    frames = Frames(rng, "train")
    return trainer.fit(
        lambda: depth_loss(model, *augmented(frames.batch(), rng, run.device)),
        measure=lambda all_: measure(model, 200 if all_ else 60),
        keep=lambda: save(model, run.out),
        clip=1.0,
        said=50,
    )


def _prepared(run: Run) -> DepthAnythingForDepthEstimation:
    torch.manual_seed(run.seed)
    model = make_model()
    warm_start(model, run.starts["detect"])
    return model.to(run.device)


def save(model: DepthAnythingForDepthEstimation, out: Path) -> None:
    """Model (float16) and processor as an ordinary Hugging Face folder."""
    copy = DepthAnythingForDepthEstimation(model.config)
    copy.load_state_dict(model.state_dict())
    copy.half().save_pretrained(out)
    DPTImageProcessor(
        size={"height": SIDE, "width": SIDE},
        image_mean=list(MEAN),
        image_std=list(SPREAD),
        resample=PILImageResampling.BILINEAR,
    ).save_pretrained(out)


RECIPE = Recipe(
    role="depth",
    hours=0.35,
    headline=("axes", "plain", "pairs"),
    train=train_depth,
    checks=check_depth,
    evaluate=evaluate_depth,
    needs=("detect",),
    pooled=False,
)
