"""What the two BLIPs share: their tokenizer, and a vision tower taken from the trained detector.

BLIP's vision transformer lacks the layer norm that OWLv2 has before its first layer. That norm is
folded into the patch and position weights as if every token had the same spread, and the tower is
then taught, for some hundred batches, to give what OWLv2's tower gives.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn.functional import mse_loss, normalize
from transformers import (
    AutoTokenizer,
    BertTokenizer,
    BlipConfig,
    BlipProcessor,
    BlipVisionModel,
    Owlv2ForObjectDetection,
    Owlv2ImageProcessor,
)

from visprog_benchmarks.micro.detect import MEAN, SPREAD, WIDTH
from visprog_benchmarks.micro.init import xavier
from visprog_benchmarks.micro.phrases import SYNONYMS, prompt
from visprog_benchmarks.micro.phrases import vocabulary as words
from visprog_benchmarks.micro.pool import CELLS, SIDE, Pixels, Pool
from visprog_benchmarks.micro.session import autocast
from visprog_tools.sprites import nouns, sprites

LONGEST = 64
NAMING = 32
"""Dimensions of a word's embedding that say which noun it is, in the detector's own terms."""
TAUGHT = 100
"""Batches after which the tower gives what the detector's gives but for 1.3 % of the variance."""
TEACHING_RATE = 3e-4
RIDGE = 10.0
PAD, UNKNOWN, START, END, MASK = "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"


def make_tokenizer(vocabulary: str) -> BertTokenizer:
    """WordPiece in which every word of a text and every noun (`teddy bear` too) is one token.

    Other words fall apart into letters.
    """
    letters = "abcdefghijklmnopqrstuvwxyz0123456789"
    pieces = [PAD, UNKNOWN, START, END, MASK, *letters, *(f"##{letter}" for letter in letters)]
    pieces += [*"?.,'-", *(str(number) for number in range(11)), *words(), *vocabulary.split()]
    vocab = {piece: index for index, piece in enumerate(dict.fromkeys(pieces))}
    tokenizer = BertTokenizer(vocab=vocab, model_max_length=LONGEST)
    tokenizer.add_tokens([name for name in names() if " " in name])
    return tokenizer


def names() -> dict[str, int]:
    """Every word for a noun (singular, plural, synonyms) with the noun's index."""
    found: dict[str, int] = {}
    for index, noun in enumerate(nouns()):
        for name in (noun, sprites()[noun].plural, *SYNONYMS.get(noun, ())):
            found.setdefault(name, index)
    return found


def make_processor(tokenizer: BertTokenizer) -> BlipProcessor:
    """Pictures keep their proportions and are padded right and below, as the detector sees them."""
    images = Owlv2ImageProcessor(
        size={"height": SIDE, "width": SIDE}, image_mean=list(MEAN), image_std=list(SPREAD)
    )
    return BlipProcessor(images, tokenizer)


def make_config(tokenizer: BertTokenizer, *, layers: int) -> BlipConfig:
    """A text part of `layers` layers beside the detector's vision tower."""
    text = {
        "vocab_size": len(tokenizer),
        "hidden_size": WIDTH,
        "intermediate_size": 4 * WIDTH,
        "num_hidden_layers": layers,
        "num_attention_heads": 4,
        "max_position_embeddings": LONGEST,
        "layer_norm_eps": 1e-5,
        "bos_token_id": tokenizer.cls_token_id,
        "eos_token_id": tokenizer.sep_token_id,
        "sep_token_id": tokenizer.sep_token_id,
        "pad_token_id": tokenizer.pad_token_id,
    }
    vision = {
        "hidden_size": WIDTH,
        "intermediate_size": 3 * WIDTH,
        "num_hidden_layers": 4,
        "num_attention_heads": 4,
        "image_size": SIDE,
        "patch_size": 8,
        "hidden_act": "gelu",
    }
    config = BlipConfig(text_config=text, vision_config=vision)
    config._attn_implementation = "eager"
    return config


