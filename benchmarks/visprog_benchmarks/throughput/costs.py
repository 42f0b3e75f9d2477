"""What the operations of a pack's models cost on a device: time by batch size, and memory.

Models without weights are built at full size with random ones, which take the time and memory of
the real ones. Each adapter is asked as tools ask it, with pictures that it has not seen, so a time
is that of the whole operation: the processor's work (also given alone, where the adapter has one),
the transfer, the network and what becomes of its output. A model that keeps what it made of a
picture is also asked about one picture alone: the time of its prompts. Where a model writes text it
writes :data:`TOKENS` tokens, so a time is mostly that of reading the picture.
"""

from __future__ import annotations

import gc
import itertools
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from visprog.model import Item, Model, ModelSpec
from visprog.types import Image
from visprog_tools import packs, trial
from visprog_tools.models import FAMILIES, blueprint, checkpoint

BATCHES = (1, 2, 4, 8, 16, 32, 64)
TOKENS = 4
WIDTH, HEIGHT = 640, 480
"""Of the pictures, in pixels: COCO's and GQA's are about so large."""
RUNS = 5
"""Timed runs of a batch, at most; fewer when they take long."""

ORDER = ("segment", "detect", "locate", "classify", "vqa", "depth", "ocr", "point", "inpaint")
"""Of the roles: those that make the most calls first. A caption is written by the model for vqa."""


@dataclass
class Row:
    """One model."""

    pack: str
    role: str
    checkpoint: str
    dtype: str
    weights: str
    """``random`` at full size, or ``real``."""
    parameters: int | None = None
    load_seconds: float | None = None
    weights_megabytes: float | None = None
    operations: dict[str, list[dict[str, float]]] = field(default_factory=dict)
    """By operation, for each batch size ``batch``, ``ms``, ``per_item_ms`` and, on a GPU,
    ``peak_megabytes``; ``stopped`` says why a list ends early."""
    stopped: dict[str, str] = field(default_factory=dict)
    error: str | None = None


def measure(
    names: Iterable[str],
    device: str,
    *,
    file: Path | None = None,
    seconds: float = 180.0,
    seconds_per_model: float = 14.0,
    batches: Iterable[int] = BATCHES,
    roles: Iterable[str] = ORDER,
    dtypes: Iterable[str] = ("pack",),
    say: Callable[[str], None] = lambda text: None,
) -> dict[str, Any]:
    """Measure every model of the packs, for ``seconds`` in all, and each, once it is loaded, for
    ``seconds_per_model``; ``file`` is written anew after each model, so that a run that was cut off
    leaves what it had."""
    report: dict[str, Any] = {**_machine(device), "packs": list(names), "models": []}
    end = time.perf_counter() + seconds
    for dtype, (pack, spec) in itertools.product(dtypes, _specs(report["packs"], list(roles))):
        if dtype == spec.dtype:
            continue
        spec = spec if dtype == "pack" else replace(spec, dtype=dtype)
        left = end - time.perf_counter()
        if left < 5:
            report.setdefault("left_out", []).append(f"{spec.checkpoint} {spec.dtype}")
            continue
        row = _measured(pack, spec, device, tuple(batches), min(left, seconds_per_model))
        report["models"].append(vars(row))
        say(line(row))
        if file is not None:
            file.write_text(json.dumps(report, indent=1), "utf-8")
    report["seconds"] = round(seconds - (end - time.perf_counter()), 1)
    if file is not None:
        file.write_text(json.dumps(report, indent=1), "utf-8")
    return report


def line(row: Row) -> str:
    """One model in a line."""
    if row.error:
        return f"{row.pack} {row.role} {row.checkpoint}: {row.error}"
    tables = [
        f"{name} "
        + " ".join(f"{point['batch']:g}:{point['per_item_ms']:.2f}" for point in points)
        + (f" ({row.stopped[name]})" if name in row.stopped else "")
        for name, points in row.operations.items()
    ]
    megabytes = f", {row.weights_megabytes:.0f} MB" if row.weights_megabytes else ""
    return f"{row.pack} {row.role} {row.checkpoint} {row.dtype}{megabytes}: {'; '.join(tables)}"


