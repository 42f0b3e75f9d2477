"""Which device a model runs on."""

from __future__ import annotations

from visprog.errors import Unavailable


def device_for(wanted: str = "auto") -> str:
    """``auto`` is the first CUDA device when torch can use one, else the CPU.

    Raises ``Unavailable`` for a CUDA device that torch cannot use. torch is only asked when the
    answer depends on it, since importing it takes seconds.
    """
    if wanted == "cpu":
        return wanted
    import torch

    usable = torch.cuda.is_available()
    if wanted == "auto":
        return "cuda" if usable else "cpu"
    if wanted.startswith("cuda") and not usable:
        raise Unavailable(f"device {wanted} is not there: torch finds no CUDA device; use cpu")
    return wanted
