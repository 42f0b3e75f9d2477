"""The pointer's starting weights: a trained OWLv2 folded into Molmo2's tower, adapter and words.

A decoder that starts from nothing learns to point at some thing and never finds out which noun
means which region. So the tower is OWLv2's; the adapter starts as the linear map from its features
to a code of *what* a patch shows, in OWLv2's own space of texts, and *where* the thing is that it
belongs to; and each noun starts as the same code of its text, in dimensions of its own. The first
attention layer then compares the two from the first step on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy, normalize
from transformers import Molmo2ForConditionalGeneration, Owlv2ForObjectDetection

from visprog_benchmarks.micro.phrases import coloured, phrases, prompt
from visprog_benchmarks.micro.pointing import STEP, Scene, patches
from visprog_benchmarks.micro.pool import CELLS
from visprog_benchmarks.micro.session import Said
from visprog_tools.sprites import COLOURS, nouns

WHAT, WHERE = 40, 16
SHOWN = slice(0, WHAT)
"""Dimensions in which an image token says what it shows."""
NAMED = slice(WHAT, 2 * WHAT)
"""Dimensions in which a word says what it names."""
ACROSS = slice(2 * WHAT, 2 * WHAT + WHERE)
DOWN = slice(2 * WHAT + WHERE, 2 * WHAT + 2 * WHERE)
SURE = 2 * WHAT + 2 * WHERE
"""The dimension in which an image token says how sure it is to be the one that answers."""
STEADY = 6
"""Rotary frequencies below this index turn too fast to compare a word and an image token."""


@torch.no_grad()
def text_codes(owl: Owlv2ForObjectDetection, tokenizer: Any, names: list[str]) -> torch.Tensor:
    """(names, 128) unit vectors."""
    texts = [prompt("a photo of a {}", name) for name in names]
    ids = tokenizer(texts, padding=True, truncation=True, max_length=16, return_tensors="pt")
    pooled = owl.owlv2.text_model(input_ids=ids["input_ids"]).pooler_output
    return normalize(owl.owlv2.text_projection(pooled), dim=-1)


def place_code(places: torch.Tensor) -> torch.Tensor:
    """(..., 16): cosines and sines of a fraction at eight frequencies, of length one."""
    turns = torch.tensor([0.5, 1, 1.5, 2, 3, 4, 6, 8.0], device=places.device)
    angle = torch.pi * places[..., None] * turns
    return torch.cat([angle.cos(), angle.sin()], -1) / 8**0.5


@torch.no_grad()
def fold_tower(
    model: Molmo2ForConditionalGeneration, owl: Owlv2ForObjectDetection, images: torch.Tensor
) -> None:
    """Copy the detector's vision tower; its class token is dropped, and the layer norm before its
    first layer becomes part of patch embedding and positions, with the mean deviation of `images`.
    """
    source, tower = owl.owlv2.vision_model, model.model.vision_tower
    kernel = source.embeddings.patch_embedding.weight
    weight = kernel.permute(0, 2, 3, 1).flatten(1)
    positions = source.embeddings.position_embedding.weight[1:]
    embedded = patches(images) @ weight.T + positions
    norm = source.pre_layernorm
    gain = norm.weight / embedded.std(-1, correction=0).mean()
    tower.patch_embedding.weight.copy_((weight - weight.mean(0)) * gain[:, None])
    tower.patch_embedding.bias.copy_(norm.bias)
    tower.positional_embedding.copy_((positions - positions.mean(-1, keepdim=True)) * gain)
    for layer, own in zip(tower.layers, source.encoder.layers, strict=True):
        state = {name.replace("out_proj", "o_proj"): w for name, w in own.state_dict().items()}
        layer.load_state_dict(state)


def tower_features(model: Molmo2ForConditionalGeneration, images: torch.Tensor) -> torch.Tensor:
    """(n, 256, 256): the layers that the adapter reads, side by side."""
    out = model.model.vision_tower(patches(images), output_hidden_states=True)
    layers = model.config.adapter_config.vision_feature_layer
    return torch.cat([out.hidden_states[layer + 1] for layer in layers], -1)


@dataclass(frozen=True)
class Patches:
    """The truth of every patch of a batch, (batch, 256) each: noun and phrase, -1 for none; the
    point of the thing that is there (..., 2); and whether that point is in this very patch."""

    nouns: torch.Tensor
    phrases: torch.Tensor
    points: torch.Tensor
    answers: torch.Tensor


class Reading(nn.Linear):
    """The linear map from a patch's features to its code: what, across, down, sure."""

    def __init__(self, width: int) -> None:
        super().__init__(width, WHAT + 2 * WHERE + 1)

    @torch.no_grad()
    def fit(self, features: torch.Tensor, truth: Patches, names: torch.Tensor) -> None:
        """Ridge regression from features (n, 256, width); patches of things count ten times."""
        shown = (truth.nouns >= 0)[..., None]
        target = torch.cat(
            [
                torch.where(shown, names[truth.nouns.clamp(min=0)], 0.0),
                place_code(truth.points).flatten(2),
                6 * truth.answers[..., None] - 4,
            ],
            -1,
        )
        weight = torch.where(shown, 1.0, 0.1).sqrt()
        ones = torch.ones_like(features[..., :1])
        known = (torch.cat([features, ones], -1) * weight).flatten(0, 1)
        gram = known.T @ known
        gram += 1e-3 * gram.diagonal().mean() * torch.eye(len(gram))
        solution = torch.linalg.solve(gram, known.T @ (target * weight).flatten(0, 1))
        self.weight.copy_(solution[:-1].T)
        self.bias.copy_(solution[-1])


