"""Train the pointer: a Molmo2 of 1.9 million weights over 128-pixel frames.

It starts from the trained OWLv2 (see `aligning`). Tower and pooling stay as they are, so the pooled
features of every frame are computed once; what is trained is the projector and the decoder. The
image comes before the question and does not see it: all questions about a picture share one pass.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.functional import cross_entropy, normalize
from transformers import (
    AutoTokenizer,
    DynamicCache,
    GenerationConfig,
    Molmo2Config,
    Molmo2ForConditionalGeneration,
    Owlv2ForObjectDetection,
)

from visprog_benchmarks.micro.aligning import (
    WHAT,
    Patches,
    Reading,
    fold_tower,
    patch_truth,
    reading_loss,
    set_adapter,
    set_first_layer,
    set_words,
    text_codes,
    tower_features,
)
from visprog_benchmarks.micro.init import xavier
from visprog_benchmarks.micro.phrases import phrases
from visprog_benchmarks.micro.pointers import Detections, Molmo, evaluate_pointer, measure_frames
from visprog_benchmarks.micro.pointing import (
    IMAGE_TOKENS,
    frame,
    make_processor,
    make_tokenizer,
    patches,
    pooling,
    questions,
    tokens,
)
from visprog_benchmarks.micro.pool import CELLS, SIDE, Pool
from visprog_benchmarks.micro.recipe import Figures, Recipe, Run
from visprog_benchmarks.micro.session import Budget, Said, Trainer, autocast, overfit
from visprog_benchmarks.micro.supply import moved, supply
from visprog_tools.sprites import nouns

WIDTH = 128
BATCH = {"cpu": 16, "cuda": 64}
QUESTIONS = 6
PEAK = 2e-3
FITTED = 300
"""Frames that tell how the tower's first layer norm scales."""
TUNING = 0.15
"""The share of the training that goes to the tower, before the decoder's begins."""
SEVERAL = 3.0
"""How much more often a frame with two or more of a noun is drawn."""
NAMES = ("images", "boxes", "labels", "colours", "whole", "owners", "square")
SLOW = ("embed_tokens", "multi_modal_projector", "layers.0.self_attn.q", "layers.0.self_attn.k")