class Detector:
    """The trained detector as a teacher: its tower, and what it calls things."""

    def __init__(self, folder: Path, device: str) -> None:
        self._model = Owlv2ForObjectDetection.from_pretrained(
            folder, dtype=torch.float32, attn_implementation="eager"
        )
        self._model.to(device).eval().requires_grad_(False)
        self._tokenizer = AutoTokenizer.from_pretrained(folder)
        self.tower: Any = self._model.owlv2.vision_model

    @torch.no_grad()
    def features(self, pixels: torch.Tensor) -> torch.Tensor:
        """(batch, 1 + tokens, 128), the class token first."""
        features: torch.Tensor = self.tower.post_layernorm(self.tower(pixels)[0])
        return features

    @torch.no_grad()
    def scores(self, features: torch.Tensor) -> torch.Tensor:
        """(batch, tokens, nouns): how much each token answers for a thing of each noun."""
        seen = self._model.layer_norm(features[:, 1:] * features[:, :1])
        scores: torch.Tensor = self._model.class_head(seen, self.queries()[None], None)[0]
        return scores

    @torch.no_grad()
    def queries(self) -> torch.Tensor:
        """(nouns, 128) unit vectors."""
        texts = [prompt("a photo of a {}", noun) for noun in nouns()]
        ids = self._tokenizer(texts, padding=True, return_tensors="pt")["input_ids"]
        pooled = self._model.owlv2.text_model(input_ids=ids.to(self._model.device)).pooler_output
        return normalize(self._model.owlv2.text_projection(pooled), dim=-1)


@torch.no_grad()
def fold(tower: Any, vision: BlipVisionModel, pixels: torch.Tensor) -> None:
    """Copy OWLv2's tower into BLIP's, the first layer norm with the mean spread on `pixels`."""
    embeddings, norm = tower.embeddings, tower.pre_layernorm
    spread = embeddings(pixels)[:, 1:].std(-1, unbiased=False).mean()
    width = len(norm.weight)
    normed = (norm.weight / spread)[:, None] * (torch.eye(width) - 1 / width).to(pixels.device)
    patch = embeddings.patch_embedding.weight
    vision.embeddings.patch_embedding.weight.copy_((normed @ patch.flatten(1)).view_as(patch))
    vision.embeddings.patch_embedding.bias.zero_()
    places = embeddings.position_embedding.weight
    moved = places @ normed.T + norm.bias
    vision.embeddings.position_embedding.copy_(moved[None])
    vision.embeddings.class_embedding.copy_(norm(embeddings.class_embedding + places[0]) - moved[0])
    for layer, source in zip(vision.encoder.layers, tower.encoder.layers, strict=True):
        attention, qkv = source.self_attn, layer.self_attn.qkv
        parts = (attention.q_proj, attention.k_proj, attention.v_proj)
        qkv.weight.copy_(torch.cat([part.weight for part in parts]))
        qkv.bias.copy_(torch.cat([part.bias for part in parts]))
        layer.self_attn.projection.load_state_dict(attention.out_proj.state_dict())
        for name in ("layer_norm1", "layer_norm2", "mlp"):
            getattr(layer, name).load_state_dict(getattr(source, name).state_dict())
    vision.post_layernorm.load_state_dict(tower.post_layernorm.state_dict())


def teach(
    vision: BlipVisionModel,
    detector: Detector,
    data: Pool,
    rng: np.random.Generator,
    device: str,
    *,
    steps: int = TAUGHT,
) -> float:
    """Fold, then learn from the detector's tower; returns the last error as a share of variance."""
    some = data.images[rng.integers(len(data.images), size=128)]
    fold(detector.tower, vision, normalised(some, device))
    optimiser = torch.optim.Adam(vision.parameters(), lr=TEACHING_RATE)
    error = 1.0
    for step in range(steps):
        pixels = normalised(data.images[rng.integers(len(data.images), size=16)], device)
        with autocast(device):
            wanted = detector.features(pixels).float()
            loss = mse_loss(vision(pixels).last_hidden_state.float(), wanted)
        optimiser.zero_grad(set_to_none=True)
        torch.autograd.backward(loss)
        for group in optimiser.param_groups:
            group["lr"] = TEACHING_RATE * min(1.0, (step + 1) / 20) * max(0.03, 1 - step / steps)
        optimiser.step()
        error = float(loss.detach() / wanted.var())
    return error


def normalised(images: Pixels | torch.Tensor, device: torch.device | str) -> torch.Tensor:
    """Frames (batch, 128, 128, 3) as the model sees them, (batch, 3, 128, 128)."""
    pixels = torch.as_tensor(images).to(device).permute(0, 3, 1, 2).float() / 255
    return (pixels - MEAN[0]) / SPREAD[0]


@torch.no_grad()
def start_text(text: Any, *, size: float) -> None:
    """Xavier for BLIP's text layers, with small steps on the residual.

    `size` is the spread of the embeddings; where they are the output's weights too, a small one.
    """
    xavier(text)
    for layer in text.encoder.layer:
        for part in (layer.attention.output, layer.crossattention.output, layer.output):
            part.dense.weight *= 0.5
    text.embeddings.word_embeddings.weight.normal_(std=size)
    text.embeddings.word_embeddings.weight[0] = 0
    text.embeddings.position_embeddings.weight.normal_(std=0.3 * size)


