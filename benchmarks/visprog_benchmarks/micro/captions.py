"""Captions for Grounding DINO: its tokenizer, and batches of frames with a caption each."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from transformers import BertTokenizer

from visprog_benchmarks.micro.phrases import ABSENT_WORDS, coloured, vocabulary
from visprog_benchmarks.micro.pool import SIDE, Pool, resized
from visprog_tools.sprites import COLOURS, nouns

LONGEST = 48
START, END, STOP, QUESTION = 101, 102, 1012, 1029
MEAN, SPREAD = (0.5, 0.5, 0.5), (0.25, 0.25, 0.25)


@dataclass(frozen=True)
class Captioned:
    """A batch of pictures, each with a caption and the things that it names.

    images uint8 (batch, 128, 128, 3); gain (batch, 3), the tint of each; ids (batch, tokens);
    phrases (batch, phrases, tokens) marks the tokens of each phrase of the caption; boxes (batch,
    10, 4) xyxy fractions; names (batch, 10) says which phrase each is, -1 for no thing or none of
    them.
    """

    images: torch.Tensor
    gain: torch.Tensor
    ids: torch.Tensor
    phrases: torch.Tensor
    boxes: torch.Tensor
    names: torch.Tensor

    @property
    def pixels(self) -> torch.Tensor:
        """(batch, 3, 128, 128), as the processor gives them."""
        pixels = self.images.permute(0, 3, 1, 2).float() / 255 * self.gain[..., None, None]
        return (pixels.clamp(0, 1) - MEAN[0]) / SPREAD[0]


def make_tokenizer() -> BertTokenizer:
    """WordPiece over the world's words; Grounding DINO hard-codes the ids of [CLS] [SEP] . ?"""
    fixed = {0: "[PAD]", 100: "[UNK]", START: "[CLS]", END: "[SEP]", 103: "[MASK]"}
    fixed |= {STOP: ".", QUESTION: "?"}
    letters = "abcdefghijklmnopqrstuvwxyz0123456789-'"
    words = [*letters, *(f"##{letter}" for letter in letters)]
    words += [word for word in vocabulary() if word not in words]
    free = (index for index in range(104, STOP) if index not in fixed)
    fixed |= dict(zip(free, words, strict=False))
    vocab = {fixed.get(index, f"[unused{index}]"): index for index in range(QUESTION + 1)}
    return BertTokenizer(vocab=vocab, model_max_length=LONGEST)


def captioned(
    data: Pool, chosen: np.ndarray, tokenizer: BertTokenizer, rng: np.random.Generator
) -> Captioned:
    """Frames without their padding, squashed to the square, and a caption for each."""
    images, captions, boxes, names = [], [], [], []
    for index in chosen.tolist():
        image, box = unpadded(data, index)
        if rng.random() < 0.5:
            image = image[:, ::-1]
            box = box[:, [2, 1, 0, 3]] * np.array([-1, 1, -1, 1], np.float32) + np.array(
                [1, 0, 1, 0], np.float32
            )
        asked, owner = _caption(data, index, rng)
        images.append(image)
        captions.append("".join(f"{phrase} . " for phrase in asked))
        boxes.append(box)
        names.append(owner)
    ids = tokenizer(captions, padding=True, return_tensors="pt")["input_ids"]
    assert isinstance(ids, torch.Tensor)
    return Captioned(
        images=torch.from_numpy(np.stack(images)),
        gain=torch.from_numpy(rng.uniform(0.92, 1.08, (len(images), 3)).astype(np.float32)),
        ids=ids,
        phrases=phrase_tokens(ids),
        boxes=torch.from_numpy(np.stack(boxes)),
        names=torch.from_numpy(np.stack(names)),
    )


def phrase_tokens(ids: torch.Tensor) -> torch.Tensor:
    """(batch, phrases, tokens): which tokens belong to each phrase before a full stop."""
    number = (ids == STOP).cumsum(1)
    word = (ids != STOP) & (ids != START) & (ids != END) & (ids != 0)
    count = int(number.max())
    return word[:, None] & (number[:, None] == torch.arange(count)[None, :, None])


def unpadded(data: Pool, index: int) -> tuple[np.ndarray, np.ndarray]:
    image, box = data.images[index], data.boxes[index].copy()
    if data.square[index]:
        return image, box
    there = image.any(-1)
    width, height = int(there.any(0).nonzero()[0][-1]) + 1, int(there.any(1).nonzero()[0][-1]) + 1
    scale = np.array([SIDE / width, SIDE / height] * 2, np.float32)
    return resized(image[:height, :width], SIDE), np.clip(box * scale, 0, 1)


def _caption(data: Pool, index: int, rng: np.random.Generator) -> tuple[list[str], np.ndarray]:
    """The phrases to ask for, and for each thing which of them it is (-1: none)."""
    labels, whole = data.labels[index], data.whole[index]
    present = np.unique(labels[labels >= 0])
    total = 1 if rng.random() < 0.3 else int(rng.integers(2, 9))
    wanted = rng.permutation(present)[: max(1, total - 1)] if rng.random() < 0.9 else present[:0]
    absent = rng.permutation(np.setdiff1d(np.arange(len(nouns())), present))
    if total == 1 and rng.random() < 0.4:
        wanted = present[:0]
    asked = np.concatenate([wanted, absent[: total - len(wanted)]]).astype(int)
    asked = rng.permutation(asked[:total])
    phrases = [nouns()[label] for label in asked]
    owner = np.full(len(labels), -1, np.int64)
    for number, label in enumerate(asked):
        owner[(labels == label) & whole] = number
        tones = np.unique(data.colours[index][labels == label])
        if len(tones) == 1 and tones[0] >= 0 and rng.random() < 0.3:
            phrases[number] = coloured(nouns()[label])[int(tones[0])]
        elif label not in present and len(coloured(nouns()[label])) > 1 and rng.random() < 0.3:
            phrases[number] = f"{rng.choice(list(COLOURS))} {nouns()[label]}"
    if rng.random() < 0.1:
        phrases.append(str(rng.choice(ABSENT_WORDS)))
    return phrases, owner
