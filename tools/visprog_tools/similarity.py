"""How well an image fits each of several phrases, by CLIP.

The role ``classify`` has the operations ``image(image)`` and ``text(text)``, each a normalised
``(d,)`` float32 embedding, separate so that prototypes are computed once and cached, and
``scale()``, the factor on cosines that the model learned. A pack's ``logit_scale`` overrides it.

SigLIP was trained with a sigmoid on ``scale * cosine + bias`` of each pair. Here its phrases
compete in a softmax as CLIP's do: the bias is the same for all of them and falls out, and the order
is the sigmoid's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from visprog.errors import ToolError
from visprog.tool import Context
from visprog.types import Image
from visprog_tools import descriptions, prompts, templates

Vector = npt.NDArray[np.float32]


async def texts_for(phrase: str, wanted: Any, context: Context) -> Sequence[str]:
    """The texts that stand for a class.

    ``wanted`` is ``None`` (the pack's templates), ``single``, ``ensemble`` (ImageNet's 80),
    ``cupl`` (descriptions by a language model), a list of templates with ``{}``, or a dict from
    class to its texts. Raises ``ToolError`` for anything else.
    """
    match wanted:
        case None:
            own = context.models.classify.settings.get("templates", prompts.ENSEMBLE)
            return prompts.expand(phrase, tuple(own))
        case "single":
            return prompts.expand(phrase, prompts.SINGLE)
        case "ensemble":
            return prompts.expand(phrase, templates.IMAGENET)
        case "cupl":
            return await descriptions.of(phrase, context)
        case [*own] if own and all(isinstance(item, str) and "{" in item for item in own):
            return prompts.expand(phrase, own)
        case Mapping() if wanted.get(phrase):
            texts = wanted[phrase]
            return [texts] if isinstance(texts, str) else [str(text) for text in texts]
        case Mapping():
            raise ToolError(f"prompts has no texts for {phrase!r}")
    raise ToolError(
        "prompts is single, ensemble, cupl, a list of templates with {} for the class, "
        "or a dict from class to texts"
    )


async def prototype(phrase: str, context: Context, wanted: Any = None) -> Vector:
    """The normalised mean embedding of the texts that stand for a phrase, shape ``(d,)``."""
    clip = context.models.classify
    texts = await texts_for(phrase, wanted, context)
    embeddings = np.stack(await asyncio.gather(*(clip.text(text=text) for text in texts)))
    mean = embeddings.mean(0)
    return np.asarray(mean / np.linalg.norm(mean), dtype=np.float32)


async def embeddings(images: Sequence[Image], context: Context) -> Vector:
    """The normalised embeddings of images, shape ``(images, d)``."""
    clip = context.models.classify
    return np.stack(await asyncio.gather(*(clip.image(image=image) for image in images)))


async def probabilities(
    images: Sequence[Image], phrases: Sequence[str], context: Context, wanted: Any = None
) -> npt.NDArray[np.float64]:
    """For each image a distribution over the phrases, shape ``(images, phrases)``; ``wanted`` as
    :func:`texts_for` takes it.

    A phrase with a word that the model was never taught (the pack's ``untaught``) gets none, unless
    all have one; that is noted.
    """
    scale, vectors, prototypes = await asyncio.gather(
        _scale(context),
        embeddings(images, context),
        asyncio.gather(*(prototype(phrase, context, wanted) for phrase in phrases)),
    )
    logits = scale * vectors.astype(np.float64) @ np.stack(prototypes).T
    untaught = _untaught(phrases, context)
    if untaught.any() and not untaught.all():
        logits[:, untaught] = -np.inf
    exponentials = np.exp(logits - logits.max(1, keepdims=True))
    return np.asarray(exponentials / exponentials.sum(1, keepdims=True))


async def _scale(context: Context) -> float:
    clip = context.models.classify
    chosen = clip.settings.get("logit_scale")
    return float(await clip.scale() if chosen is None else chosen)


def _untaught(phrases: Sequence[str], context: Context) -> npt.NDArray[np.bool_]:
    words = set(context.models.classify.settings.get("untaught", ()))
    unknown = np.array([not words.isdisjoint(phrase.lower().split()) for phrase in phrases])
    if unknown.any():
        named = ", ".join(phrase for phrase, is_ in zip(phrases, unknown, strict=True) if is_)
        context.note("untaught", f"the model was never taught {named}")
    return unknown


async def similarities(
    images: Sequence[Image], phrase: str, context: Context
) -> npt.NDArray[np.float64]:
    """The cosine of each image with one phrase's prototype, shape ``(images,)``."""
    vectors, proto = await asyncio.gather(embeddings(images, context), prototype(phrase, context))
    return np.asarray(vectors.astype(np.float64) @ proto)


def top(phrases: Sequence[str], row: npt.NDArray[np.float64], k: int = 5) -> list[list[object]]:
    """The best ``k`` phrases with their probabilities, for the trace."""
    order = np.argsort(-row, kind="stable")[:k]
    return [[phrases[int(index)], round(float(row[index]), 4)] for index in order]


def margin(row: npt.NDArray[np.float64]) -> float:
    """How far the best of two phrases or more is ahead of the second."""
    second, first = np.sort(row)[-2:]
    return round(float(first - second), 4)
