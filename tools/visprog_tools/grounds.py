"""Grounds: what a picture's things stand on or in front of, by word and by pixels.

:func:`segment` is a classical stand-in for segmenting "stuff" (grass, sand, sky), which detectors
of things do not know. It models the colours and the texture of the picture's border, takes what is
like them and large, leaves out what stands out from it, and refines the outline with GrabCut
(Rother et al., 2004). It is right where one ground fills most of the border and its colours differ
from the things', as in the rendered world; on a photograph it is a guess. Nothing is learned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import numpy as np

from visprog.types import Bits, Image, Mask, Pixels, Region, Regions
from visprog_tools.filters import Floats, disc, grown, scaled, shrunk

WORDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "grass": ("grass", "lawn", "meadow", "field", "pasture", "turf"),
        "sand": ("sand", "desert", "dune", "dunes"),
        "water": ("water", "sea", "ocean", "lake", "river", "pond"),
        "snow": ("snow", "ice", "snowfield"),
        "night": ("night sky", "starry sky", "night", "stars", "space", "outer space", "galaxy"),
        "sky": ("sky", "clouds", "cloudy sky", "air"),
        "wood": (
            "wood",
            "wooden floor",
            "wood floor",
            "planks",
            "parquet",
            "table",
            "wooden table",
            "desk",
            "counter",
        ),
        "stone": ("stone", "stones", "rock", "rocks", "cobblestones", "pavement", "stone floor"),
        "earth": ("earth", "soil", "dirt", "mud"),
        "beach": ("beach", "seaside", "shore", "coast"),
        "any": ("background", "ground", "floor", "surroundings", "wall", "backdrop", "scenery"),
    }
)
"""By ground, the words for it; ``any`` is whatever ground there is."""

KNOWN: Mapping[str, tuple[tuple[float, float, float], ...]] = MappingProxyType(
    {
        "grass": ((60, -30, 32), (50, -26, 36), (42, -22, 28)),
        "sand": ((78, 5, 30), (72, 8, 34), (66, 10, 32), (84, 3, 24)),
        "water": ((58, -6, -30), (48, -4, -34), (64, -10, -26), (42, -4, -22)),
        "snow": ((92, -1, -5), (86, -1, -8), (97, 0, 0)),
        "sky": ((76, -6, -28), (84, -6, -18), (68, -4, -38), (90, -4, -8)),
        "night": ((10, 6, -22), (18, 10, -30), (28, 10, -28), (6, 2, -8)),
        "wood": ((54, 14, 30), (46, 16, 28), (62, 12, 30), (38, 14, 24)),
        "stone": ((60, 0, 2), (48, 0, 2), (72, 0, 3)),
        "earth": ((42, 12, 22), (34, 10, 18), (50, 12, 24)),
        "beach": ((78, 5, 30), (84, 3, 24)),
    }
)
"""By ground, its usual colours in CIE Lab."""

STRANGE = 34.0
"""The Lab distance from all usual colours beyond which a ground is not the one that was named."""

LEAST = 0.3
CLOSE = 0.15
"""A ground is there when its likeness is at least that, and as close to that of the likeliest."""

WORKING = 400
"""The longer side, in pixels, of the picture in which the ground is searched."""


def ground_named(phrase: str) -> str | None:
    """The ground that a phrase is about (``lush green grass`` is grass), or None.

    The last word that names one decides, so ``a dog on grass`` is grass and ``grass snake`` none.
    """
    text = " ".join(re.findall(r"[a-z]+", phrase.lower()))
    for ground, words in WORDS.items():
        if any(text == word or text.endswith(" " + word) for word in words):
            return ground
    return None


def segment(image: Image, phrase: str) -> Regions:
    """The ground that ``phrase`` names as one region with a mask, or none when it is not there.

    The score says how close its colours are to those that the ground usually has.
    """
    ground = ground_named(phrase)
    if ground is None:
        return Regions.of([], image)
    bits = ground_bits(image.pixels, ground)
    if not bits.any():
        return Regions.of([], image)
    score = likeness(image.pixels, bits, ground)
    rivals = (likeness(image.pixels, bits, other) for other in KNOWN)
    mask = Mask(bits)
    if mask.box is None or score < max(LEAST, ground != "any" and max(rivals) - CLOSE):
        return Regions.of([], image)
    region = Region(mask.box, phrase, round(score, 4), mask, image.frame)
    return Regions.of([region], image)


def likeness(pixels: Pixels, bits: Bits, ground: str) -> float:
    """1 for the usual colours of that ground, 0 for strange ones; ``any`` is always 1."""
    if ground == "any":
        return 1.0
    main = np.median(_lab(pixels)[bits], axis=0)
    apart = min(float(np.linalg.norm(main - np.array(usual))) for usual in KNOWN[ground])
    return max(0.0, 1.0 - apart / STRANGE)


def ground_bits(pixels: Pixels, ground: str = "any") -> Bits:
    """Which pixels are ground, (height, width) bool."""
    import cv2

    height, width = pixels.shape[:2]
    scale = min(1.0, WORKING / max(height, width))
    size = max(8, round(width * scale)), max(8, round(height * scale))
    small = np.rint(scaled(pixels.astype(np.float32), *size)).clip(0, 255).astype(np.uint8)
    lab = np.asarray(cv2.bilateralFilter(_lab(small), 7, 12, 5), dtype=np.float32)
    alike = _like_border(lab, ground)
    likely = _without_specks(_smooth(alike), 0.004)
    if not likely.any():
        return np.zeros((height, width), np.bool_)
    likely = _refined(small, likely, alike)
    return _enlarged(pixels, likely)


def _like_border(lab: Floats, ground: str) -> Bits:
    """Pixels whose colours are those of the border that are ground."""
    import cv2

    height, width = lab.shape[:2]
    rim = max(2, round(0.03 * min(height, width)))
    border = np.ones((height, width), np.bool_)
    border[rim:-rim, rim:-rim] = False
    samples = np.ascontiguousarray(lab[border].reshape(-1, 3))
    kinds = min(6, len(samples))
    rule = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.5)
    cv2.setRNGSeed(1)
    nothing: Any = None
    _, found, means = cv2.kmeans(samples, kinds, nothing, rule, 2, cv2.KMEANS_PP_CENTERS)
    which, middles = np.asarray(found).ravel(), np.asarray(means, dtype=np.float32)
    shares = np.bincount(which, minlength=kinds) / len(samples)
    chosen = _chosen(middles, shares, ground)
    if not chosen:
        return np.zeros((height, width), np.bool_)
    apart = np.full((height, width), np.inf, np.float32)
    for index in chosen:
        own = samples[which == index]
        spread_ = np.maximum(own.std(0), (5.0, 3.0, 3.0))
        distance = np.sqrt((((lab - middles[index]) / spread_) ** 2).sum(-1))
        apart = np.minimum(apart, distance.astype(np.float32))
    alike: Bits = apart < 3.4
    return alike


def _smooth(bits: Bits) -> Bits:
    import cv2

    kernel = disc(max(1, round(min(bits.shape) / 160)))
    closed = cv2.morphologyEx(bits.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    return np.asarray(cv2.morphologyEx(closed, cv2.MORPH_OPEN, kernel) > 0)


def _chosen(middles: Floats, shares: Floats, ground: str) -> list[int]:
    """The border's colours that are ground: the large ones, and near the ground's usual colours
    where several different grounds meet the border."""
    main = int(shares.argmax())
    near_main = np.linalg.norm(middles - middles[main], axis=1)
    chosen = [i for i in range(len(shares)) if shares[i] > 0.08 or near_main[i] < 16]
    if ground == "any":
        return chosen
    usual = np.array(KNOWN[ground], np.float32)
    away = np.linalg.norm(middles[:, None] - usual[None], axis=2).min(1)
    fitting = [i for i in chosen if away[i] < STRANGE]
    if not fitting:
        return []
    best = min(fitting, key=lambda i: (away[i], -shares[i]))
    return [i for i in fitting if np.linalg.norm(middles[i] - middles[best]) < 40]


def _without_specks(bits: Bits, least: float) -> Bits:
    """Without ground islands and holes smaller than that share of the picture."""
    import cv2

    small = least * bits.size
    for value in (True, False):
        count, labels, stats, _ = cv2.connectedComponentsWithStats((bits == value).astype(np.uint8))
        for label in range(1, count):
            if stats[label, cv2.CC_STAT_AREA] < small * (1 if value else 0.12):
                bits = np.where(labels == label, not value, bits)
    return bits


def _refined(small: Pixels, likely: Bits, alike: Bits) -> Bits:
    """The outline by GrabCut: sure away from it, open in a band around it.

    Pixels alike the ground stay open everywhere: they may show between a thing's legs.
    """
    import cv2

    if likely.all() or not likely.any():
        return likely
    unit = max(2, round(min(likely.shape) / 70))
    labels = np.where(likely, cv2.GC_PR_BGD, cv2.GC_PR_FGD).astype(np.uint8)
    labels[shrunk(likely, unit)] = cv2.GC_BGD
    labels[~grown(likely, unit) & ~alike] = cv2.GC_FGD
    if not ((labels == cv2.GC_FGD) | (labels == cv2.GC_PR_FGD)).any():
        return likely
    cv2.setRNGSeed(1)
    ground, things = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(small, labels, (0, 0, 0, 0), ground, things, 2, cv2.GC_INIT_WITH_MASK)
    return _without_specks((labels == cv2.GC_BGD) | (labels == cv2.GC_PR_BGD), 0.0006)


def _enlarged(pixels: Pixels, small: Bits) -> Bits:
    """The mask at full size, its outline drawn to the picture's own edges.

    A guided filter (He et al., 2013) with the grey picture as its guide.
    """
    import cv2

    height, width = pixels.shape[:2]
    if small.shape == (height, width):
        return small
    soft = scaled(small.astype(np.float32), width, height)
    guide = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), dtype=np.float32) / 255
    window = (2 * max(2, round(1.5 * max(height, width) / WORKING)) + 1,) * 2

    def mean(values: Floats) -> Floats:
        return np.asarray(cv2.blur(values, window), dtype=np.float32)

    about, wanted = mean(guide), mean(soft)
    slope = (mean(guide * soft) - about * wanted) / (mean(guide * guide) - about**2 + 1e-3)
    return mean(slope) * guide + mean(wanted - slope * about) > 0.5


def _lab(pixels: Pixels) -> Floats:
    import cv2

    return np.asarray(
        cv2.cvtColor(pixels.astype(np.float32) / 255, cv2.COLOR_RGB2Lab), dtype=np.float32
    )
