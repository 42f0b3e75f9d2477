"""What the pointer reads and writes: its tokenizer and processor, questions and their answers.

Points are text in Molmo2's format, `<points coords="1 1 310 300 2 750 370">boat</points>`: picture
1, then number, x and y of each point in thousandths of the picture, here from left to right and in
steps of ten, so that each number is one token.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from visprog_benchmarks.micro.captions import unpadded
from visprog_benchmarks.micro.phrases import ABSENT_WORDS, SYNONYMS, coloured, vocabulary
from visprog_benchmarks.micro.pool import CELLS, COLOUR_INDEX, SIDE, Pool
from visprog_tools.models.molmo2 import ASK
from visprog_tools.sprites import COLOURS, nouns, sprites

PATCH = SIDE // CELLS
POOLING = 2
MEAN, SPREAD = (0.5, 0.5, 0.5), (0.25, 0.25, 0.25)
STEP = 10
MOST = 12
"""Points in one answer, at most."""

PAD, UNKNOWN, START, END, TURN = "<pad>", "<unk>", "<bos>", "<eos>", "<|im_start|>"
OPEN, CLOSE, FINISH = '<points coords="1', '">', "</points>"
NONE = "There are none."
IMAGE_TOKENS = (
    *("<im_start>", "<im_end>", "<im_patch>", "<im_col>", "<low_res_im_start>", "<|image|>"),
    *("<|video|>", "<frame_start>", "<frame_end>", "<im_low>"),
)
TEMPLATE = (
    "{% for message in messages %}{% for part in message.content %}"
    "{% if part.type == 'image' %}<|image|>{% endif %}{% endfor %}{% endfor %}"
    "{% for message in messages %}{% for part in message.content %}"
    "{% if part.type == 'text' %}{{ part.text }}{% endif %}{% endfor %}{% endfor %}" + TURN
)


def make_tokenizer() -> Any:
    """One token for every word of the world, with and without a space before it, and every number.

    Any other word is unknown. The image's tokens come last: the model can read but not write them.
    """
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    numbers = [f" {number}" for number in range(1, MOST + 1)]
    numbers += [f" {place:03d}" for place in range(0, 1000, STEP)]
    words = [*re.findall(r" ?\w+", ASK.format(phrase="") + NONE), *vocabulary()]
    words += [f" {word}" for word in words if not word.startswith(" ")]
    pieces = [PAD, UNKNOWN, START, END, TURN, OPEN, CLOSE, FINISH, ".", *numbers, *words]
    vocab = {piece: index for index, piece in enumerate(dict.fromkeys(pieces))}
    tokenizer = Tokenizer(models.WordLevel(vocab, unk_token=UNKNOWN))
    marks = "|".join(re.escape(mark) for mark in (OPEN, CLOSE, FINISH))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(rf"{marks}| ?\w+|\S"), "isolated")
    tokenizer.decoder = decoders.Fuse()
    special = (PAD, UNKNOWN, START, END, TURN, *IMAGE_TOKENS)
    tokenizer.add_special_tokens([AddedToken(token, special=True) for token in special])
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        pad_token=PAD,
        unk_token=UNKNOWN,
        bos_token=START,
        eos_token=END,
        padding_side="left",
        model_max_length=512,
    )


def make_processor(tokenizer: Any) -> Any:
    """Molmo2's own processor: the picture squashed to a square, as overview and as its one crop."""
    from transformers import Molmo2ImageProcessor, Molmo2Processor, Molmo2VideoProcessor

    square = {"height": SIDE, "width": SIDE}
    images = Molmo2ImageProcessor(
        size=square,
        image_mean=list(MEAN),
        image_std=list(SPREAD),
        max_crops=1,
        overlap_margins=[0, 0],
        patch_size=PATCH,
        pooling_size=[POOLING, POOLING],
    )
    return Molmo2Processor(
        images,
        Molmo2VideoProcessor(size=square, patch_size=PATCH),
        tokenizer,
        chat_template=TEMPLATE,
        image_use_col_tokens=False,
    )


def patches(images: torch.Tensor) -> torch.Tensor:
    """Frames (n, 128, 128, 3) bytes as Molmo2's processor cuts them: (n, 256, 192) floats."""
    count = len(images)
    cut = images.view(count, CELLS, PATCH, CELLS, PATCH, 3).transpose(2, 3)
    return (cut.reshape(count, CELLS * CELLS, -1).float() / 255 - MEAN[0]) / SPREAD[0]


