"""Hugging Face repositories: which commit is meant, what of it is here, what to fetch.

Everything is read from the library's own cache (``HF_HOME``), which keeps the files of a commit in
``models--ORG--NAME/snapshots/COMMIT``, and in ``refs/BRANCH`` the commit that a branch stood for
when it was last fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from visprog.errors import Unavailable
from visprog.model import ModelSpec

COMMIT = re.compile(r"[0-9a-f]{40}")
WEIGHTS = re.compile(
    r"(?:model|pytorch_model|diffusion_pytorch_model)"
    r"(?:\.(?P<variant>[a-z]\w*))?(?:-\d+-of-\d+)?\.(?P<kind>safetensors|bin)"
)
"""How the libraries name the files that they load; other weights in a repository are other formats
of the same."""
SMALL = {".json", ".txt", ".jinja", ".model", ".tiktoken"}
"""Endings of configurations, vocabularies and chat templates."""


def commit(repository: str, revision: str) -> str | None:
    """The commit that a revision is, or that a branch stood for when it was last fetched."""
    if COMMIT.fullmatch(revision):
        return revision
    try:
        return (_cache(repository) / "refs" / revision).read_text("utf-8").strip()
    except OSError:
        return None


def snapshot(spec: ModelSpec) -> Path | None:
    """The folder with the files of the spec's commit, when all its weights are there."""
    pinned = commit(spec.checkpoint, spec.revision)
    folder = _cache(spec.checkpoint) / "snapshots" / pinned if pinned else None
    return folder if folder and complete(folder, str(spec.settings.get("file", ""))) else None


def complete(folder: Path, file: str = "") -> bool:
    """Whether a folder holds all weights of the model or pipeline that is saved in it, or ``file``
    where that alone is the model."""
    if file:
        return (folder / file).is_file()
    index = folder / "model_index.json"
    if not index.is_file():
        return (folder / "config.json").is_file() and _has_weights(folder)
    parts = json.loads(index.read_text("utf-8"))
    return all(
        (folder / name).is_dir()
        and (_has_weights(folder / name) or not (folder / name / "config.json").is_file())
        for name, made_by in parts.items()
        if isinstance(made_by, list) and made_by[0] is not None
    )


def wanted(names: Iterable[str], spec: ModelSpec) -> list[str]:
    """Those of a repository's files that loading reads: of several formats of the same weights one,
    safetensors where there are any, in the pack's ``variant`` where there is one."""
    if "file" in spec.settings:
        return [str(spec.settings["file"])]
    paths = [PurePosixPath(name) for name in names]
    is_pipeline = PurePosixPath("model_index.json") in paths
    folders: dict[PurePosixPath, list[PurePosixPath]] = {}
    for path in paths:
        if len(path.parts) == (2 if is_pipeline else 1):
            folders.setdefault(path.parent, []).append(path)
    chosen = ["model_index.json"] if is_pipeline else []
    for inside in folders.values():
        chosen += [str(path) for path in inside if path.suffix in SMALL]
        chosen += [str(path) for path in _one_format(inside, spec.settings.get("variant"))]
    return chosen


def fetch(spec: ModelSpec) -> str:
    """Fetch the files of the spec's revision; the commit that it is. Raises ``Unavailable``."""
    from huggingface_hub import HfApi, snapshot_download

    try:
        names = HfApi().list_repo_files(spec.checkpoint, revision=spec.revision)
        folder = snapshot_download(
            spec.checkpoint, revision=spec.revision, allow_patterns=wanted(names, spec)
        )
    except Exception as error:  # the library's errors come from several packages
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        raise Unavailable(
            f"{spec.checkpoint} could not be fetched: {first}; with a network: {command(spec)}"
        ) from None
    return Path(folder).name


def command(spec: ModelSpec) -> str:
    """The shell command that fetches what the spec names."""
    said = ["hf download", spec.checkpoint]
    if "file" in spec.settings:
        said.append(str(spec.settings["file"]))
    said.append(f"--revision {spec.revision}")
    if variant := spec.settings.get("variant"):
        said.append(f"--include '*.json' '*.txt' '*/*.{variant}*.safetensors'")
    return " ".join(said)


def _cache(repository: str) -> Path:
    from huggingface_hub import constants

    return Path(constants.HF_HUB_CACHE) / f"models--{repository.replace('/', '--')}"


def _has_weights(folder: Path) -> bool:
    """All shards that an index names, or weights without an index."""
    for index in folder.glob("*.index*.json"):
        shards = set(json.loads(index.read_text("utf-8"))["weight_map"].values())
        if all((folder / shard).is_file() for shard in shards):
            return True
    names = (path.name for path in folder.iterdir() if path.is_file())
    return any(WEIGHTS.fullmatch(name) and "-of-" not in name for name in names)


def _one_format(paths: list[PurePosixPath], variant: str | None) -> list[PurePosixPath]:
    formats: dict[tuple[str | None, str], list[PurePosixPath]] = {}
    for path in paths:
        if named := WEIGHTS.fullmatch(path.name):
            formats.setdefault((named["variant"], named["kind"]), []).append(path)
    order = [(variant, "safetensors"), (None, "safetensors"), (variant, "bin"), (None, "bin")]
    return next((formats[name] for name in order if name in formats), [])