def _specs(names: list[str], roles: list[str]) -> list[tuple[str, ModelSpec]]:
    """Every checkpoint once, in the order of :data:`ORDER`, pack by pack within a role."""
    found: dict[tuple[str, str], tuple[str, ModelSpec]] = {}
    for role in sorted(roles, key=ORDER.index):
        for name in names:
            spec = packs.load(name).models.get(role)
            if spec is not None and checkpoint.has_weights(spec):
                known = (spec.checkpoint, spec.family)
                found.setdefault(known, (name, spec))
    return list(found.values())


def _measured(
    pack: str, spec: ModelSpec, device: str, batches: tuple[int, ...], seconds: float
) -> Row:
    real = checkpoint.available(spec)
    row = Row(pack, spec.role, spec.checkpoint, spec.dtype, "real" if real else "random")
    try:
        with tempfile.TemporaryDirectory(prefix="visprog-") as folder:
            built = spec if real else blueprint.unfold(spec, Path(folder), device)
            _forget(device)
            started = time.perf_counter()
            families = {family.family: family for family in FAMILIES}
            model = families[spec.family](built, device)
            model.load()
            _wait(device)
            row.load_seconds = round(time.perf_counter() - started, 2)
            row.parameters, row.weights_megabytes = trial.weights(model)
            _write_briefly(model)
            end = time.perf_counter() + seconds
            for name, call in _operations(model, spec).items():
                row.operations[name], why = _timed(call, device, batches, end)
                if why:
                    row.stopped[name] = why
    except Exception as error:  # whatever a model's own code raises is the finding
        first = (str(error).strip() or "-").splitlines()[0]
        row.error = f"{type(error).__name__}: {first}"
    return row


def _operations(model: Model, spec: ModelSpec) -> dict[str, Callable[[int], Callable[[], Any]]]:
    """By name: for a batch size, what is timed. Preparing the pictures is not."""

    def asked(operation: str, items: list[Item]) -> Any:
        results = getattr(model, operation)(items)
        for result in results:
            if isinstance(result, Exception):
                raise result
        return results

    def fresh(operation: str, item: Item) -> Callable[[int], Callable[[], Any]]:
        def prepare(batch: int) -> Callable[[], Any]:
            model.embeddings.clear()
            return partial(asked, operation, [_varied(item) for _ in range(batch)])

        return prepare

    def boxes(batch: int) -> Callable[[], Any]:
        """Prompts on a picture that was encoded before, other ones each time."""
        places = [(10.0 + next(_shades) % 40, 20.0, 300.0 + i, 320.0 + i) for i in range(batch)]
        items = [{"image": kept, "box": place, "multiple": False} for place in places]
        return partial(asked, "masks", items)

    def phrases(batch: int) -> Callable[[], Any]:
        items = [{"image": kept, "phrases": (f"thing {next(_shades)}",)} for _ in range(batch)]
        return partial(asked, "detect", items)

    def processed(processor: Any, batch: int) -> Callable[[], Any]:
        pictures = [picture().pixels.copy() for _ in range(batch)]
        return partial(processor, images=pictures, return_tensors="pt")

    role = "detect" if spec.settings.get("by") == "detection" else spec.role
    calls = list(trial.calls(role, picture(), ("person",)))
    found = {}
    kept = picture()
    if role == "segment":
        found["encode + 1 box"] = fresh(*calls[0])
        found["boxes on one picture"] = boxes
    else:
        for operation, item in calls:
            found[operation] = fresh(operation, item)
    if role == "detect" and spec.family == "owlv2":
        found["phrases on one picture"] = phrases
    processor = getattr(model, "_processor", None)
    if processor is not None and role not in ("vqa", "ocr", "point"):
        processor = getattr(processor, "image_processor", processor)
        found["processor alone"] = partial(processed, processor)
    return found


_shades = itertools.count(1)


