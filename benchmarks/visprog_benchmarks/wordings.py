"""``visprog bench run prompts``: which texts should stand for a class?

Things of unseen harder scenes, cut out as a detector cuts them and shrunk until the classifier
begins to err, are named among all nouns of the world: by one prompt, by ImageNet's 80 templates, by
the pack's own ensemble, and by descriptions (CuPL). Nouns that the single prompt misses come first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from visprog.errors import UsageError
from visprog.types import Box, Image
from visprog_benchmarks.metrics import Rate
from visprog_benchmarks.world import SEEDS, make_scene, render
from visprog_tools import knowledge, packs, prompts, templates
from visprog_tools.filters import scaled
from visprog_tools.models.clip import Clip
from visprog_tools.sprites import nouns

Texts: TypeAlias = Callable[[str], Sequence[str]]
Vectors: TypeAlias = NDArray[np.float32]
SIDE = 8
"""Pixels of a crop's longer side: few enough for mistakes."""
LEAST = 4
"""Pixels of its shorter side: with three, rows could be taken for colours."""


def wordings(n: int, seed: int, *, pack: str = "micro", side: int = SIDE) -> dict[str, Any]:
    """Top-1 of `n` crops by what stands for the classes, over all and for the nouns that the single
    prompt misses. Raises ``Unavailable`` when the pack's weights are absent."""
    spec = packs.load(pack).models["classify"]
    if spec.family != Clip.family:
        raise UsageError(f"the classifier of {pack} is no CLIP of transformers: {spec.family}")
    model = Clip(spec)
    model.load()
    crops, labels = _crops(n, seed, side)
    images = _embedded([{"image": crop} for crop in crops], model.image)
    own = tuple(spec.settings.get("templates", prompts.ENSEMBLE))
    ways: Mapping[str, Texts] = {
        "single": lambda noun: prompts.expand(noun, prompts.SINGLE),
        "ImageNet's 80": lambda noun: prompts.expand(noun, templates.IMAGENET),
        "the pack's": lambda noun: prompts.expand(noun, own),
        "descriptions": _described,
    }
    right = {}
    for way, texts in ways.items():
        classes = np.stack([_prototype(texts(noun), model) for noun in nouns()])
        right[way] = (images @ classes.T).argmax(1) == labels
    rows = {}
    for index, noun in enumerate(nouns()):
        own_crops = labels == index
        if own_crops.any() and not right["single"][own_crops].all():
            rows[noun] = {
                "n": int(own_crops.sum()),
                **{way: round(float(hits[own_crops].mean()), 3) for way, hits in right.items()},
            }
    return {
        "benchmark": "prompts",
        "pack": pack,
        "n": len(crops),
        "seed": seed,
        "side": side,
        "top1": {way: Rate(int(hits.sum()), len(hits)).to_json() for way, hits in right.items()},
        "missed": dict(sorted(rows.items(), key=lambda row: (row[1]["single"], row[0]))),
    }


def show(result: Mapping[str, Any]) -> None:
    """The table on standard output."""
    ways = list(result["top1"])
    print(f"{'noun':16}{'n':>5}" + "".join(f"{way:>16}" for way in ways))
    for noun, row in result["missed"].items():
        print(f"{noun:16}{row['n']:>5}" + "".join(f"{row[way]:>16.2f}" for way in ways))
    print(f"{'all':16}{result['n']:>5}" + "".join(_rate(result["top1"][way]) for way in ways))
    print(
        f"things of harder scenes, {result['side']} pixels long, named among {len(nouns())} nouns"
    )


def _rate(rate: Mapping[str, Any]) -> str:
    return f"{rate['rate']:>16.3f}"


def _crops(n: int, seed: int, side: int) -> tuple[list[Image], NDArray[np.int64]]:
    """Things as a detector cuts them out, with so few pixels, and their nouns' numbers."""
    number = {noun: index for index, noun in enumerate(nouns())}
    crops: list[Image] = []
    labels: list[int] = []
    rng = np.random.default_rng(seed)
    start = SEEDS["test"].start + 1000 * seed
    while len(crops) < n:
        scene = make_scene(start, split="harder")
        whole = Image(render(scene)[0])
        for thing in scene.things:
            box = np.array(thing.box)
            extent = np.array([box[2] - box[0], box[3] - box[1]] * 2)
            left, top, right, bottom = (box + rng.uniform(-0.05, 0.05, 4) * extent).tolist()
            loose = Box(left, top, right, bottom).clipped(whole.width, whole.height)
            crop = whole.crop(loose)
            crops.append(_shrunk(crop, side))
            labels.append(number[thing.noun])
        start += 1
    return crops[:n], np.array(labels[:n])


def _shrunk(crop: Image, side: int) -> Image:
    factor = side / max(crop.width, crop.height)
    width, height = (max(LEAST, round(one * factor)) for one in (crop.width, crop.height))
    small = scaled(crop.pixels.astype(np.float32), width, height)
    return Image(np.rint(np.clip(small, 0, 255)).astype(np.uint8))


def _described(noun: str) -> Sequence[str]:
    return knowledge.described(noun) or prompts.expand(noun, prompts.SINGLE)


def _prototype(texts: Sequence[str], model: Clip) -> Vectors:
    mean = _embedded([{"text": text} for text in texts], model.text).mean(0)
    return np.asarray(mean / np.linalg.norm(mean))


def _embedded(items: list[dict[str, Any]], operation: Callable[..., list[Any]]) -> Vectors:
    parts = [items[start : start + 64] for start in range(0, len(items), 64)]
    return np.stack([vector for part in parts for vector in operation(part)])