def patch_truth(scenes: Sequence[Scene]) -> Patches:
    first = {name: index for index, name in enumerate(phrases())}
    start = np.array([first[coloured(noun)[0]] for noun in nouns()])
    labels, named, points, answers = [], [], [], []
    for scene in scenes:
        shown = scene.owners > 0
        owner = np.maximum(scene.owners - 1, 0)
        label = np.where(shown, scene.labels[owner] if len(scene.labels) else -1, -1)
        colour = scene.colours[owner] if len(scene.labels) else label
        point = scene.points[owner] if len(scene.labels) else np.zeros((CELLS, CELLS, 2))
        spots = {(int(y), int(x)) for x, y in scene.points * CELLS}
        answer = np.zeros((CELLS, CELLS))
        for spot in spots:
            answer[spot] = 1
        labels.append(label)
        named.append(np.where(shown, start[label] + np.maximum(colour, 0), -1))
        points.append(point)
        answers.append(answer)
    return Patches(
        torch.from_numpy(np.stack(labels)).flatten(1),
        torch.from_numpy(np.stack(named)).flatten(1),
        torch.from_numpy(np.stack(points)).float().flatten(1, 2),
        torch.from_numpy(np.stack(answers)).float().flatten(1),
    )


def reading_loss(
    code: torch.Tensor, truth: Patches, names: torch.Tensor, all_phrases: torch.Tensor
) -> tuple[torch.Tensor, Said]:
    """How far the codes (batch, 256, 73) are from the truth; `names` and `all_phrases` are the
    codes of all nouns and of all phrases, (n, 40)."""
    shown = truth.nouns >= 0
    what = normalize(code[..., :WHAT], dim=-1)[shown]
    named = cross_entropy(12 * what @ names.T, truth.nouns[shown])
    toned = cross_entropy(12 * what @ all_phrases.T, truth.phrases[shown])
    target = torch.where(shown[..., None], names[truth.nouns.clamp(min=0)], 0.0)
    shape = (code[..., :WHAT] - target).square().sum(-1).mean()
    where = place_code(truth.points[shown]).flatten(1)
    placed = (code[..., WHAT : WHAT + 2 * WHERE][shown] - where).square().sum(-1).mean()
    sure = binary_cross_entropy_with_logits(
        code[..., -1], truth.answers, pos_weight=code.new_tensor(5.0)
    )
    loss = named + 0.5 * toned + shape + 5 * placed + 5 * sure
    right = ((what @ names.T).argmax(-1) == truth.nouns[shown]).float().mean()
    figures = {"loss": loss, "named_right": right, "placed": placed, "sure": sure}
    return loss, {name: value.detach() for name, value in figures.items()}


