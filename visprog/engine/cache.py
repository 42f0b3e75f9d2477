"""Results of model operations by content: in memory, in front of a store on disk.

The key says everything that the result depends on: the weights, the operation and the content of
every argument (an image's pixels, not where it was cut from). Errors are never stored. On disk an
entry is one JSON file with its blobs beside it; every byte of both is covered by a checksum, so
that whatever is damaged or half written is a miss, and goes.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import threading
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from cachetools import LRUCache

from visprog.encoding import decode, encode
from visprog.model import ModelSpec
from visprog.types import Image, Mask, Region, Regions, digest

logger = logging.getLogger(__name__)

FORMAT = 1
MISS: Any = object()
"""What a lookup returns when there is nothing, since ``None`` may be a result."""

DISK_ITEM_BYTES = 8 * 2**20
"""Larger results (an image embedding) stay in memory: reading them back costs what they save."""

DISK_BYTES = 2 * 2**30
"""The store on disk is cut back to four fifths of this when it has grown beyond."""


def cache_key(spec: ModelSpec, operation: str, item: Mapping[str, Any]) -> str | None:
    """The key of one call, or ``None`` when an argument has no content hash."""
    try:
        parts = [f"{name}={digest(item[name])}" for name in sorted(item)]
    except TypeError:
        return None
    text = "\n".join((f"{FORMAT} {spec.key}", operation, *parts))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def freeze(value: Any) -> int:
    """Make the arrays in a result read-only, since others will share it; its size in bytes."""
    match value:
        case np.ndarray():
            value.setflags(write=False)
            return int(value.nbytes)
        case Image():
            return int(value.pixels.nbytes)
        case Mask():
            return int(value.bits.nbytes)
        case Region():
            inside = sum(freeze(item) for _, item in value.extra)
            return 200 + inside + (freeze(value.mask) if value.mask is not None else 0)
        case Regions():
            image = freeze(value.image) if value.image is not None else 0
            return 60 + image + sum(freeze(item) for item in value.items)
        case str():
            return 60 + len(value)
        case list() | tuple():
            return 60 + sum(freeze(item) for item in value)
        case dict():
            return 100 + sum(freeze(key) + freeze(item) for key, item in value.items())
    return 40


class Cache:
    """Memory first, then disk; safe to use from any thread. ``directory=None``: memory only."""

    def __init__(
        self, directory: Path | None, memory_bytes: int, disk_bytes: int = DISK_BYTES
    ) -> None:
        self._lock = threading.Lock()
        self._memory: LRUCache[str, tuple[Any, int]] = LRUCache(
            memory_bytes, getsizeof=lambda entry: entry[1]
        )
        self._directory = directory
        self._writable = directory is not None
        self._reader = self._writer = None
        if directory is not None:
            self._reader = ThreadPoolExecutor(1, "visprog-cache-read")
            self._writer = ThreadPoolExecutor(1, "visprog-cache-write")
            self._writer.submit(self._prune, disk_bytes)

    def get(self, key: str) -> Any:
        """The result that memory holds, or :data:`MISS`."""
        with self._lock:
            entry = self._memory.get(key)
        return MISS if entry is None else entry[0]

    def stored(self, key: str) -> bool:
        """Whether the disk seems to hold the result."""
        return self._directory is not None and os.path.exists(self._path(key))

    def fetch(self, key: str) -> Future[Any]:
        """Read from disk on the cache's own thread: the result, or :data:`MISS`."""
        assert self._reader is not None, "stored() said so"
        return self._reader.submit(self._load, key)

    def put(self, key: str, value: Any) -> None:
        """Keep a result; it is on disk some time later."""
        size = freeze(value)
        self._remember(key, value, size)
        if self._writer is not None and self._writable and size <= DISK_ITEM_BYTES:
            with contextlib.suppress(RuntimeError):  # closed meanwhile
                self._writer.submit(self._store, key, value)

    def clear(self) -> None:
        """Forget what is in memory."""
        with self._lock:
            self._memory.clear()

    def close(self) -> None:
        """Wait until everything is on disk."""
        for pool in (self._reader, self._writer):
            if pool is not None:
                pool.shutdown(wait=True)

    def _remember(self, key: str, value: Any, size: int) -> None:
        with self._lock, contextlib.suppress(ValueError):  # larger than all of the memory
            self._memory[key] = (value, size)

    def _path(self, key: str) -> Path:
        assert self._directory is not None
        return self._directory / key[:2] / f"{key}.json"

    def _blob(self, name: str) -> Path:
        assert self._directory is not None
        return self._directory / "blobs" / name[:2] / name

    def _prune(self, limit: int) -> None:
        """Once per process: when the store has outgrown its limit, the oldest fifth goes."""
        assert self._directory is not None
        files: list[tuple[float, int, Path]] = []
        with contextlib.suppress(OSError):
            for path in self._directory.rglob("*"):
                facts = path.stat()
                if path.is_file():
                    files.append((facts.st_mtime, facts.st_size, path))
        total = sum(size for _, size, _ in files)
        if total <= limit:
            return
        for _, size, path in sorted(files):
            with contextlib.suppress(OSError):
                path.unlink()
            total -= size
            if total <= limit * 0.8:
                break

    def _store(self, key: str, value: Any) -> None:
        blobs: dict[str, str] = {}

        def put(name: str, make: Any) -> None:
            data = make()
            blobs[name] = f"{hashlib.sha256(data).hexdigest()}{Path(name).suffix}"
            target = self._blob(blobs[name])
            if not target.exists():
                _write(target, data)

        try:
            body = encode(value, put)
            entry = {"format": FORMAT, "sum": _sum(body), "blobs": blobs, "value": body}
            _write(self._path(key), json.dumps(entry).encode())
        except TypeError:
            return  # not a value: memory alone keeps it
        except OSError as error:
            if self._writable:
                self._writable = False
                reason = error.strerror or error
                logger.warning("cache: %s: %s; results stay in memory", self._directory, reason)

    def _load(self, key: str) -> Any:
        path = self._path(key)
        blobs: dict[str, str] = {}

        def get(name: str) -> bytes:
            data = self._blob(blobs[name]).read_bytes()
            if hashlib.sha256(data).hexdigest() != Path(blobs[name]).stem:
                with contextlib.suppress(OSError):
                    self._blob(blobs[name]).unlink()
                raise ValueError("damaged blob")
            return data

        try:
            entry = json.loads(path.read_bytes())
            if entry["format"] != FORMAT or entry["sum"] != _sum(entry["value"]):
                raise ValueError("damaged entry")
            blobs.update(entry["blobs"])
            value = decode(entry["value"], get)
        except Exception:  # whatever is wrong with it, it is a miss
            with contextlib.suppress(OSError):
                path.unlink()
            return MISS
        self._remember(key, value, freeze(value))
        return value


def _sum(body: Any) -> str:
    return hashlib.sha256(json.dumps(body).encode()).hexdigest()


def _write(path: Path, data: bytes) -> None:
    """All of it or nothing, also when others write the same."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        partial.write_bytes(data)
        os.replace(partial, path)
    except OSError:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise
