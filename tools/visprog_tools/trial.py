"""One call of every operation that a role offers, on a picture: does the model serve, and how.

With weights a model is loaded and asked, and what it saw is told. Without, it is built from its
published configuration: on torch's meta device, which checks the shape of every tensor of our calls
and computes nothing, or with random weights at full size, which takes time and memory as the real
ones do. Random weights see nothing; only the form of their results is judged.
"""

from __future__ import annotations

import gc
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

import numpy as np

from visprog.errors import Unavailable, VisprogError
from visprog.model import Item, Model, ModelSpec
from visprog.types import Image, Mask
from visprog_tools.models import blueprint, checkpoint

How = Literal["weights", "shapes", "random"]
"""With the real weights, on the meta device, or with random weights at full size."""

FEW_TOKENS = 4
"""What a model without weights writes."""
FEW_STEPS = 2
"""What a diffusion model on the meta device takes: they are all alike."""
PAINT = "lush green grass"
RIGHT_FORM = "in the form that tools expect"


@dataclass(frozen=True)
class Call:
    """One operation: what came of it, and how long a second one took on another picture. Without
    weights nothing is seen, and ``saw`` speaks of the result's form alone."""

    operation: str
    saw: str
    milliseconds: float | None = None


@dataclass(frozen=True)
class Trial:
    """How one role of a pack fared, and ``reason`` why it does not serve."""

    role: str
    spec: ModelSpec
    how: How | None
    calls: tuple[Call, ...] = ()
    reason: str = ""
    parameters: int | None = None
    weights_megabytes: float | None = None
    peak_megabytes: float | None = None
    """The most that was allocated on the device, where it is a GPU."""
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        return not self.reason


def calls(role: str, image: Image, phrases: tuple[str, ...]) -> Iterator[tuple[str, Item]]:
    """The operations that tools ask of a role, with arguments of the kind they pass."""
    width, height = image.width, image.height
    box = (0.25 * width, 0.25 * height, 0.75 * width, 0.75 * height)
    middle = ((width / 2, height / 2),)
    match role:
        case "locate" | "detect":
            yield "detect", {"image": image, "phrases": phrases}
        case "segment":
            yield "masks", {"image": image, "box": box, "multiple": False}
            yield "masks", {"image": image, "points": middle, "labels": (1,), "multiple": True}
        case "point":
            yield "point", {"image": image, "phrase": phrases[0]}
        case "classify":
            yield "image", {"image": image}
            yield "text", {"text": f"a photo of a {phrases[0]}"}
        case "vqa":
            yield "answer", {"image": image, "question": "What is in the picture?"}
        case "caption":
            yield "caption", {"image": image}
        case "depth":
            yield "depth", {"image": image}
        case "ocr":
            yield "read", {"image": image}
        case "face":
            yield "faces", {"image": image}
        case "inpaint":
            hole = _middle(image)
            yield (
                "fill",
                {"image": image, "mask": hole, "room": hole, "prompt": PAINT, "seed": 0},
            )
        case "llm":
            yield "complete", {"prompt": "Name a colour, in one word.", "max_tokens": 16}


def _middle(image: Image) -> Mask:
    bits = np.zeros((image.height, image.width), np.bool_)
    bits[image.height // 4 : -image.height // 4, image.width // 4 : -image.width // 4] = True
    return Mask(bits)


def run(
    spec: ModelSpec,
    families: Mapping[str, type[Model]],
    image: Image,
    phrases: tuple[str, ...] = ("person",),
    device: str = "cpu",
    random: bool = False,
) -> Trial:
    """Try the model of one role. ``random`` builds it with random weights on ``device``."""
    started = time.perf_counter()
    family = families.get(spec.family)
    if family is None:
        return Trial(spec.role, spec, None, reason=f"the family {spec.family} is not installed")
    how: How = "weights"
    if checkpoint.has_weights(spec) and not checkpoint.available(spec):
        how = "random" if random else "shapes"
    try:
        with ExitStack() as stack:
            built = spec
            if how != "weights":
                device = device if how == "random" else "meta"
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="visprog-"))
                built = blueprint.unfold(spec, Path(folder), device)
            if how == "shapes":
                built = replace(built, settings={**built.settings, "steps": FEW_STEPS})
            _forget(device)
            model = family(built, device)
            model.load()
            if how == "shapes":
                from visprog_tools.models.shapes import shapes_only

                stack.enter_context(shapes_only())
            _write_briefly(model, how)
            made = tuple(
                _called(model, *first, second[1], how, device)
                for first, second in zip(
                    _asked(spec, image, phrases), _asked(spec, _other(image), phrases), strict=True
                )
            )
            return Trial(
                spec.role, spec, how, made, "", *weights(model), _peak(device),
                time.perf_counter() - started,
            )  # fmt: skip
    except VisprogError as error:
        return Trial(spec.role, spec, None, reason=str(error))
    except Exception as error:  # whatever a model's own code raises is the finding
        first = (str(error).strip() or "-").splitlines()[0]
        seconds = time.perf_counter() - started
        reason = f"{type(error).__name__}: {first}"
        return Trial(spec.role, spec, how, reason=reason, seconds=seconds)


