"""A linear probe: a classifier fitted on the frozen image embeddings of a pack's classifier.

Where words fail (parts of a machine, stages of a plant), a few dozen pictures of each class do.
Saved it is one safetensors file, numbers and text only; as a tool it labels regions inside
programs. A program names a probe that its user gave it, and never a file.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from visprog.errors import ToolError, UsageError
from visprog.model import ModelSpec
from visprog.tool import Context, ToolSpec, ToolTable, tool
from visprog.types import Image, Region, Regions, digest
from visprog_tools import classify, logistic, similarity

FORMAT = "visprog linear probe 1"
NAME = re.compile(r"(?!(?:IMAGE\d*|LEFT|RIGHT)$)[A-Z][A-Z0-9_]{0,39}")
LONGEST_CLASS = 80
"""Characters of a class's name: planners read it."""
SHOWN_CLASSES = 30


@dataclass(frozen=True, slots=True)
class HeldOut:
    """How the probe did on images that it was not fitted on."""

    right: int
    images: int
    interval: tuple[float, float]
    """Wilson's, 95 %, of the share that was right."""
    constant: int
    """How many are right for whoever always says the class with the most training images."""

    @property
    def accuracy(self) -> float:
        return self.right / self.images


@dataclass(frozen=True, eq=False)
class Probe:
    """Classes in order, ``(classes, d + 1)`` weights with the biases in the last column."""

    classes: tuple[str, ...]
    weights: npt.NDArray[np.float64]
    features: str
    """The classifier whose embeddings it was fitted on: :attr:`visprog.model.ModelSpec.key`."""
    images: tuple[int, ...]
    """Of each class, how many it was fitted on."""
    c: float
    seed: int
    held_out: HeldOut | None

    def __post_init__(self) -> None:
        count = len(self.classes)
        if count < 2 or len(set(self.classes)) < count or len(self.images) != count:
            raise ValueError("a probe has two classes or more, each once")
        for name in self.classes:
            if not (name.strip() and name.isprintable() and len(name) <= LONGEST_CLASS):
                raise ValueError(
                    f"a class's name is printable and at most {LONGEST_CLASS} characters long, "
                    f"not {name[:LONGEST_CLASS]!r}"
                )
        if self.weights.ndim != 2 or len(self.weights) != count or self.weights.shape[1] < 2:
            raise ValueError(f"weights of shape {self.weights.shape} do not fit {count} classes")
        if not np.isfinite(self.weights).all():
            raise ValueError("weights are not numbers")

    @property
    def digest(self) -> str:
        """Short content hash, by which traces name the probe."""
        return digest([self.weights, self.classes, self.features])[:12]

    def probabilities(self, embeddings: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
        """``(n, d)`` embeddings to a distribution over the classes, shape ``(n, classes)``.

        They compare the classes with one another: a picture of none of them gets one all the same.
        """
        if embeddings.shape[1] + 1 != self.weights.shape[1]:
            raise ToolError(
                f"the probe takes {self.weights.shape[1] - 1} features, "
                f"the classifier gives {embeddings.shape[1]}"
            )
        vectors = embeddings.astype(np.float64)
        return np.asarray(np.exp(logistic.log_probabilities(self.weights, vectors)))

    def require(self, classifier: ModelSpec | None, name: str) -> None:
        """Raise :class:`UsageError` unless ``classifier`` is the model it was fitted on."""
        here = classifier.key if classifier else "none"
        if here != self.features:
            raise UsageError(
                f"{name} was fitted on features of {self.features}, this pack's classifier is "
                f"{here}: choose the pack with --pack, or fit the probe again"
            )


def save(probe: Probe, path: Path) -> None:
    """Write the probe whole or not at all. Raises :class:`UsageError`."""
    from safetensors.numpy import save as packed

    held_out = probe.held_out
    facts = {
        "features": probe.features,
        "classes": probe.classes,
        "images": probe.images,
        "c": probe.c,
        "seed": probe.seed,
        "held_out": held_out and {name: getattr(held_out, name) for name in HeldOut.__slots__},
    }
    metadata = {"format": FORMAT, **{name: json.dumps(fact) for name, fact in facts.items()}}
    scratch = path.with_name(path.name + ".part")
    try:
        scratch.write_bytes(packed({"weights": probe.weights}, metadata))
        scratch.replace(path)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise UsageError(f"cannot write {path}: {error.strerror}") from None


def load(path: Path | str) -> Probe:
    """Read a probe. Nothing in the file is executed. Raises :class:`UsageError`."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(str(path), framework="np") as opened:
            metadata = opened.metadata() or {}
            if metadata.get("format") != FORMAT:
                raise ValueError(f"its format is not {FORMAT!r}")
            weights = opened.get_tensor("weights")
        return _probe(weights, {k: json.loads(v) for k, v in metadata.items() if k != "format"})
    except OSError as error:
        reason = error.strerror or str(error)
        raise UsageError(f"cannot read probe {path}: {reason}") from None
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise UsageError(f"{path} is not a probe that `classify fit` wrote: {error}") from None


def _probe(weights: Any, facts: Mapping[str, Any]) -> Probe:
    held_out = facts["held_out"]
    return Probe(
        classes=tuple(map(str, facts["classes"])),
        weights=weights.astype(np.float64),
        features=str(facts["features"]),
        images=tuple(map(int, facts["images"])),
        c=float(facts["c"]),
        seed=int(facts["seed"]),
        held_out=held_out and HeldOut(**{**held_out, "interval": tuple(held_out["interval"])}),
    )


def load_all(probes: Mapping[str, Path | str], classifier: ModelSpec | None) -> dict[str, Probe]:
    """The probes by the names that their user gives them, for use with one classifier.

    Raises :class:`UsageError` for a file that is no probe, a probe of another classifier's
    features, and a name that no tool would have.
    """
    loaded = {}
    for name, path in probes.items():
        if not NAME.fullmatch(name):
            raise UsageError(
                "a probe is a tool of programs: name it in capitals and not like a picture, as "
                f"FRUIT=..., not {name!r}"
            )
        loaded[name] = load(path)
        loaded[name].require(classifier, f"probe {name}")
    return loaded


def with_probes(tools: ToolTable, probes: Mapping[str, Probe]) -> ToolTable:
    """The tools, and one for each probe. Raises :class:`UsageError` for a name that is taken."""
    if not probes:
        return tools
    try:
        return ToolTable([*tools.specs, *(as_tool(*item) for item in probes.items())])
    except ValueError as error:
        raise UsageError(f"{error}: name the probe otherwise") from None


def as_tool(name: str, probe: Probe) -> ToolSpec:
    """A tool that labels regions, or the whole picture, with the probe's classes."""

    async def label(image: Image, context: Context, object: Regions | None = None) -> Regions:
        whole = Region(image.box, frame=image.frame)
        regions = Regions.of([whole], image) if object is None else object
        if not len(regions):
            return regions
        embeddings = await similarity.embeddings(classify.crops(image, regions), context)
        table = probe.probabilities(embeddings)
        return classify.labelled(regions, probe.classes, table, context, probe=probe.digest)

    known = ", ".join(probe.classes[:SHOWN_CLASSES])
    more = len(probe.classes) - SHOWN_CLASSES
    label.__doc__ = (
        f"Label each region, or without `object` the whole picture, with one of: {known}"
        + (f" and {more} more" if more > 0 else "")
        + ". A linear probe that the user fitted; its probability becomes the score."
    )
    example = f"OBJ1={name}(image=IMAGE,object=OBJ0)"
    return tool(name, example=example, roles=("classify",))(label)
