"""Tries, inside a locked child, what each layer must stop. Runs on the host's order only.

A program cannot ask for this; it is how :mod:`visprog_sandbox.selftest` knows that a layer holds on
this machine and is not merely requested.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
from collections.abc import Callable

PASSWD = "/etc/passwd"


def _open() -> None:
    os.close(os.open(PASSWD, os.O_RDONLY))


def _list() -> None:
    os.listdir("/")


def _write() -> None:
    os.close(os.open(f"/tmp/visprog-probe-{os.getpid()}", os.O_WRONLY | os.O_CREAT))


def _stat() -> None:
    os.stat(PASSWD)


def _tcp() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as tried:
        tried.bind(("127.0.0.1", 0))


def _loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as tried:
        tried.connect(("127.0.0.1", 9))


def _udp() -> None:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def _execute() -> None:
    os.execv("/bin/true", ["true"])


def _signal() -> None:
    os.kill(os.getppid(), 0)


def _memory() -> None:
    bytearray(2**33)


def _executable_memory() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.mmap.restype = ctypes.c_void_p
    size = ctypes.c_size_t(4096)
    if libc.mmap(None, size, 7, 0x22, -1, 0) in (None, ctypes.c_void_p(-1).value):
        raise OSError(ctypes.get_errno(), "mmap")


def _read_elsewhere() -> None:
    os.read(0, 1)


def _environment() -> None:
    if not os.environ:
        raise OSError("the environment is empty")


def _root() -> None:
    os.setuid(0)


def _descriptors() -> None:
    for number in range(3, 64):
        try:
            os.dup2(number, number)
        except OSError:
            continue
        if not _is_link(number):
            return
    raise OSError("no other descriptor is open")


def _is_link(number: int) -> bool:
    return number == LINK[0]


LINK = [-1]
"""The child's own descriptor, which may stay open."""


def _privileges() -> None:
    if ctypes.CDLL(None).prctl(39, 0, 0, 0, 0) == 1:
        raise OSError("no_new_privs is set")


def _parent() -> None:
    number = ctypes.c_int(0)
    ctypes.CDLL(None).prctl(2, ctypes.byref(number), 0, 0, 0)
    if number.value == signal.SIGKILL:
        raise OSError("the child dies with its parent")


ATTEMPTS: dict[str, tuple[Callable[[], None], ...]] = {
    "environment": (_environment,),
    "identity": (_root,),
    "namespaces": (_loopback,),
    "parent": (_parent,),
    "rlimits": (_memory,),
    "no_new_privs": (_privileges,),
    "landlock": (_open, _list, _write),
    "descriptors": (_descriptors, _open),
    "seccomp": (
        _open, _stat, _tcp, _udp, _fork, _execute, _signal, _executable_memory, _read_elsewhere,
    ),
}  # fmt: skip
"""By layer: what only it stops when nothing else is applied."""


def probe(layer: str) -> list[tuple[str, bool, str]]:
    """For each attempt: its name, whether it was stopped, and how."""
    results = []
    for attempt in ATTEMPTS[layer]:
        name = attempt.__name__.strip("_").replace("_", " ")
        try:
            attempt()
        except (OSError, MemoryError) as error:
            results.append((name, True, str(error) or type(error).__name__))
        else:
            results.append((name, False, "nothing stopped it"))
    return results
