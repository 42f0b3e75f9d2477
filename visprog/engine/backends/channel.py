"""Objects between two processes: small things over a socket, arrays through shared memory.

Each direction has one area of shared memory, used again for every message: a new segment for every
picture would cost ten times as much as copying it. What does not fit goes over the socket. The two
ends take turns (a request, a reply), so an area is read before it is written again. The memory has
no name, and is gone when both processes are.
"""

from __future__ import annotations

import contextlib
import io
import mmap
import os
import pickle
import select
import socket
import struct
import tempfile
import time
from typing import Any

from visprog.engine.backends.shelf import Shelf
from visprog.types import Frame, Image, Pixels

AREA_BYTES = 64 * 2**20
"""Of one direction. Untouched pages cost nothing."""

SHELF_BYTES = 256 * 2**20
"""Pictures that a worker holds for the case that it is asked about them again."""

SMALL = 2048
"""Arrays below so many bytes travel with the message."""

HEADER = struct.Struct("!QII")
"""Length of the message, number of arrays, epoch of the shelf."""

PLACE = struct.Struct("!qQ?")
"""Offset in the area (-1: over the socket), length, and whether the array is read-only."""


class Closed(Exception):
    """The other end is gone."""


class Late(Exception):
    """The other end did not answer in time."""


class Channel:
    """One end. Requests send a picture once: ``shelf`` is what this end knows the worker to hold,
    or, in the worker, what it holds. Answers hold their pictures whole."""

    def __init__(
        self,
        sock: socket.socket,
        outgoing: mmap.mmap,
        incoming: mmap.mmap,
        *,
        pidfd: int | None = None,
        shelf: Shelf | None = None,
        asks: bool = True,
    ) -> None:
        self._asks = asks
        self._sock = sock
        self._sock.setblocking(False)
        self._outgoing = memoryview(outgoing)
        self._incoming = memoryview(incoming)
        self._shelf = shelf
        self._epoch = 0
        self._poll = select.poll()
        self._poll.register(sock, select.POLLIN)
        self._pidfd = pidfd
        if pidfd is not None:
            self._poll.register(pidfd, select.POLLIN)
        self._room = select.poll()
        self._room.register(sock, select.POLLOUT)
        if pidfd is not None:
            self._room.register(pidfd, select.POLLIN)
        self.overflowed = 0
        """Bytes that found no room in the area and went over the socket."""

    def send(self, value: Any, seconds: float) -> None:
        """Raises :class:`Closed`, :class:`Late`, and what pickling raises, after which the channel
        can still be used."""
        until = time.monotonic() + seconds
        buffers: list[pickle.PickleBuffer] = []
        file = io.BytesIO()
        try:
            _Pickler(file, buffers, self._shelf if self._asks else None).dump(value)
        except BaseException:
            if self._asks and self._shelf is not None:  # it may hold what was never sent
                self._shelf.clear()
                self._epoch += 1
            raise
        head, after = [], [file.getbuffer()]
        offset = 0
        for buffer in buffers:
            raw = buffer.raw()
            if offset + raw.nbytes <= len(self._outgoing):
                self._outgoing[offset : offset + raw.nbytes] = raw
                head.append(PLACE.pack(offset, raw.nbytes, raw.readonly))
                offset += raw.nbytes + -raw.nbytes % 64
            else:
                head.append(PLACE.pack(-1, raw.nbytes, raw.readonly))
                after.append(raw)
                self.overflowed += raw.nbytes
        first = HEADER.pack(len(after[0]), len(buffers), self._epoch)
        self._write(b"".join([first, *head]), until)
        for part in after:
            self._write(part, until)

    def receive(self, seconds: float | None) -> Any:
        """Raises :class:`Closed` and :class:`Late`."""
        until = None if seconds is None else time.monotonic() + seconds
        length, count, epoch = HEADER.unpack(self._read(HEADER.size, until))
        places = list(PLACE.iter_unpack(self._read(PLACE.size * count, until))) if count else []
        message = self._read(length, until)
        buffers = []
        for offset, size, readonly in places:
            data: Any
            if offset < 0:
                data = self._read(size, until)
            else:
                data = self._incoming[offset : offset + size]
            buffers.append(bytes(data) if readonly else bytearray(data))
        if self._asks:
            return pickle.loads(message, buffers=buffers)
        assert self._shelf is not None
        if epoch != self._epoch:
            self._shelf.clear()
            self._epoch = epoch
        return _Unpickler(io.BytesIO(message), buffers, self._shelf).load()

    def close(self) -> None:
        self._sock.close()
        if self._pidfd is not None:
            os.close(self._pidfd)
            self._pidfd = None

    def _write(self, data: bytes | memoryview, until: float) -> None:
        left = memoryview(data)
        while left:
            try:
                left = left[self._sock.send(left) :]
            except BlockingIOError:
                self._await(self._room, until)
            except OSError as error:
                raise Closed from error

    def _read(self, size: int, until: float | None) -> bytearray:
        data = bytearray(size)
        left = memoryview(data)
        while left:
            try:
                got = self._sock.recv_into(left)
                if not got:
                    raise Closed
                left = left[got:]
            except BlockingIOError:
                self._await(self._poll, until)
            except OSError as error:
                raise Closed from error
        return data

    def _await(self, poll: select.poll, until: float | None) -> None:
        """Until the socket is ready; what a process wrote before it died is read first."""
        milliseconds = None if until is None else max(0.0, (until - time.monotonic()) * 1e3)
        events = poll.poll(milliseconds)
        if not events:
            raise Late
        if all(fd == self._pidfd for fd, _ in events):
            raise Closed


class _Pickler(pickle.Pickler):
    def __init__(
        self, file: io.BytesIO, buffers: list[pickle.PickleBuffer], shelf: Shelf | None
    ) -> None:
        super().__init__(file, protocol=5, buffer_callback=self._outside)
        self._buffers = buffers
        self._shelf = shelf

    def _outside(self, buffer: pickle.PickleBuffer) -> bool:
        """False: beside the message."""
        with contextlib.suppress(BufferError):  # not contiguous
            if buffer.raw().nbytes >= SMALL:
                self._buffers.append(buffer)
                return False
        return True

    def persistent_id(self, value: Any) -> tuple[str, Frame | None, Pixels | None] | None:
        if type(value) is not Image or self._shelf is None:
            return None
        if self._shelf.holds(value.digest):
            return value.digest, value.origin, None
        self._shelf.add(value.digest, value.pixels)
        return value.digest, value.origin, value.pixels


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, buffers: list[Any], shelf: Shelf) -> None:
        super().__init__(file, buffers=buffers)
        self._shelf = shelf

    def persistent_load(self, pid: Any) -> Image:
        digest, origin, pixels = pid
        if pixels is None:
            self._shelf.holds(digest)
            pixels = self._shelf[digest]
        else:
            pixels.flags.writeable = False
            self._shelf.add(digest, pixels)
        image = Image(pixels, origin)
        image.__dict__["digest"] = digest
        return image


def area(size: int) -> int:
    """A file descriptor of memory without a name."""
    if hasattr(os, "memfd_create"):
        fd = os.memfd_create("visprog", os.MFD_CLOEXEC)
    else:
        with tempfile.TemporaryFile() as file:
            fd = os.dup(file.fileno())
    os.ftruncate(fd, size)
    return fd


def mapped(fd: int) -> mmap.mmap:
    """The memory behind a descriptor, which is closed."""
    try:
        return mmap.mmap(fd, 0)
    finally:
        os.close(fd)
