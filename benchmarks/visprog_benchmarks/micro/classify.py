"""Train the classifier: a CLIP of 1.4 million weights over 64-pixel crops."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import cross_entropy, normalize
from transformers import CLIPConfig, CLIPImageProcessor, CLIPModel, CLIPProcessor

from visprog_benchmarks.micro.folders import classifier_settings, evaluate_classify
from visprog_benchmarks.micro.init import shift_init, xavier
from visprog_benchmarks.micro.phrases import (
    TEMPLATES,
    coloured,
    phrases,
    prompt,
    vocabulary,
)
from visprog_benchmarks.micro.pool import CROP_SIDE, Pool
from visprog_benchmarks.micro.recipe import Figures, Recipe, Run
from visprog_benchmarks.micro.session import Budget, Said, Trainer, autocast, overfit
from visprog_benchmarks.micro.tokenizer import LONGEST, make_tokenizer
from visprog_tools.sprites import COLOURS, nouns

WIDTH = 128
PATCH = 8
BATCH = 128
PEAK = 1.5e-3
NAMES = ("crops", "crop_nouns", "crop_colours")
MEAN, SPREAD = (0.5, 0.5, 0.5), (0.25, 0.25, 0.25)


def make_model(tokenizer: Any) -> CLIPModel:
    """The untrained model, with starting weights from which it learns in minutes."""
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
        "image_size": CROP_SIDE,
        "patch_size": PATCH,
        "hidden_act": "gelu",
    }
    config = CLIPConfig(text_config=text, vision_config=vision, projection_dim=WIDTH)
    config._attn_implementation = "eager"
    model = CLIPModel(config)
    xavier(model)
    torch.nn.init.normal_(model.text_model.embeddings.token_embedding.weight, std=0.5)
    torch.nn.init.normal_(model.text_model.embeddings.position_embedding.weight, std=0.1)
    shift_init(model.vision_model, CROP_SIDE // PATCH, (1, 1, 2, 2))
    return model


def make_processor(tokenizer: Any) -> CLIPProcessor:
    """Squash to 64 x 64, then normalise; no crop."""
    images = CLIPImageProcessor(
        size={"height": CROP_SIDE, "width": CROP_SIDE},
        do_center_crop=False,
        image_mean=list(MEAN),
        image_std=list(SPREAD),
    )
    return CLIPProcessor(images, tokenizer)


def check_classify(run: Run) -> Figures:
    """What naming every crop alike gets on validation crops, and one batch learnt by heart."""
    torch.manual_seed(run.seed)
    rng = np.random.default_rng(run.seed)
    tokenizer = make_tokenizer(vocabulary())
    model = make_model(tokenizer).to(run.device)
    prompts = Prompts(tokenizer, run.device)
    held_out = Pool.stage(run.pool, "validation", NAMES)
    chosen = rng.integers(len(held_out.crops), size=BATCH)
    pixels = augmented(held_out.crops[chosen], rng).to(run.device)
    truth = held_out.crop_nouns[chosen], held_out.crop_colours[chosen]
    learnt = overfit(model, lambda: contrast(model, pixels, *truth, prompts, rng), run, peak=PEAK)
    commonest = np.bincount(held_out.crop_nouns).max() / len(held_out.crop_nouns)
    return {
        "constant": {"noun_top1": round(float(commonest), 4), "colour_top1": 1 / len(COLOURS)},
        "one_batch": learnt,
    }


def train_classify(run: Run) -> Figures:
    """Train on the pool's crops and save model and processor; returns the last figures."""
    torch.manual_seed(run.seed)
    tokenizer = make_tokenizer(vocabulary())
    model = make_model(tokenizer).to(run.device)
    budget = Budget.of(run, peak=PEAK)
    trainer = Trainer(model, budget, run.work, decay=0.05, resume=run.resume, begin=run.begin)
    rng = np.random.default_rng((run.seed, budget.step))
    prompts = Prompts(tokenizer, run.device)
    data = Pool.stage(run.pool, "train", NAMES)
    held_out = Pool.stage(run.pool, "validation", NAMES)

    def loss() -> tuple[torch.Tensor, Said]:
        chosen = rng.integers(len(data.crops), size=BATCH)
        pixels = augmented(data.crops[chosen], rng).to(run.device)
        return contrast(
            model, pixels, data.crop_nouns[chosen], data.crop_colours[chosen], prompts, rng
        )

    return trainer.fit(
        loss,
        measure=lambda _: measure(model, held_out, prompts),
        keep=lambda: save(model, tokenizer, run.out),
    )


def save(model: CLIPModel, tokenizer: Any, out: Path) -> None:
    """Model (float16) and processor as an ordinary Hugging Face folder."""
    copy = CLIPModel(model.config)
    copy.load_state_dict(model.state_dict())
    copy.half().save_pretrained(out)
    make_processor(tokenizer).save_pretrained(out)


