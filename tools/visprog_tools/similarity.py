"""How well an image fits each of several phrases, by CLIP.

The role ``classify`` has two operations: ``image(image)`` and ``text(text)``, each a normalised
``(d,)`` float32 embedding. They are separate so that prototypes are computed once and cached.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from visprog.tool import Context
from visprog.types import Image
from visprog_tools import prompts

Vector = npt.NDArray[np.float32]


async def prototype(phrase: str, context: Context) -> Vector:
    """The normalised mean of the phrase's embeddings over the prompt ensemble, shape ``(d,)``."""
    clip = context.models.classify
    templates = tuple(clip.settings.get("templates", prompts.ENSEMBLE))
    texts = prompts.expand(phrase, templates)
    embeddings = np.stack(await asyncio.gather(*(clip.text(text=text) for text in texts)))
    mean = embeddings.mean(0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


async def probabilities(
    images: Sequence[Image], phrases: Sequence[str], context: Context
) -> npt.NDArray[np.float64]:
    """For each image a distribution over the phrases, shape ``(images, phrases)``."""
    clip = context.models.classify
    vectors, prototypes = await asyncio.gather(
        asyncio.gather(*(clip.image(image=image) for image in images)),
        asyncio.gather(*(prototype(phrase, context) for phrase in phrases)),
    )
    scale = float(clip.settings.get("logit_scale", 100.0))
    logits = scale * np.stack(vectors).astype(np.float64) @ np.stack(prototypes).T
    exponentials = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(1, keepdims=True))


async def similarities(
    images: Sequence[Image], phrase: str, context: Context
) -> npt.NDArray[np.float64]:
    """The cosine of each image with one phrase's prototype, shape ``(images,)``."""
    clip = context.models.classify
    vectors, proto = await asyncio.gather(
        asyncio.gather(*(clip.image(image=image) for image in images)),
        prototype(phrase, context),
    )
    return np.asarray(np.stack(vectors).astype(np.float64) @ proto)


def top(phrases: Sequence[str], row: npt.NDArray[np.float64], k: int = 5) -> list[list[object]]:
    """The best ``k`` phrases with their probabilities, for the trace."""
    order = np.argsort(-row, kind="stable")[:k]
    return [[phrases[int(index)], round(float(row[index]), 4)] for index in order]