def picture() -> Image:
    """One that nobody has seen: soft blobs, another for each call."""
    random = np.random.default_rng(next(_shades))
    small = random.integers(0, 256, (HEIGHT // 16, WIDTH // 16, 3), np.uint8)
    return Image(np.ascontiguousarray(small.repeat(16, 0).repeat(16, 1)))


def _varied(item: Item) -> Item:
    """The same call with another picture, or another text."""
    given = dict(item)
    if "image" in given:
        given["image"] = picture()
    if "text" in given:
        given["text"] = f"{given['text']} number {next(_shades)}"
    return given


def _timed(
    prepare: Callable[[int], Callable[[], Any]], device: str, batches: tuple[int, ...], end: float
) -> tuple[list[dict[str, float]], str]:
    """The points of a table, and why it ends early."""
    points: list[dict[str, float]] = []
    for batch in batches:
        if points and time.perf_counter() + 4 * points[-1]["ms"] / 1e3 > end:
            return points, "out of time"
        try:
            _forget_peak(device)
            times = []
            for run in range(RUNS + 1):
                call = prepare(batch)
                _wait(device)
                started = time.perf_counter()
                call()
                _wait(device)
                if run:  # the first one warms up
                    times.append((time.perf_counter() - started) * 1e3)
                    if sum(times) > 1500 or time.perf_counter() > end:
                        break
        except Exception as error:
            if type(error).__name__ != "OutOfMemoryError":
                raise
            _forget(device)
            return points, f"out of memory at {batch}"
        middle = statistics.median(times)
        point = {"batch": batch, "ms": round(middle, 2), "per_item_ms": round(middle / batch, 3)}
        if (peak := _peak(device)) is not None:
            point["peak_megabytes"] = peak
        points.append(point)
    return points, ""


def _write_briefly(model: Model) -> None:
    own: Any = getattr(model, "_model", None)
    if hasattr(own, "generate"):
        own.generate = partial(_briefly, type(own).generate, own)


def _briefly(generate: Any, model: Any, **arguments: Any) -> Any:
    return generate(model, **{**arguments, "max_new_tokens": TOKENS, "min_new_tokens": TOKENS})


def _machine(device: str) -> dict[str, Any]:
    import torch
    import transformers

    found: dict[str, Any] = {
        "date": time.strftime("%Y-%m-%d %H:%M:%S %z"),
        "device": device,
        "versions": {"torch": torch.__version__, "transformers": transformers.__version__},
        "picture": [WIDTH, HEIGHT],
        "tokens": TOKENS,
    }
    if device.startswith("cuda"):
        found["device_name"] = torch.cuda.get_device_name(device)
        found["device_megabytes"] = round(
            torch.cuda.get_device_properties(device).total_memory / 1e6
        )
    return found


def _wait(device: str) -> None:
    if device.startswith("cuda"):
        import torch

        torch.cuda.synchronize(device)


def _forget(device: str) -> None:
    gc.collect()
    if device.startswith("cuda"):
        import torch

        torch.cuda.empty_cache()


def _forget_peak(device: str) -> None:
    if device.startswith("cuda"):
        import torch

        torch.cuda.reset_peak_memory_stats(device)


def _peak(device: str) -> float | None:
    if not device.startswith("cuda"):
        return None
    import torch

    return round(torch.cuda.max_memory_allocated(device) / 1e6, 1)


def table(report: Mapping[str, Any]) -> str:
    """The report as Markdown: one line for each operation of each model, milliseconds an item."""
    sizes = sorted(
        {
            int(point["batch"])
            for model in report["models"]
            for points in model["operations"].values()
            for point in points
        }
    )
    head = ["pack", "role", "model", "operation", *(f"b{size}" for size in sizes), "MB"]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    for model in report["models"]:
        if model["error"]:
            row = [model["pack"], model["role"], model["checkpoint"], model["error"]]
            lines.append(f"| {' | '.join(row)} |")
        for name, points in model["operations"].items():
            found = {int(point["batch"]): f"{point['per_item_ms']:.2f}" for point in points}
            peaks = [point["peak_megabytes"] for point in points if "peak_megabytes" in point]
            weights = f"{model['weights_megabytes'] or 0:.0f}"
            row = [
                model["pack"], model["role"], f"{model['checkpoint']} ({model['dtype']})", name,
                *(found.get(size, "") for size in sizes),
                f"{weights}..{max(peaks):.0f}" if peaks else weights,
            ]  # fmt: skip
            lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines)