@torch.no_grad()
def name_words(text: Any, tokenizer: BertTokenizer, basis: torch.Tensor, size: float) -> None:
    """Write which noun a word means into the first dimensions of its embedding.

    `basis` (nouns, `NAMING`) has unit rows, `size` is their length in the embedding; words that
    name no noun have zeros there.
    """
    table = text.embeddings.word_embeddings.weight
    table[:, :NAMING] = 0
    text.embeddings.position_embeddings.weight[:, :NAMING] = 0
    for name, index in names().items():
        (token,) = tokenizer(name, add_special_tokens=False)["input_ids"]
        table[token, :NAMING] = size * basis[index]


def noun_basis(detector: Detector) -> torch.Tensor:
    """(nouns, `NAMING`) unit rows: the detector's queries in their principal directions."""
    queries = detector.queries()
    centred = queries - queries.mean(0)
    directions = torch.linalg.svd(centred, full_matrices=False).Vh[:NAMING]
    return normalize(centred @ directions.T, dim=-1)


@torch.no_grad()
def read_nouns(
    vision: BlipVisionModel,
    detector: Detector,
    data: Pool,
    rng: np.random.Generator,
    device: str,
    *,
    frames: int = 600,
) -> dict[str, Any]:
    """Linear maps from a token's features to what is there and to where it is, by ridge regression.

    All are (`NAMING`, 128). `everywhere` gives the noun at each token on a thing, `once` where the
    detector answers for a thing, in the terms of `basis`; `right` is the share of held-out tokens
    whose nearest noun is the right one. `places` gives the token's own place, which is plain to see
    in the features, but so small that what reads them learns to look for it very slowly.
    """
    basis = noun_basis(detector)
    features, everywhere, once, where, labels = [], [], [], [], []
    grid = places(CELLS).to(device)
    parts = min(12, len(data.images))
    for chosen in np.array_split(rng.permutation(len(data.images))[:frames], parts):
        seen = vision(normalised(data.images[chosen], device)).last_hidden_state
        scores = detector.scores(seen)
        owner = torch.from_numpy(data.owners[chosen]).long().flatten(1).to(device)
        noun = torch.from_numpy(data.labels[chosen]).long().to(device)
        label = noun.gather(1, (owner - 1).clamp(min=0)).masked_fill(owner == 0, -1)
        answers = scores.sigmoid().amax(-1, keepdim=True)
        features.append(seen)
        everywhere.append(_below_class(basis[label.clamp(min=0)] * (label >= 0)[..., None]))
        once.append(_below_class(basis[scores.argmax(-1)] * answers))
        where.append(_below_class(grid.expand(len(seen), -1, -1)))
        labels.append(label)
    tried = len(features) * 3 // 4
    known = torch.cat(features[:tried]).flatten(0, 1)
    gram = known.T @ known + RIDGE * torch.eye(known.shape[1], device=device)
    maps = [
        torch.linalg.solve(gram, known.T @ torch.cat(targets[:tried]).flatten(0, 1)).T
        for targets in (everywhere, once, where)
    ]
    seen, label = torch.cat(features[tried:])[:, 1:], torch.cat(labels[tried:])
    nearest = (seen @ maps[0].T @ basis.T).argmax(-1)
    right = float((nearest == label)[label >= 0].float().mean())
    return {
        "basis": basis,
        "everywhere": maps[0],
        "once": maps[1],
        "places": maps[2],
        "right": right,
    }


def places(cells: int) -> torch.Tensor:
    """(cells * cells, `NAMING`): x and y from -1 to 1, and waves of them, of variance about 1/2."""
    line = (torch.arange(cells) * 2 + 1) / cells - 1
    y, x = (axis.flatten() for axis in torch.meshgrid(line, line, indexing="ij"))
    waves = [torch.pi * turns / 2 * axis for turns in range(1, 8) for axis in (x, y)]
    columns = [x, y, x, y, *(wave.sin() for wave in waves), *(wave.cos() for wave in waves)]
    return torch.stack(columns, dim=1)


def _below_class(tokens: torch.Tensor) -> torch.Tensor:
    """With a row of zeros for the class token before the others."""
    return torch.cat([torch.zeros_like(tokens[:, :1]), tokens], dim=1)


def save(model: Any, tokenizer: BertTokenizer, out: Path) -> None:
    """Model (float16) and processor as an ordinary Hugging Face folder."""
    copy = type(model)(model.config)
    copy.load_state_dict(model.state_dict())
    copy.half().save_pretrained(out)
    make_processor(tokenizer).save_pretrained(out)
