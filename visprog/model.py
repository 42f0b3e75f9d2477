"""What a model declares: a family of checkpoints that serves roles through batched operations.

An operation takes a list of items and returns a list of results of the same length. It is the unit
of batching and of caching, so its results are values that :mod:`visprog.encoding` can store. An
item that fails returns its exception in its place; only a failure of the whole batch is raised.
Heavy imports belong inside :meth:`Model.load`.

    class Clip(Model):
        roles = ("classify",)

        def load(self) -> None: ...

        @op(max_batch=64)
        def text(self, items: list[dict[str, Any]]) -> list[Any]: ...
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal, TypeAlias, TypeVar

from visprog.embeddings import MEGABYTES, EmbeddingCache

Item: TypeAlias = dict[str, Any]
"""The keyword arguments of one call of an operation."""

ROLES = (
    "locate", "detect", "segment", "point", "classify", "vqa",
    "caption", "depth", "ocr", "face", "inpaint", "llm",
)  # fmt: skip


FILES = ("file", "config", "text_encoder")
"""Settings that say which of a checkpoint's files, and what beside them, make the model."""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One entry of a pack: which checkpoint of which family serves a role, and how."""

    role: str
    family: str
    checkpoint: str
    """A folder, or a Hub repository."""
    revision: str
    """A commit or a branch of the repository; the hash of embedded weights."""
    kind: Literal["learned", "stand-in"] = "learned"
    dtype: str = "float32"
    max_batch: int | None = None
    note: str = ""
    """Said to people wherever the model is named: what a stand-in stands in for, what it knows."""
    licence: str = ""
    """An SPDX identifier for the weights, or for the code when a stand-in has none."""
    megabytes: float | None = None
    """What fetching the weights costs; ``None`` when they come with the package."""
    published: str = ""
    """A figure from elsewhere, not measured here: what was measured, on what, and who says so."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    branch: str = ""
    """What a pack named, where ``revision`` is the commit that it stands for on this machine."""

    @property
    def key(self) -> str:
        """Roles that name the same weights share one loaded model."""
        files = (str(self.settings[name]) for name in FILES if name in self.settings)
        weights = "/".join((self.checkpoint, *files))
        return f"{self.family}:{weights}@{self.revision}:{self.dtype}"


@dataclass(frozen=True, slots=True)
class OpSpec:
    """How an operation may be batched."""

    name: str
    max_batch: int
    bucket: Callable[[Item], Any] | None = None
    """Items with equal buckets may share a batch; ``None`` means that all may."""


F = TypeVar("F", bound=Callable[..., Any])


def op(*, max_batch: int, bucket: Callable[[Item], Any] | None = None) -> Callable[[F], F]:
    """Declare a method ``(self, items: list[Item]) -> list[result | Exception]`` an operation."""

    def mark(method: F) -> F:
        method.__op__ = OpSpec(method.__name__, max_batch, bucket)  # type: ignore[attr-defined]
        return method

    return mark


class Model(ABC):
    """A family of checkpoints. Built cheaply; :meth:`load` does the heavy work, in a worker."""

    family: ClassVar[str]
    remote: ClassVar[bool] = False
    """It computes elsewhere (an endpoint): it takes no device, and needs no process of its own."""

    def __init__(self, spec: ModelSpec, device: str = "cpu") -> None:
        self.spec = spec
        self.device = device
        megabytes = float(spec.settings.get("embedding_megabytes", MEGABYTES))
        self.embeddings = EmbeddingCache(int(megabytes * 2**20))
        self.remarks: list[str] = []
        """What a person should know about how it computes; traces tell each once."""

    @abstractmethod
    def load(self) -> None:
        """Load the weights. Raises :class:`visprog.errors.Unavailable`, naming the repository and
        the command that fetches it, when they are not there."""

    def sight(self) -> Mapping[str, Any]:
        """What becomes of a picture before the loaded network sees it, as JSON; empty for a family
        that looks at pictures as they are, or at none. Traces record it."""
        return {}

    @classmethod
    def operations(cls) -> dict[str, OpSpec]:
        """The operations by name."""
        found: dict[str, OpSpec] = {}
        for name in dir(cls):
            spec = getattr(getattr(cls, name, None), "__op__", None)
            if isinstance(spec, OpSpec):
                found[name] = spec
        return found