@torch.no_grad()
def set_adapter(model: Molmo2ForConditionalGeneration, reading: Reading) -> None:
    """Write the reading into the adapter: pool what is sure, and pass it on unchanged."""
    adapter = model.model.multi_modal_projector
    pool, project = adapter.image_pooling_2d, adapter.image_projector
    width = pool.o_proj.out_features
    heads, size = pool.q_proj.out_features // pool.head_dim, pool.head_dim
    for part in (pool.q_proj, pool.k_proj, pool.v_proj, pool.o_proj):
        part.weight.zero_()
        part.bias.zero_()
    order = [*range(WHAT), *range(ACROSS.start, DOWN.stop), SURE]
    pool.v_proj.weight[order] = reading.weight
    pool.v_proj.bias[order] = reading.bias
    pool.v_proj.weight[SURE] /= 4
    pool.v_proj.bias[SURE] /= 4
    pool.o_proj.weight.copy_(torch.eye(width))
    first = torch.arange(heads) * size
    pool.q_proj.bias[first] = size**0.5
    pool.k_proj.weight[first] = reading.weight[-1]
    half = project.intermediate_size // 2
    for part in (project.gate_proj, project.up_proj, project.down_proj):
        part.weight[:] = torch.randn_like(part.weight) * 0.02
        if part.bias is not None:
            part.bias.zero_()
    project.gate_proj.weight[:half] = 0
    project.gate_proj.bias[:half] = 2.0
    project.up_proj.weight[:half] = torch.eye(half, width)
    gain = torch.nn.functional.silu(torch.tensor(2.0))
    project.down_proj.weight[:, :half] = torch.eye(width, half) / gain


@torch.no_grad()
def set_words(model: Molmo2ForConditionalGeneration, tokenizer: Any, basis: torch.Tensor,
              owl: Owlv2ForObjectDetection, owl_tokenizer: Any) -> None:  # fmt: skip
    """Write the code of every word into its embedding, and of every place into its number."""
    table = model.model.language_model.embed_tokens.weight
    torch.nn.init.normal_(table, std=0.1)
    names = [*nouns(), *COLOURS]
    codes = normalize(text_codes(owl, owl_tokenizer, names) @ basis.T, dim=-1)
    known = tokenizer.get_vocab()
    for name, code in zip(names, codes, strict=True):
        words = name.split()
        for word in (f" {words[-1]}", *(f" {word}" for word in words[:-1])):
            if word in known:
                table[known[word], NAMED] += code * (1.0 if word == f" {words[-1]}" else 0.5)
    head = model.lm_head.weight
    torch.nn.init.normal_(head, std=0.02)
    for place in range(0, 1000, STEP):
        code = place_code(torch.tensor(place / 1000))
        index = known[f" {place:03d}"]
        table[index, ACROSS] = table[index, DOWN] = code
        head[index, ACROSS] = head[index, DOWN] = 2 * code
    table[known["<im_patch>"]] = 0


@torch.no_grad()
def set_first_layer(model: Molmo2ForConditionalGeneration, heads: int) -> None:
    """Let that many heads of the first layer compare what is named with what is shown.

    Only dimensions that the rotary embedding hardly turns are used.
    """
    attention = model.model.language_model.layers[0].self_attn
    size = attention.head_dim
    steady = [*range(STEADY, size // 2), *range(size // 2 + STEADY, size)]
    for head in range(heads):
        chosen = torch.nn.init.orthogonal_(torch.empty(len(steady), WHAT))
        rows = torch.tensor(steady) + head * size
        for projection, dims in ((attention.q_proj, NAMED), (attention.k_proj, SHOWN)):
            projection.weight[head * size : (head + 1) * size] = 0
            block = projection.weight[rows]
            block[:, dims] = chosen
            projection.weight[rows] = block
    attention.q_norm.weight.fill_(3.0)
