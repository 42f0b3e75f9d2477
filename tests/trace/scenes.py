"""A run's events, made by hand, with every kind of value."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from visprog.errors import Diagnostic
from visprog.events import (
    Checked,
    Event,
    Looked,
    ModelCalled,
    Noted,
    Planned,
    Printed,
    RunFinished,
    RunStarted,
    StepFinished,
    StepStarted,
)
from visprog.graph import Edge
from visprog.program import Ref
from visprog.types import Box, Image, Mask, Region, Regions


def picture(shade: int = 0, size: int = 8) -> Image:
    return Image(np.full((size, size, 3), shade, np.uint8))


def opening(run: str = "r1", question: str | None = "How many dogs?") -> Iterator[Event]:
    images = (("IMAGE", picture()),)
    yield RunStarted(run, 1.5, question, images, "micro", {"seed": 3}, {"visprog": "0"})
    yield Planned("grammar", "BOX0=LOC(image=IMAGE,object='dogs')\n", 1, 0.01, {"tokens": 5})
    wrong = Diagnostic(1, 4, "unknown-tool", "no tool LOK", "LOC")
    yield Checked("BOX0=LOK()", "visprog", (wrong,))
    yield Checked("BOX0=LOC(image=IMAGE,object='dogs')\n", "visprog")


def step(number: int, source: str = "IMAGE", shade: int = 1) -> Iterator[Event]:
    """A detection: called, computed, noted, finished."""
    name = f"s{number}"
    image = picture(shade)
    mask = Mask(np.eye(8, dtype=np.bool_))
    found = Regions(
        (
            Region(Box(0, 0, 4, 4), "dog", 0.9, mask, image.frame),
            Region(Box(4, 4, 8, 8), "dog", 0.25),
        ),
        image,
    )
    args = {
        "image": Ref(source, "image"),
        "object": "dogs",
        "grow": 1.5,
        "of": [Ref(source, "any")],
    }
    edges = (Edge(source, name, "data", "image"), Edge(source, name, "data", "of"))
    yield StepStarted(name, "LOC", number, 0, args, edges, 0.1)
    yield ModelCalled(
        name, "locate", "detect", "google/owlv2", "abc", False, False,
        queued_ms=1.0, compute_ms=2.0, batch=f"b{number}", batch_size=2, device="cpu", time=0.2,
    )  # fmt: skip
    yield Noted(name, "suppressed", "1 candidate below 0.3", {"scores": np.array([0.1])}, 0.3)
    yield StepFinished(name, "ok", found, None, 12.5, False, 0.4)


def closing(answer: object = 2, source: str = "s1") -> Iterator[Event]:
    yield Looked(f"{source}[0].label", 2, "dog", 0.5)
    yield Printed("two\ndogs", 3, 0.6)
    edges = (
        Edge(source, "answer", "data", "value"),
        Edge(source, "answer", "control", "line 2 item 1"),
    )
    yield RunFinished("ok", answer, edges, None, 0.7, {"model_calls": 1})


def whole(run: str = "r1") -> Iterator[Event]:
    yield from opening(run)
    yield from step(1)
    yield from closing()
