"""Linear probes from pictures: a folder with one folder for each class.

with Session(pack="standard") as session:
    probe = probing.fit(probing.collect(session, Path("fruit")))
    linear_probe.save(probe, Path("fruit.probe"))
    table = probing.predict(session, probe, ["new.jpg"])
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from visprog import picture
from visprog.errors import UsageError
from visprog.picture import Picture
from visprog.types import Image
from visprog_tools import logistic
from visprog_tools.linear_probe import HeldOut, Probe

if TYPE_CHECKING:
    from visprog.session import Session

AT_ONCE = 16
"""Pictures that are held in memory at the same time."""


@dataclass(frozen=True, eq=False)
class Examples:
    """Pictures of known classes, as a classifier embeds them."""

    classes: tuple[str, ...]
    labels: npt.NDArray[np.int64]
    """Of each picture, the index of its class."""
    embeddings: npt.NDArray[np.float32]
    """``(pictures, d)``"""
    features: str
    """The classifier's :attr:`~visprog.model.ModelSpec.key`."""
    left_out: tuple[str, ...]
    """Files that were not used, and why."""


def collect(session: Session, folder: Path, *, skip_unreadable: bool = False) -> Examples:
    """Embed the pictures of a folder that has one folder for each class, with the class's name.

    A picture that is there twice is used once. Raises :class:`UsageError` for fewer than two
    classes, a class without pictures, a picture that is in two classes, and a file in a class that
    is no readable picture, unless ``skip_unreadable``; hidden files are nobody's pictures.
    """
    files = _files(folder)
    classes = tuple(files)
    queue = [(label, path) for label, name in enumerate(classes) for path in files[name]]
    seen: dict[str, tuple[int, Path]] = {}
    labels: list[int] = []
    parts: list[npt.NDArray[np.float32]] = []
    left_out: list[str] = []
    for start in range(0, len(queue), AT_ONCE):
        images: list[Image] = []
        for label, path in queue[start : start + AT_ONCE]:
            try:
                image = picture.read(path)
            except UsageError as error:
                if not skip_unreadable:
                    raise UsageError(f"{error}: take it out, or pass --skip-unreadable") from None
                left_out.append(str(error))
                continue
            other, where = seen.setdefault(image.digest, (label, path))
            if other != label:
                raise UsageError(f"{where} and {path} are one picture in two classes")
            if where != path:
                left_out.append(f"{path} is the same picture as {where}")
                continue
            images.append(image)
            labels.append(label)
        if images:
            parts.append(session.embed(images))
    for label, name in enumerate(classes):
        if label not in labels:
            raise UsageError(f"{folder / name} has no pictures: add some, or take the folder out")
    spec = session.pack.models["classify"]
    return Examples(classes, np.array(labels), np.concatenate(parts), spec.key, tuple(left_out))


def _files(folder: Path) -> dict[str, list[Path]]:
    """The files of each class by its name, both in order."""
    try:
        entries = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
        classes = {
            entry.name: sorted(path for path in entry.iterdir() if not path.name.startswith("."))
            for entry in entries
            if entry.is_dir()
        }
    except OSError as error:
        raise UsageError(f"cannot read {error.filename}: {error.strerror}") from None
    if len(classes) < 2:
        raise UsageError(
            f"{folder} holds {len(classes)} folder{'' if len(classes) == 1 else 's'}: "
            "a probe needs one for each of at least two classes"
        )
    return classes


def fit(
    examples: Examples, *, holdout: float = 0.2, c: float | None = None, seed: int = 0
) -> Probe:
    """Fit a probe, and measure it on the share of every class that was held out.

    ``c`` is the inverse strength of regularisation, chosen by cross validation when it is not
    given. What is held out is never fitted on, not even afterwards: the accuracy is that of the
    probe returned. Raises :class:`UsageError` for settings that cannot be.
    """
    if not 0 <= holdout < 1:
        raise UsageError(f"the share that is held out is from 0 up to below 1, not {holdout:g}")
    if c is not None and not (c > 0 and math.isfinite(c)):
        raise UsageError(f"C is above 0, not {c:g}")
    rng = np.random.default_rng(seed)
    labels, vectors = examples.labels, examples.embeddings.astype(np.float64)
    count = len(examples.classes)
    held = logistic.split(labels, holdout, rng)
    if c is None:
        try:
            c = logistic.choose(vectors[~held], labels[~held], count, rng)
        except ValueError as error:
            raise UsageError(f"{error}: add pictures, or say --c yourself") from None
    images = np.bincount(labels[~held], minlength=count)
    try:
        probe = Probe(
            examples.classes,
            logistic.fit(vectors[~held], labels[~held], count, c),
            examples.features,
            tuple(map(int, images)),
            c,
            seed,
            held_out=None,
        )
    except ValueError as error:
        raise UsageError(str(error)) from None
    if not held.any():
        return probe
    table = probe.probabilities(examples.embeddings[held])
    return replace(probe, held_out=_measured(table, labels[held], int(images.argmax())))


def predict(
    session: Session, probe: Probe, images: Sequence[Picture], name: str = "the probe"
) -> npt.NDArray[np.float64]:
    """A distribution over the probe's classes for each picture, shape ``(images, classes)``.

    Raises :class:`UsageError` for unreadable pictures and when the session's classifier is not the
    one whose features the probe was fitted on.
    """
    probe.require(session.pack.models.get("classify"), name)
    starts = range(0, len(images), AT_ONCE)
    parts = [session.embed(images[start : start + AT_ONCE]) for start in starts]
    return probe.probabilities(np.concatenate(parts))


def _measured(table: npt.NDArray[np.float64], labels: npt.NDArray[np.int64], usual: int) -> HeldOut:
    from scipy.stats import binomtest

    right = int((table.argmax(1) == labels).sum())
    interval = binomtest(right, len(labels)).proportion_ci(method="wilson")
    return HeldOut(
        right=right,
        images=len(labels),
        interval=(float(interval.low), float(interval.high)),
        constant=int((labels == usual).sum()),
    )
