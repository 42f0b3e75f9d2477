"""A child's one way to the host: frames over one descriptor, one after another."""

from __future__ import annotations

import os
from typing import Any

from visprog_sandbox import wire


class Gone(BaseException):
    """The host is not there any more, or has heard enough."""


class Link:
    """The one descriptor that leads to the host."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def send(self, message: dict[str, Any]) -> None:
        data = wire.frame(message)
        while data:
            data = data[os.write(self.descriptor, data) :]

    def receive(self) -> dict[str, Any]:
        size = int.from_bytes(self._read(wire.HEADER), "big")
        return wire.parse(self._read(size))

    def ask(self, message: dict[str, Any]) -> dict[str, Any]:
        self.send(message)
        return self.receive()

    def _read(self, size: int) -> bytes:
        parts: list[bytes] = []
        while size:
            part = os.read(self.descriptor, min(size, 2**16))
            if not part:
                raise Gone
            parts.append(part)
            size -= len(part)
        return b"".join(parts)
