"""Encoders through ``torch.compile``, where a pack asks for it: ``settings = { compile = true }``.

``true`` is torch's default backend (inductor, which needs a C++ compiler on the CPU and Triton on a
GPU); a text names another. The first batch of each size takes up to minutes, so batches are padded
to powers of two and what was padded is dropped. Heads stay as they are: their shapes follow the
prompts. An encoder that cannot be compiled goes on as it is, which the trace says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from visprog.errors import Unavailable
from visprog.model import Model


def compiled(encode: Callable[[Any], Any], model: Model) -> Callable[[Any], Any]:
    """``encode``, from ``(n, ...)`` to tensors of ``n`` rows, compiled if the model's pack says so.

    Raises ``Unavailable`` for a backend that torch does not have.
    """
    spec = model.spec
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
    return _Compiled(encode, torch.compile(encode, dynamic=False, backend=backend), model.remarks)


class _Compiled:
    def __init__(
        self, encode: Callable[[Any], Any], fast: Callable[[Any], Any], remarks: list[str]
    ) -> None:
        self._encode = encode
        self._fast: Callable[[Any], Any] | None = fast
        self._remarks = remarks

    def __call__(self, pixels: Any) -> Any:
        from torch._dynamo.exc import BackendCompilerFailed

        if self._fast is not None:
            try:
                return _first(self._fast(_padded(pixels)), pixels.shape[0])
            except BackendCompilerFailed as error:
                self._fast = None
                first = str(error).strip().splitlines()[0]
                self._remarks.append(f"the encoder goes on uncompiled: {first}")
        return self._encode(pixels)


def _padded(pixels: Any) -> Any:
    import torch

    rows = pixels.shape[0]
    room = 1 << (rows - 1).bit_length()
    if room == rows:
        return pixels
    return torch.cat([pixels, pixels[-1:].expand(room - rows, *pixels.shape[1:])])


def _first(value: Any, rows: int) -> Any:
    if isinstance(value, list | tuple):
        return [_first(item, rows) for item in value]
    return value[:rows]
