"""What models replied, kept by content: the same question to the same model costs once."""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

logger = logging.getLogger(__name__)

FORMAT = 1


class Replies:
    """Texts by key, in memory and, with a ``directory``, on disk.

    A damaged entry is a miss. A disk that takes no more is said once; replies then stay in memory.
    """

    def __init__(self, directory: Path | None = None) -> None:
        self._directory = directory
        self._held: dict[str, str] = {}
        self._writable = True

    def get(self, key: str) -> str | None:
        """The text under a key of :func:`key_of`, or ``None``."""
        if key not in self._held and self._directory is not None:
            with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
                entry = json.loads(self._path(key).read_bytes())
                if entry["format"] == FORMAT and entry["sum"] == _sum(entry["text"]):
                    self._held[key] = entry["text"]
        return self._held.get(key)

    def put(self, key: str, text: str) -> None:
        self._held[key] = text
        if self._directory is None or not self._writable:
            return
        path = self._path(key)
        partial = path.with_name(f"{key}.{os.getpid()}-{threading.get_ident()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            entry = {"format": FORMAT, "sum": _sum(text), "text": text}
            partial.write_text(json.dumps(entry), "utf-8")
            os.replace(partial, path)
        except OSError as error:
            self._writable = False
            with contextlib.suppress(OSError):
                partial.unlink()
            reason = error.strerror or error
            logger.warning("replies: %s: %s; they stay in memory", self._directory, reason)

    def _path(self, key: str) -> Path:
        assert self._directory is not None
        return self._directory / key[:2] / f"{key}.json"


def key_of(
    model: str,
    base: str | None,
    messages: Sequence[Mapping[str, Any]],
    settings: Mapping[str, Any],
) -> str:
    """The content hash of a request: model, server, conversation and settings."""
    asked = [model, base, [dict(message) for message in messages], dict(settings)]
    return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()


def _sum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
