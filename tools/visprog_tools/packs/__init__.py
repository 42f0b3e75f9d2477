"""Packs: which checkpoint serves which role.

A pack is a TOML file beside this one, or a path to a user's own:

    name = "mine"
    about = "one line"

    [roles.detect]
    family = "owlv2"
    checkpoint = "google/owlv2-base-patch16-ensemble"
    revision = "cfd3195ba4ea9592eec887ded089f4c08eff231d"
    published = "LVIS AP 43.9 (google-research/scenic, README of owl_vit)"
    settings = { threshold = 0.2 }

A revision is a commit, as in the shipped packs, or a branch, which stands for the commit that was
fetched for it. `threads = 1` above the roles keeps each model to so many threads of the CPU; small
models are much faster with one, above all beside other work.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from visprog.errors import UsageError
from visprog.model import ModelSpec
from visprog_tools.models import checkpoint, hub

MEASURED = "visprog.json"
"""Beside weights: the settings that were measured for them."""
SHIPPED = ("micro", "standard", "large")


@dataclass(frozen=True)
class Pack:
    """A table from role to model."""

    name: str
    about: str
    models: dict[str, ModelSpec]
    because: str = ""
    """Why ``auto`` chose it."""

    @property
    def warning(self) -> str:
        """What an answer about a photograph must say about this pack; empty for real models."""
        if self.name != "micro":
            return ""
        return "micro models know only the rendered world; on photographs their answers mean little"

    def with_llm(self, model: str | None, url: str | None = None) -> Pack:
        """The pack with a LiteLLM model string in the role ``llm``; itself when none is named."""
        if not model:
            return self
        spec = ModelSpec(
            role="llm",
            family="litellm",
            checkpoint=f"{checkpoint.ENDPOINT}{model}",
            revision="none",
            settings={"api_base": url} if url else {},
        )
        return replace(self, models={**self.models, "llm": spec})


@cache
def load(name: str) -> Pack:
    """A shipped pack by name, a user's own by path, or ``auto``.

    ``auto`` is ``standard`` when the weights of all its roles are in the local cache, else
    ``micro``. Raises :class:`UsageError` for an unknown name or a file that is not a pack.
    """
    if name == "auto":
        standard = load("standard")
        weights = filter(checkpoint.has_weights, standard.models.values())
        missing = [spec.checkpoint for spec in weights if not checkpoint.available(spec)]
        if not missing:
            return replace(standard, because="auto: all its weights are in the local cache")
        reason = f"auto: {missing[0]} of standard is not in the local cache"
        return replace(load("micro"), because=reason)
    if name in SHIPPED:
        text = (files(__package__) / f"{name}.toml").read_text("utf-8")
    elif Path(name).suffix == ".toml":
        try:
            text = Path(name).read_text("utf-8")
        except OSError as error:
            raise UsageError(f"cannot read pack {name}: {error.strerror}") from None
    else:
        raise UsageError(
            f"no pack is called {name}: choose {', '.join(SHIPPED)}, auto, or a .toml file"
        )
    try:
        return _parse(tomllib.loads(text), name)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"pack {name} is not TOML: {error}") from None


def _parse(table: dict[str, Any], source: str) -> Pack:
    models: dict[str, ModelSpec] = {}
    threads = table.get("threads")
    if threads is not None and (type(threads) is not int or threads < 1):
        raise UsageError(f"pack {source}: threads is a whole number from 1, not {threads!r}")
    for role, entry in table.get("roles", {}).items():
        try:
            spec = ModelSpec(role=role, **entry)
        except TypeError as error:
            raise UsageError(f"pack {source}, role {role}: {error}") from None
        if threads is not None:
            spec = replace(spec, settings={"threads": threads, **spec.settings})
        models[role] = _with_measured(_with_revision(spec))
    if not models:
        raise UsageError(f"pack {source} serves no role: it needs a [roles.NAME] table")
    return Pack(table.get("name", source), table.get("about", ""), models)


def _with_revision(spec: ModelSpec) -> ModelSpec:
    """What caches and traces show: of embedded weights the hash of their file, of a branch the
    commit that was fetched for it, so that every run until the next ``models pull --update`` uses
    the same weights."""
    if not spec.checkpoint.startswith(checkpoint.EMBEDDED):
        commit = hub.commit(spec.checkpoint, spec.revision) if checkpoint.on_hub(spec) else None
        if commit is None or commit == spec.revision:
            return spec
        return replace(spec, revision=commit, branch=spec.revision)
    weights = Path(checkpoint.location(spec.checkpoint)) / "model.safetensors"
    if not weights.is_file():
        return spec
    return replace(spec, revision=hashlib.sha256(weights.read_bytes()).hexdigest()[:12])


def _with_measured(spec: ModelSpec) -> ModelSpec:
    """The spec with the settings that training measured and left beside the weights."""
    measured = Path(checkpoint.location(spec.checkpoint)) / MEASURED
    if not measured.is_file():
        return spec
    return replace(spec, settings={**json.loads(measured.read_text("utf-8")), **spec.settings})