def pooling() -> torch.Tensor:
    """(64, 4): the patches of each 2 x 2 window, row by row."""
    grid = torch.arange(CELLS * CELLS).view(CELLS // POOLING, POOLING, CELLS // POOLING, POOLING)
    return grid.transpose(1, 2).reshape(-1, POOLING * POOLING)


@dataclass(frozen=True)
class Scene:
    """One frame without its padding: for each thing its noun, colour and the point to give.

    labels, colours (n,); whole (n,): whether it may be asked for; points (n, 2) as fractions;
    owners (16, 16): 1 + the thing that covers most of a patch, 0 for none.
    """

    labels: np.ndarray
    colours: np.ndarray
    whole: np.ndarray
    points: np.ndarray
    owners: np.ndarray


def frame(data: Pool, index: int) -> tuple[np.ndarray, Scene]:
    """The picture squashed to 128 x 128, and what is in it."""
    image, boxes = unpadded(data, index)
    there = np.flatnonzero(data.labels[index] >= 0)
    scale = boxes[there][:, 2:] / np.maximum(data.boxes[index][there][:, 2:], 1e-6)
    spots = [_spot(data.boxes[index][n], data.owners[index] == n + 1) for n in there]
    points = np.array(spots, np.float32).reshape(-1, 2) * scale
    number = np.zeros(256, np.int64)
    number[there + 1] = np.arange(1, len(there) + 1)
    cells = (np.arange(CELLS) + 0.5)[None] / (scale.max(0)[:, None] if len(there) else 1.0)
    columns, rows = np.broadcast_to(cells, (2, CELLS)).astype(int)
    scene = Scene(
        data.labels[index][there].astype(int),
        data.colours[index][there].astype(int),
        data.whole[index][there],
        np.clip(points, 0, 0.999),
        number[data.owners[index]][rows][:, columns],
    )
    return image, scene


def _spot(box: np.ndarray, owned: np.ndarray) -> tuple[float, float]:
    """The box's centre; or, where something else is seen there, the nearest cell of the thing."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    if not owned.any() or owned[min(int(y * CELLS), CELLS - 1), min(int(x * CELLS), CELLS - 1)]:
        return float(x), float(y)
    rows, columns = (axis.astype(float) for axis in np.nonzero(owned))
    away = ((columns + 0.5) / CELLS - x) ** 2 + ((rows + 0.5) / CELLS - y) ** 2
    nearest = int(away.argmin())
    return (columns[nearest] + 0.5) / CELLS, (rows[nearest] + 0.5) / CELLS


def questions(scene: Scene, count: int, rng: np.random.Generator) -> list[tuple[str, str]]:
    """So many phrases to point at, each with its answer; nouns seen more than once come first."""
    present, seen = np.unique(scene.labels, return_counts=True)
    unclear = np.unique(scene.labels[~scene.whole])
    several = rng.permutation(np.setdiff1d(present[seen > 1], unclear))
    single = rng.permutation(np.setdiff1d(present[seen == 1], unclear))
    absent = max(1, round(count * rng.uniform(0.1, 0.5)))
    asked = [*several, *single][: count - absent]
    found = [_question(scene, int(label), rng) for label in asked]
    others = rng.permutation(np.setdiff1d(np.arange(len(nouns())), present))
    found += [_absent(int(label), rng) for label in others[: count - len(found)]]
    return found


def _question(scene: Scene, label: int, rng: np.random.Generator) -> tuple[str, str]:
    noun = nouns()[label]
    own = scene.labels == label
    tones = np.unique(scene.colours[own])
    if tones.min() >= 0 and rng.random() < 0.3:
        tone = int(rng.integers(len(COLOURS))) if rng.random() < 0.3 else int(rng.choice(tones))
        return _answered(coloured(noun)[tone], scene.points[own & (scene.colours == tone)])
    if noun in SYNONYMS and rng.random() < 0.125:
        noun = str(rng.choice(SYNONYMS[noun]))
    elif rng.random() < 0.1:
        noun = sprites()[noun].plural
    return _answered(noun, scene.points[own])


def _absent(label: int, rng: np.random.Generator) -> tuple[str, str]:
    draw = rng.random()
    if draw < 0.06:
        return str(rng.choice(ABSENT_WORDS)), NONE
    if draw < 0.12:
        return "qqq", NONE
    phrases = coloured(nouns()[label])
    named = draw < 0.25 and len(phrases) == len(COLOUR_INDEX)
    return str(rng.choice(phrases)) if named else nouns()[label], NONE


def _answered(phrase: str, points: np.ndarray) -> tuple[str, str]:
    if not len(points):
        return phrase, NONE
    places = (np.floor(points * 1000 / STEP + 0.5) * STEP).clip(0, 1000 - STEP).astype(int)
    places = places[np.lexsort((places[:, 1], places[:, 0]))][:MOST]
    triples = "".join(f" {number} {x:03d} {y:03d}" for number, (x, y) in enumerate(places, 1))
    return phrase, f"{OPEN}{triples}{CLOSE}{phrase}{FINISH}"


def tokens(tokenizer: Any, asked: list[tuple[str, str]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Ids (questions, longest) after the image, padded right, and labels: -100 but for answers."""
    rows, starts = [], []
    for phrase, answer in asked:
        question = tokenizer(ASK.format(phrase=phrase) + TURN)["input_ids"]
        rows.append(question + tokenizer(answer + END)["input_ids"])
        starts.append(len(question))
    longest = max(map(len, rows))
    ids = torch.tensor([row + [tokenizer.pad_token_id] * (longest - len(row)) for row in rows])
    place = torch.arange(longest)[None]
    lengths = torch.tensor([len(row) for row in rows])[:, None]
    asked_or_padding = (place < torch.tensor(starts)[:, None]) | (place >= lengths)
    return ids, ids.masked_fill(asked_or_padding, -100)
