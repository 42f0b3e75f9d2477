"""A model as its authors released it: a file of weights, and a file that says what to build.

In a pack the checkpoint is a folder or a Hub repository, and settings name both files:

    checkpoint = "/models/groundingdino"
    settings = { file = "groundingdino_swint_ogc.pth", config = "GroundingDINO_SwinT_OGC.py" }

The weights lie in that folder or repository; the configuration lies beside them, or comes with the
authors' package.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from visprog.errors import Unavailable, UsageError, VisprogError
from visprog.model import ModelSpec
from visprog_tools.models import checkpoint, hub


@dataclass(frozen=True)
class Release:
    """Both files; ``role`` is what errors call it."""

    role: str
    weights: Path
    config: Path

    @contextmanager
    def loading(self) -> Iterator[None]:
        """Whatever the authors' code raises over these files becomes one line."""
        try:
            yield
        except VisprogError:
            raise
        except Exception as error:
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise Unavailable(
                f"role {self.role}: {self.weights} cannot be loaded with {self.config.name}: "
                f"{reason}"
            ) from error


def find(spec: ModelSpec, package: Path) -> Release:
    """The files that a pack names; ``package`` is the folder of the configurations shipped.

    Raises :class:`UsageError` when it does not name them, :class:`Unavailable` when they are not
    there.
    """
    for name in ("file", "config"):
        if name not in spec.settings:
            raise UsageError(
                f"role {spec.role}: {spec.family} needs the settings file, which names the "
                f"weights in {spec.checkpoint}, and config; {name} is missing"
            )
    weights = _weights(spec)
    config = str(spec.settings["config"])
    for folder in (weights.parent, package):
        if (folder / config).is_file():
            return Release(spec.role, weights, folder / config)
    raise Unavailable(
        f"role {spec.role}: the configuration {config} is neither in {weights.parent} nor in "
        f"{package}"
    )


def _weights(spec: ModelSpec) -> Path:
    file = str(spec.settings["file"])
    if checkpoint.on_hub(spec):
        from huggingface_hub import hf_hub_download

        try:
            return Path(hf_hub_download(spec.checkpoint, file, revision=spec.revision))
        except (OSError, ValueError) as error:
            reason = (str(error).strip() or type(error).__name__).splitlines()[0][:200]
            raise Unavailable(
                f"{file} of {spec.checkpoint} (role {spec.role}) is not here and could not be "
                f"fetched: {reason}; with a network: {hub.command(spec)}"
            ) from error
    path = Path(spec.checkpoint).absolute() / file
    if not path.is_file():
        raise Unavailable(f"role {spec.role}: there are no weights {path}")
    return path
