"""Pictures on their way to Ray's actors: large ones are put into its object store once."""

from __future__ import annotations

import threading
from collections import OrderedDict
from importlib import import_module
from typing import Any

import numpy as np

from visprog.types import Frame, Image

PUT_BYTES = 2 * 2**30
"""Pictures whose references are kept, at most; Ray frees the others."""

PUT_FROM = 256 * 2**10
"""Bytes of a picture from which on it is put into the store, once; a smaller one travels with every
call, which costs less than a millisecond each for putting it."""


class Sent:
    """A picture by reference, or its pixels."""

    __slots__ = ("digest", "origin", "ref")

    def __init__(self, ref: Any, origin: Frame | None, digest: str) -> None:
        self.ref, self.origin, self.digest = ref, origin, digest

    def __reduce__(self) -> tuple[Any, ...]:
        return Sent, (self.ref, self.origin, self.digest)


class Store:
    """What was put, the least recently used going first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._put: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._bytes = 0

    def sent(self, value: Any) -> Any:
        """A value with references in the place of its pictures."""
        if isinstance(value, Image):
            if value.pixels.nbytes < PUT_FROM:
                return Sent(value.pixels, value.origin, value.digest)
            return Sent(self._reference(value), value.origin, value.digest)
        if isinstance(value, dict):
            return {key: self.sent(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self.sent(item) for item in value)
        return value

    def clear(self) -> None:
        with self._lock:
            self._put.clear()
            self._bytes = 0

    def _reference(self, image: Image) -> Any:
        with self._lock:
            known = self._put.get(image.digest)
            if known is not None:
                self._put.move_to_end(image.digest)
                return known[0]
        ref = import_module("ray").put(image.pixels)
        with self._lock:
            if image.digest not in self._put:
                self._bytes += image.pixels.nbytes
            self._put[image.digest] = ref, image.pixels.nbytes
            while self._bytes > PUT_BYTES:
                _, (_, freed) = self._put.popitem(last=False)
                self._bytes -= freed
        return ref


def received(value: Any) -> Any:
    """A value with its pictures in the place of references to them."""
    if isinstance(value, Sent):
        is_here = isinstance(value.ref, np.ndarray)
        pixels = value.ref if is_here else import_module("ray").get(value.ref)
        image = Image(pixels, value.origin)
        image.__dict__["digest"] = value.digest
        return image
    if isinstance(value, dict):
        return {key: received(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(received(item) for item in value)
    return value
