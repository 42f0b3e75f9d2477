"""The process of a worker: one conversation with its host, and an end when the host has ended."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import sys
from dataclasses import replace
from typing import Any

from visprog.engine.backends import WorkerDied
from visprog.engine.backends.channel import SHELF_BYTES, Channel, Closed, mapped
from visprog.engine.backends.failures import Failure, pack, packed
from visprog.engine.backends.resident import Resident
from visprog.engine.backends.shelf import Shelf

PR_SET_PDEATHSIG = 1
ANSWER_SECONDS = 600.0
"""How long the host may take to read an answer."""


def main(sock_fd: int, incoming_fd: int, outgoing_fd: int, parent: int) -> None:
    """Serve until the host closes the channel or dies."""
    _die_with(parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the host's to handle: it ends its workers
    for fd in (sock_fd, incoming_fd, outgoing_fd):
        os.set_inheritable(fd, False)
    channel = Channel(
        socket.socket(fileno=sock_fd),
        outgoing=mapped(outgoing_fd),
        incoming=mapped(incoming_fd),
        shelf=Shelf(SHELF_BYTES),
        asks=False,
    )
    resident = Resident()
    with contextlib.suppress(Closed):
        while True:
            request = channel.receive(None)
            answer: Any
            try:
                answer = _answer(resident, request)
            except BaseException as error:
                answer = pack(error)
                lost = isinstance(error, WorkerDied)
            else:
                lost = False
            _send(channel, answer)
            if lost:  # nothing more can be done in this process
                return
            del request, answer


def _answer(resident: Resident, request: tuple[Any, ...]) -> Any:
    match request:
        case ("load", spec, family, device):
            return resident.load(spec, family, device)
        case ("run", key, operation, items):
            reply = resident.run(key, operation, items)
            return replace(reply, results=packed(list(reply.results)))
        case ("unload", key):
            return resident.unload(key)
    raise ValueError(f"the host asked for {request[0]}")


def _send(channel: Channel, answer: Any) -> None:
    try:
        channel.send(answer, ANSWER_SECONDS)
    except (Closed, OSError):
        raise Closed from None
    except Exception as error:  # a result that cannot be pickled
        kind, text = type(error).__name__, str(error)
        channel.send(Failure("TypeError", f"the result cannot be sent: {kind}: {text}"), 60.0)


def _die_with(parent: int) -> None:
    """Be killed when the host is, however it ends; where the kernel cannot, the closed channel ends
    this process after the batch that runs."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