class Prompts:
    """Token ids of every template for every noun and for every full phrase."""

    def __init__(self, tokenizer: Any, device: str) -> None:
        self.phrases = phrases()
        index = {phrase: number for number, phrase in enumerate(self.phrases)}
        starts = [index[coloured(noun)[0]] for noun in nouns()]
        self.phrase_of = np.array(starts)
        self.noun_ids = self._ids(tokenizer, nouns(), device)
        self.phrase_ids = self._ids(tokenizer, self.phrases, device)

    def label(self, crop_nouns: np.ndarray, crop_colours: np.ndarray) -> torch.Tensor:
        """The index of the full phrase of each crop."""
        return torch.from_numpy(self.phrase_of[crop_nouns] + np.maximum(crop_colours, 0)).long()

    def draw(self, rng: np.random.Generator) -> torch.Tensor:
        """(nouns + phrases, tokens): one random template for each, the nouns first."""
        parts = []
        for ids in (self.noun_ids, self.phrase_ids):
            template = torch.from_numpy(rng.integers(len(TEMPLATES), size=ids.shape[1]))
            parts.append(ids[template, torch.arange(ids.shape[1])])
        return torch.cat(parts)

    def _ids(self, tokenizer: Any, names: tuple[str, ...], device: str) -> torch.Tensor:
        """(templates, names, tokens)."""
        texts = [prompt(template, name) for template in TEMPLATES for name in names]
        ids = tokenizer(texts, padding="max_length", max_length=LONGEST, return_tensors="pt")
        shaped: torch.Tensor = ids["input_ids"].view(len(TEMPLATES), len(names), LONGEST).to(device)
        used = int((shaped != tokenizer.pad_token_id).sum(-1).max())
        return shaped[..., : max(used, 12)]


def contrast(
    model: CLIPModel,
    pixels: torch.Tensor,
    crop_nouns: np.ndarray,
    crop_colours: np.ndarray,
    prompts: Prompts,
    rng: np.random.Generator,
) -> tuple[torch.Tensor, Said]:
    """Cross-entropy of the crops over all nouns and over all full phrases; top-1 of the nouns."""
    ids = prompts.draw(rng)
    with autocast(pixels.device.type):
        texts = embed_texts(model, ids)
        images = embed_images(model, pixels)
    logits = model.logit_scale.exp().clamp(max=50) * images @ texts.T
    nouns_right = torch.from_numpy(crop_nouns).long().to(pixels.device)
    phrases_right = prompts.label(crop_nouns, crop_colours).to(pixels.device)
    count = len(nouns())
    loss = cross_entropy(logits[:, :count], nouns_right) + cross_entropy(
        logits[:, count:], phrases_right
    )
    top1 = (logits[:, :count].argmax(1) == nouns_right).float().mean()
    return loss, {"loss": loss.detach(), "top1": top1}


def embed_images(model: CLIPModel, pixels: torch.Tensor) -> torch.Tensor:
    """Unit image embeddings (batch, 128)."""
    pooled = model.vision_model(pixel_values=pixels).pooler_output
    return normalize(model.visual_projection(pooled).float(), dim=-1)


def embed_texts(model: CLIPModel, ids: torch.Tensor) -> torch.Tensor:
    """Unit text embeddings (batch, 128); padding comes after the end token and is not seen."""
    pooled = model.text_model(input_ids=ids).pooler_output
    return normalize(model.text_projection(pooled).float(), dim=-1)


def augmented(crops: np.ndarray, rng: np.random.Generator) -> torch.Tensor:
    """Normalised float crops (batch, 3, 64, 64), mirrored and slightly tinted at random."""
    pixels = torch.from_numpy(crops).permute(0, 3, 1, 2).float() / 255
    mirrored = torch.from_numpy(rng.random(len(crops)) < 0.5)
    pixels = torch.where(mirrored[:, None, None, None], pixels.flip(-1), pixels)
    gain = torch.from_numpy(rng.uniform(0.93, 1.07, (len(crops), 3, 1, 1)).astype(np.float32))
    return (pixels * gain - MEAN[0]) / SPREAD[0]


@torch.no_grad()
def measure(model: CLIPModel, held_out: Pool, prompts: Prompts) -> dict[str, float]:
    """Top-1 over all nouns and over the colours of tintable things, with ensembled prompts."""
    model.eval()
    pixels = (torch.from_numpy(held_out.crops).permute(0, 3, 1, 2).float() / 255 - 0.5) / SPREAD[0]
    device = prompts.noun_ids.device
    images = torch.cat([embed_images(model, part.to(device)) for part in torch.split(pixels, 256)])
    noun_texts, phrase_texts = (
        normalize(torch.stack([embed_texts(model, ids) for ids in all_ids]).mean(0), dim=-1)
        for all_ids in (prompts.noun_ids, prompts.phrase_ids)
    )
    right = torch.from_numpy(held_out.crop_nouns).long().to(device)
    noun_top1 = ((images @ noun_texts.T).argmax(1) == right).float().mean().item()
    tinted = torch.from_numpy(held_out.crop_colours >= 0).to(device)
    starts = torch.from_numpy(prompts.phrase_of).to(device)[right[tinted]]
    candidates = phrase_texts[starts[:, None] + torch.arange(len(COLOURS), device=device)]
    guesses = (candidates @ images[tinted][..., None]).squeeze(-1).argmax(1)
    colours = torch.from_numpy(held_out.crop_colours).long().to(device)[tinted]
    model.train()
    return {
        "noun_top1": round(noun_top1, 4),
        "colour_top1": round((guesses == colours).float().mean().item(), 4),
    }


RECIPE = Recipe(
    role="classify",
    hours=0.3,
    headline=("nouns",),
    train=train_classify,
    checks=check_classify,
    evaluate=evaluate_classify,
    settings=classifier_settings,
)
