"""How much a run holds: the pixels of its steps' values, each array counted once."""

from __future__ import annotations

from typing import Any

import numpy as np

from visprog.types import Image, Mask, Region, Regions


class Holdings:
    """Grows with the values of a run, all of which stay until it ends."""

    def __init__(self) -> None:
        self.bytes = 0
        self._counted: set[int] = set()

    def add(self, value: Any) -> None:
        """Count what ``value`` brings; what other values share with it is there already."""
        waiting = [value]
        while waiting:
            match waiting.pop():
                case np.ndarray() as array:
                    if id(array) not in self._counted:
                        self._counted.add(id(array))
                        self.bytes += array.nbytes
                case Image(pixels=pixels):
                    waiting.append(pixels)
                case Mask(bits=bits):
                    waiting.append(bits)
                case Region(mask=mask, extra=extra):
                    waiting += [mask, *(item for _, item in extra)]
                case Regions(items=items, image=image):
                    waiting += [image, *items]
                case str() as text:
                    self.bytes += len(text)
                case list() | tuple() as items:
                    waiting.extend(items)
                case dict() as items:
                    waiting.extend(items.values())
