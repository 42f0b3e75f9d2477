"""What the inpainting model is asked for, and the text states by which it hears it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import torch

from visprog_benchmarks.micro.phrases import prompt
from visprog_benchmarks.micro.sketchbook import GROUNDS
from visprog_tools.edit.colours import EXTRA
from visprog_tools.grounds import WORDS
from visprog_tools.models.inpaint_diffusers import CLEAR
from visprog_tools.sprites import COLOURS, nouns, sprites

FOR_THINGS = ("a {}", "{}", "the {}", "a photo of a {}", "a small {}", "a large {}")
LOOKS: Mapping[str, Sequence[str]] = {
    "grass": ("lush green grass", "green grass", "grassy field", "lush grass"),
    "sand": ("yellow sand", "golden sand", "sandy desert", "sandy ground"),
    "water": ("blue water", "deep blue sea", "calm water"),
    "snow": ("white snow", "fresh snow", "snowy ground"),
    "sky": ("blue sky", "clear blue sky", "sky with clouds"),
    "night": ("dark night sky", "night sky with stars"),
    "wood": ("brown wood", "wooden boards", "a wooden floor"),
    "stone": ("gray stone", "a stone floor", "stone wall"),
    "earth": ("brown earth", "bare earth", "muddy ground"),
    "beach": ("sandy beach", "a beach", "beach by the sea"),
}
"""Fuller descriptions of grounds, beside their names."""
SURFACES = {**COLOURS, **{name: EXTRA[name] for name in ("white", "gray", "pink")}}
FOR_SURFACES = ("{}", "a {} background", "plain {}")

Drawing = tuple[str, str | None, int]


class Wishes:
    """Prompts as token ids, by what they ask for; each may be said in several ways.

    `drawings` are the (noun, colour, variant) that can be asked for: without a colour word a thing
    has its own colours.
    """

    def __init__(self, tokenizer: Any) -> None:
        self.drawings: list[Drawing] = []
        said: list[list[str]] = []
        for noun in nouns():
            for variant in range(len(sprites()[noun].cells)):
                self.drawings.append((noun, None, variant))
                said.append([prompt(template, noun) for template in FOR_THINGS])
            for colour in COLOURS if sprites()[noun].tintable else ():
                self.drawings.append((noun, colour, 0))
                said.append([prompt(template, f"{colour} {noun}") for template in FOR_THINGS])
        self.first_ground = len(said)
        for ground in GROUNDS:
            own = [*WORDS[ground], *LOOKS[ground]]
            said.append([*own, *(f"a photo of {words}" for words in own)])
        self.first_surface = len(said)
        said += [[template.format(name) for template in FOR_SURFACES] for name in SURFACES]
        self.nothing = len(said)
        said.append([CLEAR])
        self.silence = len(said)
        said.append([""])
        self.surfaces = torch.tensor(list(SURFACES.values())).float() / 255
        self.ways = torch.tensor([len(ways) for ways in said])
        self._first = torch.cumsum(self.ways, 0) - self.ways
        texts = [text for ways in said for text in ways]
        self.ids = tokenizer(
            texts, padding="max_length", truncation=True, return_tensors="pt"
        ).input_ids

    @torch.no_grad()
    def hear(self, text_encoder: Any, device: str) -> None:
        """Keep the states of every prompt (prompts, tokens, width) on the device."""
        text_encoder = text_encoder.to(device).eval()
        parts = self.ids.to(device).split(256)
        self.states = torch.cat([text_encoder(part)[0] for part in parts])
        self.ways, self._first = self.ways.to(device), self._first.to(device)
        self.surfaces = self.surfaces.to(device)

    def draw(self, wishes: torch.Tensor) -> torch.Tensor:
        """States (batch, tokens, width) of one way to say each wish, at random."""
        ways = self.ways[wishes]
        chosen = (torch.rand(len(wishes), device=wishes.device) * ways).long()
        return self.states[self._first[wishes] + torch.minimum(chosen, ways - 1)]

    def of_things(self) -> tuple[np.ndarray, np.ndarray]:
        """Indices of drawings in their own colours, and in a colour asked for."""
        coloured = np.array([colour is not None for _, colour, _ in self.drawings])
        return np.flatnonzero(~coloured), np.flatnonzero(coloured)
