"""Figures of an inpainting model: what it paints is recognised, what it removes is gone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import interpolate, normalize
from transformers import AutoProcessor, CLIPModel

from visprog.model import Model, ModelSpec
from visprog.tool import ToolSpec
from visprog.types import Box, Image, Mask, Region, Regions
from visprog_benchmarks.micro.figures import mean, share
from visprog_benchmarks.micro.folders import ENSEMBLE
from visprog_benchmarks.micro.pasting import Exercise
from visprog_benchmarks.micro.phrases import prompt
from visprog_benchmarks.micro.recipe import Figures
from visprog_benchmarks.micro.wishes import Wishes
from visprog_benchmarks.world import SEEDS, Scene, make_scene, render
from visprog_tools.edit.replace import remove
from visprog_tools.edit.replace import replace as repaint
from visprog_tools.grounds import KNOWN, likeness
from visprog_tools.models.inpaint_diffusers import InpaintDiffusers
from visprog_tools.models.inpaint_textures import InpaintTextures
from visprog_tools.sprites import nouns

SETTINGS = {"size": 128, "steps": 8, "guidance": 2.5}
"""How a pack is to paint with it; without guidance (1) half as much is recognised."""
PROMPTS = {
    "grass": "lush green grass",
    "sand": "sand",
    "water": "blue water",
    "snow": "snow",
    "sky": "clear blue sky",
    "night": "night sky",
    "wood": "wooden floor",
    "stone": "stone",
    "earth": "brown earth",
}
FIRST = SEEDS["test"].start + 600
FLAT = "removed_flat"


class Judge:
    """A classifier's folder that names parts of pictures among all nouns."""

    def __init__(self, folder: Path, device: str) -> None:
        self._model = CLIPModel.from_pretrained(folder, dtype=torch.float32).to(device).eval()
        self._processor = AutoProcessor.from_pretrained(folder)
        self._device = device
        texts = [prompt(template, noun) for noun in nouns() for template in ENSEMBLE]
        inputs = self._processor(text=texts, padding="max_length", return_tensors="pt").to(device)
        with torch.no_grad():
            unit = _pooled(self._model.get_text_features(**inputs))
        self._names = normalize(unit.view(len(nouns()), len(ENSEMBLE), -1).mean(1), dim=-1)

    @torch.no_grad()
    def names(self, crops: torch.Tensor) -> list[str]:
        """The noun of each crop, float (crops, 3, 64, 64) in 0..1."""
        found = self._processor.image_processor
        spread = torch.tensor([found.image_mean, found.image_std], device=self._device)
        pixels = (crops - spread[0, :, None, None]) / spread[1, :, None, None]
        similar = _pooled(self._model.get_image_features(pixel_values=pixels)) @ self._names.T
        return [nouns()[index] for index in similar.argmax(1).tolist()]

    def name(self, pixels: NDArray[np.uint8]) -> str:
        """The noun of one crop, uint8 (height, width, 3)."""
        crop = torch.from_numpy(pixels.copy()).to(self._device).permute(2, 0, 1)[None].float() / 255
        return self.names(_squashed(crop))[0]

    def recognised(self, made: torch.Tensor, exercise: Exercise, wishes: Wishes) -> float:
        """The share of an exercise's things that are named in pictures (batch, 3, h, w) of 0..1."""
        crops, wanted = [], []
        for picture, hole, wish in zip(made, exercise.hole[:, 0], exercise.wishes, strict=True):
            if wish < len(wishes.drawings):
                rows, columns = hole.any(1).nonzero()[:, 0], hole.any(0).nonzero()[:, 0]
                part = picture[:, rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
                crops.append(_squashed(part[None]))
                wanted.append(wishes.drawings[int(wish)][0])
        named = self.names(torch.cat(crops)) if crops else []
        right = sum(name == want for name, want in zip(named, wanted, strict=True))
        return round(right / max(len(wanted), 1), 4)


def _squashed(pixels: torch.Tensor) -> torch.Tensor:
    return interpolate(pixels, (64, 64), mode="bilinear", antialias=True)


def _pooled(features: Any) -> torch.Tensor:
    return normalize(getattr(features, "pooler_output", features), dim=-1)


@dataclass
class Easel:
    """A `visprog.tool.Context` with an inpainting model at hand and nothing else."""

    model: Model
    models: Any = field(init=False)
    seed: int = 0
    empty: Literal["error", "whole-image"] = "error"

    def __post_init__(self) -> None:
        self.model.load()
        self.models = SimpleNamespace(inpaint=self)
        self.settings: dict[str, Any] = {}

    async def fill(self, **item: Any) -> Any:
        """The model's operation on one item."""
        (made,) = self.model.fill([item])  # type: ignore[attr-defined]
        if isinstance(made, Exception):
            raise made
        return made

    def note(self, code: str, message: str, **facts: Any) -> None:
        """Nothing is recorded here."""

    def whole(self, image: Image) -> Image:
        """The picture is always the whole one."""
        return image

    def edit(self, tool: ToolSpec, image: Image, region: Region, **arguments: Any) -> Image:
        """The picture after REPLACE or REMOVE of one region."""
        arguments[str(tool.context_param)] = self
        regions = Regions.of([region], image)
        edited: Image = asyncio.run(tool.function(image=image, object=regions, **arguments))
        return edited


def evaluate_inpaint(folder: Path, *, scenes: int = 300, device: str = "cpu") -> Figures:
    """Edits of test scenes through the tools and the adapter, by the model and by the stand-in.

    The largest thing of a third of the scenes is replaced by a noun drawn at random and named by
    the pack's classifier; the ground of others is replaced by a ground; the largest thing of others
    is removed, and the place compared with the scene drawn without it.
    """
    judge = Judge(_classifier(folder), device)
    spec = ModelSpec("inpaint", "inpaint_diffusers", str(folder), "local", settings=SETTINGS)
    count = max(scenes // 3, 1)
    own = _judged(Easel(InpaintDiffusers(spec, device)), judge, count)
    beside = _judged(_textures(), judge, count)
    return own | {
        f"stand_in_{name}": {**figure, "what": f"{figure['what']}, stand-in"}
        for name, figure in beside.items()
        if name != FLAT
    }


def evaluate_textures(folder: Path, *, scenes: int = 300, device: str = "cpu") -> Figures:
    """The same edits by textures and sprites, which need no weights but the judge's; the folder is
    the pack's."""
    judge = Judge(folder / "classify", device)
    return _judged(_textures(), judge, max(scenes // 3, 1))


def _textures() -> Easel:
    return Easel(InpaintTextures(ModelSpec("inpaint", "inpaint_textures", "code:", "1")))


def _judged(easel: Easel, judge: Judge, count: int) -> Figures:
    seeds = range(FIRST, FIRST + count)
    things = [_thing_is_named(easel, judge, seed) for seed in seeds]
    grounds = [_ground_is_named(easel, seed) for seed in seeds]
    errors = list(_errors_of_removal(easel, count))
    flat = "removed: error of one colour, the rim's mean (baseline)"
    return {
        "recognised": share("replaced thing named right", sum(things), count),
        "grounds": share("replaced ground told from 9 others", sum(grounds), count),
        "removed": mean(
            "removed: error of the place in levels of 255", [error for error, _ in errors]
        ),
        FLAT: mean(flat, [error for _, error in errors]),
    }


def _classifier(folder: Path) -> Path:
    from visprog_benchmarks.micro.run import pack_folder

    beside = folder.parent / "classify"
    return beside if (beside / "config.json").exists() else pack_folder("classify")


def _thing_is_named(easel: Easel, judge: Judge, seed: int) -> bool:
    scene, pixels, ids = _drawn(seed)
    index = _largest(scene)
    noun = nouns()[int(np.random.default_rng(seed).integers(len(nouns())))]
    region = Region(Box(*scene.things[index].box), "thing", 1.0, Mask(ids == index + 1))
    made = easel.edit(repaint, Image(pixels), region, prompt=prompt("a {}", noun))
    left, top, right, bottom = (int(side) for side in scene.things[index].box)
    return judge.name(made.pixels[top:bottom, left:right]) == noun


def _ground_is_named(easel: Easel, seed: int) -> bool:
    _, pixels, ids = _drawn(seed)
    others = np.random.default_rng(seed).permutation(list(PROMPTS))
    wanted = str(others[0])
    bits = ids == 0
    region = Region(Box(0, 0, bits.shape[1], bits.shape[0]), "background", 1.0, Mask(bits))
    made = easel.edit(repaint, Image(pixels), region, prompt=PROMPTS[wanted])
    return max(KNOWN, key=lambda ground: likeness(made.pixels, bits, ground)) == wanted


def _errors_of_removal(easel: Easel, count: int) -> Iterator[tuple[float, float]]:
    """Mean absolute error where the thing was, and that of the mean colour around it."""
    seeds = iter(range(FIRST, SEEDS["test"].stop))
    for _ in range(count):
        scene, pixels, ids = next(
            drawn
            for drawn in map(_drawn, seeds)
            if not any(thing.holder is not None for thing in drawn[0].things)
        )
        index = _largest(scene)
        rest = scene.things[:index] + scene.things[index + 1 :]
        wanted, _ = render(replace(scene, things=rest))
        bits = ids == index + 1
        region = Region(Box(*scene.things[index].box), "thing", 1.0, Mask(bits))
        made = easel.edit(remove, Image(pixels), region)
        rim = _rim(bits)
        flat = np.abs(wanted[bits] - pixels[rim].astype(np.float32).mean(0)).mean()
        yield float(np.abs(wanted[bits] - made.pixels[bits].astype(np.float32)).mean()), float(flat)


def _rim(bits: NDArray[np.bool_]) -> NDArray[np.bool_]:
    from visprog_tools.filters import grown

    around: NDArray[np.bool_] = grown(bits, 12) & ~grown(bits, 4)
    return around


def _drawn(seed: int) -> tuple[Scene, NDArray[np.uint8], NDArray[np.uint8]]:
    scene = make_scene(seed, width=384, height=384)
    return scene, *render(scene)


def _largest(scene: Scene) -> int:
    def area(index: int) -> float:
        left, top, right, bottom = scene.things[index].box
        return (right - left) * (bottom - top)

    return max(range(len(scene.things)), key=area)
