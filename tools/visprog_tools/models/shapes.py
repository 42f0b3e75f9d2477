# ruff: noqa: TID253 - imported by a check alone
"""Run a model on torch's meta device, where tensors have shapes and no values.

Every operation that the model makes is checked for its shapes, at no cost in memory or arithmetic.
Code around a model also reads small values (token ids, grids, masks): those that follow from the
inputs alone are calculated on the side. What cannot be known reads as random numbers, so that an
adapter can go on to the end of its call.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import torch
from torch.fx.experimental import _config as config
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_flatten, tree_map
from torch.utils.weak import WeakTensorKeyDictionary

aten = torch.ops.aten

LARGEST = 100_000
"""Elements of a tensor whose values are followed."""
LARGEST_MASK = 10_000_000
"""The same for truth values: masks of embeddings say how many of them are of a picture."""


@contextmanager
def shapes_only() -> Iterator[None]:
    """While active, models may run on the meta device and what they give may be read."""
    # a mode of this kind does not see the parts of operations in inference mode
    with (
        patch.object(torch, "inference_mode", torch.no_grad),
        patch.object(torch, "tensor", _made_here(torch.tensor)),
        patch.object(torch, "as_tensor", _made_here(torch.as_tensor)),
        patch.object(config, "meta_nonzero_assume_all_nonzero", True),
        Shapes(),
    ):
        yield


class Shapes(TorchDispatchMode):  # type: ignore[no-untyped-call]
    """Sees every operation; knows the values of the small tensors that follow from real ones."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._known: Any = WeakTensorKeyDictionary()
        self._random = torch.Generator().manual_seed(0)

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        tensors = [leaf for leaf in tree_flatten((args, kwargs))[0] if torch.is_tensor(leaf)]
        unknown = [tensor for tensor in tensors if tensor.is_meta and tensor not in self._known]
        if _reads(func, args, kwargs) and unknown:
            return self._invented(func, args[0], kwargs)
        if unknown:
            if func.overloadpacket in (aten.index, aten.index_put, aten.index_put_):
                args = (args[0], self._places(args[1]), *args[2:])
            out = func(*args, **kwargs)
            self._forget(func, args)
            return out
        if not any(tensor.is_meta for tensor in tensors) and not _on_meta(kwargs):
            return func(*args, **kwargs)
        real = func(*tree_map(self._value, args), **self._values(kwargs))
        if _reads(func, args, kwargs):
            return real
        if torch.is_tensor(real) and tensors and func._schema.is_mutable:
            return args[0]
        return tree_map(self._shape, real)

    def _value(self, leaf: Any) -> Any:
        return self._known[leaf] if torch.is_tensor(leaf) and leaf.is_meta else leaf

    def _values(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        values = {name: tree_map(self._value, value) for name, value in kwargs.items()}
        if _on_meta(values):
            values["device"] = torch.device("cpu")
        return values

    def _shape(self, leaf: Any) -> Any:
        """A meta tensor for a real one, whose value is remembered if it is small."""
        if not torch.is_tensor(leaf):
            return leaf
        meta = torch.empty_strided(leaf.shape, leaf.stride(), dtype=leaf.dtype, device="meta")
        if leaf.numel() <= (LARGEST_MASK if leaf.dtype == torch.bool else LARGEST):
            self._known[meta] = leaf
        return meta

    def _places(self, indices: Any) -> list[Any]:
        """Indices with the positions that known masks pick instead of the masks."""
        places: list[Any] = []
        for index in indices:
            if index is not None and index.dtype == torch.bool and index in self._known:
                places += [self._shape(at) for at in self._known[index].nonzero(as_tuple=True)]
            else:
                places.append(index)
        return places

    def _forget(self, func: Any, args: Any) -> None:
        """What unknown values were written into is unknown, and so is what it is a view of."""
        if not (func._schema.is_mutable and args and torch.is_tensor(args[0])):
            return
        if (value := self._known.get(args[0])) is not None:
            memory = value.untyped_storage().data_ptr()
            for tensor, real in list(self._known.items()):
                if real.untyped_storage().data_ptr() == memory:
                    del self._known[tensor]

    def _invented(self, func: Any, tensor: torch.Tensor, kwargs: dict[str, Any]) -> Any:
        """A reading of what nobody knows: numbers in 0..1 and zeros; one truth value is true, so
        that "has every text ended?" ends a generation after its first token."""
        if func == aten.equal.default:
            return True
        if func == aten._local_scalar_dense.default:
            return tensor.dtype == torch.bool or func(torch.zeros((), dtype=tensor.dtype))
        dtype = kwargs.get("dtype") or tensor.dtype
        if dtype.is_floating_point:
            return torch.rand(tensor.shape, generator=self._random).to(dtype)
        return torch.zeros(tensor.shape, dtype=dtype)


def _made_here(make: Any) -> Any:
    """``make``, with the tensor's values known before it is moved: on the meta device it would
    be built without any."""

    def made(data: Any, *, device: Any = None, **options: Any) -> Any:
        if torch.is_tensor(data):
            return make(data, **options) if device is None else make(data, device=device, **options)
        read = tree_map(lambda leaf: leaf.item() if torch.is_tensor(leaf) else leaf, data)
        return make(read, device="cpu", **options).to(device or "cpu")

    return made


def _on_meta(kwargs: dict[str, Any]) -> bool:
    device = kwargs.get("device")
    return device is not None and torch.device(device).type == "meta"


def _reads(func: Any, args: Any, kwargs: dict[str, Any]) -> bool:
    """Whether an operation takes values off the device."""
    if func in (aten._local_scalar_dense.default, aten.equal.default):
        return True
    device = kwargs.get("device")
    return func == aten._to_copy.default and device is not None and device.type == "cpu"