def _asked(spec: ModelSpec, image: Image, phrases: tuple[str, ...]) -> list[tuple[str, Item]]:
    """A detector that stands in for another role is asked as a detector."""
    role = "detect" if spec.settings.get("by") == "detection" else spec.role
    if phrase := spec.settings.get("phrase"):
        phrases = (str(phrase),)
    return list(calls(role, image, phrases))


def _other(image: Image) -> Image:
    """Another picture of the same size, since a model may remember one that it saw."""
    return Image(np.ascontiguousarray(image.pixels[:, ::-1]))


def _called(model: Model, operation: str, item: Item, again: Item, how: How, device: str) -> Call:
    seen = told(operation, _result(model, operation, item), item)
    saw = seen if how == "weights" else RIGHT_FORM
    if how == "shapes":
        return Call(operation, saw)
    _wait(device)
    started = time.perf_counter()
    _result(model, operation, again)
    _wait(device)
    return Call(operation, saw, round((time.perf_counter() - started) * 1e3, 2))


def _result(model: Model, operation: str, item: Item) -> Any:
    (result,) = getattr(model, operation)([item])
    if isinstance(result, Exception):
        raise result
    return result


def _write_briefly(model: Model, how: How) -> None:
    own: Any = getattr(model, "_model", None)
    if how != "weights" and hasattr(own, "generate"):
        own.generate = partial(_briefly, type(own).generate, own)


def _briefly(generate: Any, model: Any, **arguments: Any) -> Any:
    return generate(model, **{**arguments, "max_new_tokens": FEW_TOKENS})


def told(operation: str, result: Any, item: Item) -> str:
    """A result in a few words. Raises ``Unavailable`` when it lacks the form that tools expect."""
    image: Image | None = item.get("image")
    match operation:
        case "detect" if _table(result, 6):
            best = f", best {result[0, 1]:.2f}" if len(result) else ""
            return f"{len(result)} candidates for {', '.join(item['phrases'])}{best}"
        case "faces" if _table(result, 5):
            return f"{len(result)} faces"
        case "point" if _table(result, 2):
            return f"{len(result)} points on {item['phrase']}"
        case "masks" if image and len(result) == (3 if item["multiple"] else 1):
            sizes = [_area(pair, image) for pair in result]
            return f"masks of {', '.join(str(size) for size in sizes)} pixels"
        case "image" | "text" if np.ndim(result) == 1 and result.dtype == np.float32:
            return f"an embedding of {len(result)} numbers"
        case "depth" if image and np.shape(result) == (image.height, image.width):
            return f"depth from {result.min():.2f} to {result.max():.2f}"
        case "fill" if isinstance(result, Image) and image and _alike(result, image):
            changed = (result.pixels != image.pixels).any(-1).sum()
            return f"{changed} pixels painted as {item['prompt']}"
        case "answer" | "caption" | "read" if isinstance(result, str):
            return repr(result[:60])
        case "answer" | "caption" | "complete" if isinstance(result, Mapping):
            price = result["cost"]
            said = "unknown price" if price is None else f"${price:.6f}"
            return f"{result['text'][:60]!r}, {result['tokens']} tokens, {said}"
    raise Unavailable(f"{operation} gave {type(result).__name__}, which is not what tools expect")


def _table(result: Any, columns: int) -> bool:
    return np.ndim(result) == 2 and np.shape(result)[1] == columns and result.dtype == np.float32


def _area(pair: Any, image: Image) -> int:
    mask, _ = pair
    if not isinstance(mask, Mask) or mask.bits.shape != (image.height, image.width):
        raise Unavailable("masks gave something that is not a mask of the picture")
    return mask.area


def _alike(one: Image, other: Image) -> bool:
    return one.pixels.shape == other.pixels.shape


def weights(model: Model) -> tuple[int | None, float | None]:
    """How many, and their size in megabytes; of a pipeline those of all its parts."""
    found = []
    for own in vars(model).values():
        parts = own.components.values() if hasattr(own, "components") else [own]
        found += [w for part in parts if hasattr(part, "parameters") for w in part.parameters()]
    if not found:
        return None, None
    size = sum(weight.numel() * weight.element_size() for weight in found)
    return sum(weight.numel() for weight in found), round(size / 1e6, 1)


def _wait(device: str) -> None:
    if device.startswith("cuda"):
        import torch

        torch.cuda.synchronize(device)


def _forget(device: str) -> None:
    """Let go of the model before, and begin to measure memory anew."""
    gc.collect()
    if device.startswith("cuda"):
        import torch

        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(device)


def _peak(device: str) -> float | None:
    if not device.startswith("cuda"):
        return None
    import torch

    return round(torch.cuda.max_memory_allocated(device) / 1e6, 1)