def make_model(tokenizer: Any) -> Molmo2ForConditionalGeneration:
    """The untrained model; the image's tokens have the highest ids and cannot be written."""
    ids = {token: tokenizer.convert_tokens_to_ids(token) for token in IMAGE_TOKENS}
    vocabulary = min(ids.values())
    heads = {"num_attention_heads": 4, "num_key_value_heads": 4, "head_dim": WIDTH // 4}
    config = Molmo2Config(
        vision_config={
            **heads,
            "hidden_size": WIDTH,
            "intermediate_size": 3 * WIDTH,
            "num_hidden_layers": 4,
            "hidden_act": "gelu",
            "layer_norm_eps": 1e-5,
            "image_size": [SIDE, SIDE],
            "patch_size": SIDE // CELLS,
        },
        adapter_config={
            **heads,
            "vision_feature_layer": [3, 2],
            "hidden_size": WIDTH,
            "intermediate_size": 2 * WIDTH,
            "text_hidden_size": WIDTH,
            "mlp_bias": True,
        },
        text_config={
            **heads,
            "hidden_size": WIDTH,
            "intermediate_size": 3 * WIDTH,
            "num_hidden_layers": 4,
            "vocab_size": vocabulary,
            "additional_vocab_size": len(IMAGE_TOKENS),
            "max_position_embeddings": 1024,
            "rope_parameters": {"rope_type": "default", "rope_theta": 5e6},
        },
        image_start_token_id=ids["<im_start>"],
        low_res_image_start_token_id=ids["<low_res_im_start>"],
        image_end_token_id=ids["<im_end>"],
        image_patch_id=ids["<im_patch>"],
        frame_start_token_id=ids["<frame_start>"],
        frame_end_token_id=ids["<frame_end>"],
    )
    config._attn_implementation = "eager"
    model = Molmo2ForConditionalGeneration(config)
    xavier(model.model.language_model)
    model.generation_config = GenerationConfig(
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        bos_token_id=tokenizer.bos_token_id,
    )
    return model


def align(
    model: Molmo2ForConditionalGeneration,
    tokenizer: Any,
    run: Run,
    data: Pool,
) -> None:
    """Start the model from the detector: fold its tower in, tune the tower with a linear reading of
    every patch, and write that reading and the texts' codes into adapter and decoder.

    The model is on the CPU before and after it.
    """
    detector = run.starts["detect"]
    owl = Owlv2ForObjectDetection.from_pretrained(detector, dtype=torch.float32).eval()
    owl_tokenizer = AutoTokenizer.from_pretrained(detector)
    every = text_codes(owl, owl_tokenizer, list(phrases()))
    basis = torch.linalg.svd(every - every.mean(0), full_matrices=False).Vh[:WHAT]
    names = normalize(text_codes(owl, owl_tokenizer, list(nouns())) @ basis.T, dim=-1)
    square = data.images[np.flatnonzero(data.square)[:FITTED]]
    fold_tower(model, owl, torch.from_numpy(square))
    shown = [frame(data, index) for index in range(min(FITTED, len(data.images)))]
    with torch.no_grad():
        features = tower_features(model, _stacked(shown))
    reading = Reading(features.shape[-1])
    reading.fit(features, patch_truth([scene for _, scene in shown]), names)
    tuned = nn.ModuleList([model.model.vision_tower, reading]).to(run.device)
    names, codes = names.to(run.device), normalize(every @ basis.T, dim=-1).to(run.device)
    budget = Budget.of(_part(run, TUNING), peak=6e-4, warm_up=50)
    trainer = Trainer(tuned, budget, run.work / "tower", decay=0.01, resume=run.resume)
    count = run.sized(**BATCH)

    def draw(rng: np.random.Generator) -> tuple[torch.Tensor, Patches]:
        shown = [frame(data, index) for index in rng.integers(len(data.images), size=count)]
        return _stacked(shown), patch_truth([scene for _, scene in shown])

    batches = supply(run, draw, budget.step)

    def loss() -> tuple[torch.Tensor, Said]:
        images, truth = next(batches)
        with autocast(run.device):
            features = tower_features(model, images)
        return reading_loss(reading(features.float()), truth, names, codes)

    trainer.fit(loss, measure=lambda _: {}, keep=lambda: None)
    tuned.cpu()
    set_adapter(model, reading)
    set_words(model, tokenizer, basis, owl, owl_tokenizer)
    set_first_layer(model, 3)


def _stacked(shown: list[tuple[np.ndarray, Any]]) -> torch.Tensor:
    return torch.from_numpy(np.stack([image for image, _ in shown]))


def prefix(tokenizer: Any) -> torch.Tensor:
    """(139 - question,) ids: the start token and an image, its overview and its one crop."""
    window = ["<im_patch>"] * len(pooling())
    image = ["<low_res_im_start>", *window, "<im_end>", "<im_start>", *window, "<im_end>"]
    return torch.tensor(tokenizer.convert_tokens_to_ids([tokenizer.bos_token, *image]))


def pointing_loss(
    model: Molmo2ForConditionalGeneration,
    tokenizer: Any,
    images: torch.Tensor,
    ids: torch.Tensor,
    labels: torch.Tensor,
) -> tuple[torch.Tensor, Said]:
    """Cross-entropy of the answers; images (n, 128, 128, 3) bytes, as many questions about each,
    ids and labels (n * questions, longest) in the images' order."""
    device = model.device
    before = prefix(tokenizer).to(device).expand(len(images), -1)
    with autocast(device.type):
        past = image_pass(model, images, before)
        past.batch_repeat_interleave(len(ids) // len(images))
        hidden = model.model(
            input_ids=ids,
            past_key_values=past,
            mm_token_type_ids=torch.zeros_like(ids),
            attention_mask=torch.ones(
                len(ids), before.shape[1] + ids.shape[1], dtype=torch.long, device=device
            ),
        ).last_hidden_state
        said = labels[:, 1:] >= 0
        logits = model.lm_head(hidden[:, :-1][said]).float()
    truth = labels[:, 1:][said]
    loss = cross_entropy(logits, truth)
    right = (logits.argmax(-1) == truth).float().mean()
    return loss, {"loss": loss.detach(), "token_right": right}


def image_pass(
    model: Molmo2ForConditionalGeneration, images: torch.Tensor, before: torch.Tensor
) -> DynamicCache:
    """What the decoder remembers of each image, for the questions after it."""
    count, window = len(images), pooling().to(model.device)
    offset = torch.arange(count, device=model.device)[:, None, None] * CELLS * CELLS
    side = CELLS // 2
    out = model.get_image_features(
        patches(images),
        (window + offset).flatten(0, 1),
        torch.tensor([[side, side, 0, 0]] * count, device=model.device),
    )
    out.pooler_output = [torch.cat([view, view]) for view in out.pooler_output]
    past = DynamicCache(config=model.config.text_config)
    model.model(
        input_ids=before,
        mm_token_type_ids=(before != before[0, 0]).long(),
        mm_encoder_outputs={"image": out},
        past_key_values=past,
        use_cache=True,
    )
    return past


def train_point(run: Run) -> Figures:
    """Align the model with the detector, then train on the pool's frames; the last figures."""
    torch.manual_seed(run.seed)
    tokenizer = make_tokenizer()
    model = make_model(tokenizer)
    data = Pool.stage(run.pool, "train", NAMES)
    held_out = Pool.stage(run.pool, "validation", NAMES)
    if not run.begin and not (run.resume and (run.work / "checkpoint.pt").exists()):
        align(model, tokenizer, run, data)
    freeze(model.to(run.device))
    budget = Budget.of(_part(run, 1 - TUNING), peak=PEAK)
    trainer = Trainer(
        model,
        budget,
        run.work,
        decay=0.01,
        resume=run.resume,
        slow=(SLOW, 0.15),
        begin=run.begin,
    )
    odds = np.cumsum(several_odds(data))
    count = run.sized(**BATCH)

    def draw(rng: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        chosen = np.searchsorted(odds, rng.random(count) * odds[-1])
        return batch(data, chosen, tokenizer, rng)

    batches = supply(run, draw, budget.step)
    return trainer.fit(
        lambda: pointing_loss(model, tokenizer, *next(batches)),
        measure=lambda all_: measure_frames(
            model, make_processor(tokenizer), held_out, 300 if all_ else 60
        ),
        keep=lambda: save(model, tokenizer, run.out),
    )


def freeze(model: Molmo2ForConditionalGeneration) -> None:
    """Keep tower and pooling as the alignment left them: the decoder learns faster so."""
    model.model.vision_tower.requires_grad_(False)
    model.model.multi_modal_projector.image_pooling_2d.requires_grad_(False)


def _part(run: Run, share: float) -> Run:
    """The same run with a share of its budget."""
    steps = None if run.steps is None else max(1, round(share * run.steps))
    return dataclasses.replace(run, hours=share * run.hours, steps=steps)


def several_odds(data: Pool) -> np.ndarray:
    """How likely each frame is drawn: more where two things have the same noun."""
    ordered = np.sort(data.labels, axis=1)
    several = ((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] >= 0)).any(1)
    odds = np.where(several, SEVERAL, 1.0)
    return np.asarray(odds / odds.sum())


def batch(
    data: Pool, chosen: np.ndarray, tokenizer: Any, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Frames, and ids and labels of the questions about them; mirrored and tinted at random."""
    images, asked = [], []
    for index in chosen.tolist():
        image, scene = frame(data, index)
        if rng.random() < 0.5:
            image, points = image[:, ::-1], scene.points * (-1, 1) + (0.999, 0)
            scene = dataclasses.replace(scene, points=points)
        gain = rng.uniform(0.92, 1.08, 3)
        images.append(np.rint(image * gain).clip(0, 255).astype(np.uint8))
        asked += questions(scene, QUESTIONS, rng)
    return torch.from_numpy(np.stack(images)), *tokens(tokenizer, asked)


def save(model: Molmo2ForConditionalGeneration, tokenizer: Any, out: Path) -> None:
    """Model (float16) and processor as an ordinary Hugging Face folder."""
    copy = Molmo2ForConditionalGeneration(model.config)
    copy.load_state_dict(model.state_dict())
    copy.generation_config = model.generation_config
    copy.half().save_pretrained(out)
    make_processor(tokenizer).save_pretrained(out)


def check_point(run: Run) -> Figures:
    """What always answering "one" gets on validation frames, and one batch learnt by heart."""
    torch.manual_seed(run.seed)
    rng = np.random.default_rng(run.seed)
    tokenizer = make_tokenizer()
    model = make_model(tokenizer).to(run.device)
    held_out = Pool.stage(run.pool, "validation", NAMES)
    chosen = np.arange(min(run.sized(**BATCH), len(held_out.images)))
    asked = moved(batch(held_out, chosen, tokenizer, rng), run.device)
    learnt = overfit(model, lambda: pointing_loss(model, tokenizer, *asked), run, peak=PEAK)
    counts = [np.unique(row[row >= 0], return_counts=True)[1] for row in held_out.labels]
    one = float((np.concatenate(counts) == 1).mean())
    return {"constant": {"count": round(one, 4)}, "one_batch": learnt}


RECIPE = Recipe(
    role="point",
    hours=1.5,
    headline=("axes", "plain", "first"),
    train=train_point,
    checks=check_point,
    evaluate=lambda folder, *, scenes, device: evaluate_pointer(
        Molmo(folder, device), scenes=scenes
    ),
    stand_in=lambda pack, *, scenes, device: evaluate_pointer(
        Detections(pack / "detect", pack / "segment", device), scenes=scenes
    ),
    needs=("detect",),
)
