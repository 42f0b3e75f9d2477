"""Encoders through ``torch.compile``, where a pack asks for it: ``settings = { compile = true }``.

``true`` is torch's default backend (inductor, which needs a C++ compiler on the CPU and Triton on a
GPU); a text names another. The first batch of each size takes up to minutes, so batches are padded
to powers of two and what was padded is dropped. Heads stay as they are: their shapes follow the
prompts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from visprog.errors import Unavailable
from visprog.model import ModelSpec


def compiled(encode: Callable[[Any], Any], spec: ModelSpec) -> Callable[[Any], Any]:
    """``encode``, from ``(n, ...)`` to tensors of ``n`` rows, compiled if the pack says so.

    Raises ``Unavailable`` for a backend that torch does not have.
    """
    wanted = spec.settings.get("compile")
    if not wanted:
        return encode
    import torch

    backend = "inductor" if wanted is True else str(wanted)
    if backend not in torch.compiler.list_backends(exclude_tags=()):
        known = ", ".join(torch.compiler.list_backends())
        raise Unavailable(
            f"role {spec.role}: torch.compile has no backend {backend}; it has {known}"
        )
    fast = torch.compile(encode, dynamic=False, backend=backend)

    def padded(pixels: Any) -> Any:
        rows = pixels.shape[0]
        room = 1 << (rows - 1).bit_length()
        if room > rows:
            filling = pixels[-1:].expand(room - rows, *pixels.shape[1:])
            pixels = torch.cat([pixels, filling])
        return _first(fast(pixels), rows)

    return padded


def _first(value: Any, rows: int) -> Any:
    if isinstance(value, list | tuple):
        return [_first(item, rows) for item in value]
    return value[:rows]
