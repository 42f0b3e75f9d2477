"""The micro pack's tokenizer: CLIP's byte-level BPE over the world's own words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

PAD, START, END = "<|pad|>", "<|startoftext|>", "<|endoftext|>"
LONGEST = 16
WORD_END = "</w>"


def make_tokenizer(words: Sequence[str]) -> Any:
    """A `CLIPTokenizer` in which each of the words is one token.

    Other text falls apart into bytes. OWL needs the end token to have the highest id, the start
    token an id above 0 and padding the id 0.
    """
    from tokenizers.pre_tokenizers import ByteLevel
    from transformers import CLIPTokenizer

    merges = merges_of(words)
    letters = sorted(ByteLevel.alphabet())
    pieces = [*letters, *(letter + WORD_END for letter in letters)]
    pieces = [PAD, START, *dict.fromkeys(pieces + [a + b for a, b in merges]), END]
    return CLIPTokenizer(
        vocab={piece: index for index, piece in enumerate(pieces)},
        merges=merges,
        unk_token=END,
        bos_token=START,
        eos_token=END,
        pad_token=PAD,
        model_max_length=LONGEST,
    )


def merges_of(words: Sequence[str]) -> list[tuple[str, str]]:
    """Byte-pair merges, the most frequent pair first (ties by spelling), until words are whole.

    The trainer of `tokenizers` breaks ties differently in every process.
    """
    spelled = [[*word[:-1], word[-1] + WORD_END] for word in sorted(set(words))]
    merges: list[tuple[str, str]] = []
    while True:
        counts = Counter(pair for pieces in spelled for pair in pairwise(pieces))
        if not counts:
            return merges
        best = min(counts, key=lambda pair: (-counts[pair], pair))
        merges.append(best)
        spelled = [_merged(pieces, best) for pieces in spelled]


def _merged(pieces: list[str], pair: tuple[str, str]) -> list[str]:
    merged: list[str] = []
    for piece in pieces:
        if merged and (merged[-1], piece) == pair:
            merged[-1] += piece
        else:
            merged.append(piece)
    return merged
