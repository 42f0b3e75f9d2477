"""Exceptions that cross a process border: by class where both sides have it, else by name."""

from __future__ import annotations

import builtins
import pickle
from dataclasses import dataclass
from typing import Any

from visprog.engine.backends import OutOfMemory
from visprog.errors import VisprogError

CONTEXT_LOST = (
    "device-side assert",
    "illegal memory access",
    "illegal instruction was encountered",
    "misaligned address",
    "unspecified launch failure",
    "uncorrectable ECC error",
)
"""In CUDA's errors: after one of these every later call of the process fails too."""


class RemoteError(Exception):
    """Stands for an exception whose class is not known here; a subclass has its name."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An exception on its way."""

    kind: str
    message: str
    pickled: bytes | None = None


def pack(error: BaseException) -> Failure:
    """An exception as something that every process can read."""
    pickled = None
    if isinstance(error, VisprogError | OutOfMemory):
        try:
            pickled = pickle.dumps(error)
            pickle.loads(pickled)
        except Exception:  # one that is built from other arguments than it passes on
            pickled = None
    return Failure(type(error).__name__, str(error), pickled)


def unpack(failure: Failure) -> BaseException:
    """The exception, or one with its name and message."""
    if failure.pickled is not None:
        error: BaseException = pickle.loads(failure.pickled)
        return error
    known = getattr(builtins, failure.kind, None)
    if isinstance(known, type) and issubclass(known, Exception):
        try:
            found: BaseException = known(failure.message)
            return found
        except TypeError:  # UnicodeDecodeError and its like want more
            pass
    named: type[RemoteError] = type(failure.kind, (RemoteError,), {})
    return named(failure.message)


def packed(results: list[Any]) -> list[Any]:
    """Results of a batch with their exceptions packed."""
    return [pack(item) if isinstance(item, BaseException) else item for item in results]


def unpacked(results: list[Any]) -> list[Any]:
    """The reverse of :func:`packed`."""
    return [unpack(item) if isinstance(item, Failure) else item for item in results]


def is_out_of_memory(error: BaseException) -> bool:
    """Whether fewer items at once may succeed."""
    if isinstance(error, MemoryError | OutOfMemory) or type(error).__name__ == "OutOfMemoryError":
        return True
    text = str(error)
    return isinstance(error, RuntimeError) and (
        "out of memory" in text or "can't allocate memory" in text
    )


def context_lost(error: BaseException) -> bool:
    """Whether nothing that the process does on its GPU can succeed any more."""
    text = str(error)
    return isinstance(error, RuntimeError) and any(words in text for words in CONTEXT_LOST)
