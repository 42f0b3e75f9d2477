"""What the operating system takes away from a child before it reads a program.

Each layer is one function that applies it or raises; :func:`lock` applies them all, in an order in
which none prevents the next, and returns the names of those that hold. Nothing here needs root, a
helper program or a library: the system calls are made through ``ctypes``.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import struct
import sys
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

LAYERS = (
    "environment", "identity", "namespaces", "parent", "rlimits", "no_new_privs", "landlock",
    "descriptors", "seccomp",
)  # fmt: skip
"""In the order in which they are applied."""

MISSING = 100
"""Exit code of a child that could not apply the first layer, if that is required; 101 the second
..."""

NOBODY = 65534
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
LANDLOCK_CREATE_RULESET, LANDLOCK_RESTRICT_SELF = 444, 446
PROT_EXEC = 4
CLONE_NEWUTS, CLONE_NEWIPC, CLONE_NEWUSER = 0x04000000, 0x08000000, 0x10000000
CLONE_NEWNET, CAPABILITY_VERSION = 0x40000000, 0x20080522

SYSCALLS: dict[str, tuple[int, dict[str, int]]] = {
    "x86_64": (
        0xC000003E,
        {
            "read": 0, "write": 1, "mmap": 9, "mprotect": 10, "munmap": 11, "brk": 12,
            "rt_sigreturn": 15, "mremap": 25, "madvise": 28, "exit": 60, "futex": 202,
            "clock_gettime": 228, "exit_group": 231, "getrandom": 318,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "read": 63, "write": 64, "exit": 93, "exit_group": 94, "futex": 98,
            "clock_gettime": 113, "rt_sigreturn": 139, "brk": 214, "munmap": 215, "mremap": 216,
            "mmap": 222, "mprotect": 226, "madvise": 233, "getrandom": 278,
        },
    ),
}  # fmt: skip
"""By machine: the audit architecture, and the only system calls that a child may still make."""


class Unsupported(Exception):
    """This machine does not have the layer."""


def prepare() -> None:
    """Once, in the zygote: load what Python would load lazily, when it cannot any more."""
    import encodings.idna  # noqa: F401
    import unicodedata  # noqa: F401

    with contextlib.suppress(Unsupported):
        _libc()
    null = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)
    os.chdir("/")


def lock(descriptor: int, parent: int, order: Mapping[str, Any]) -> list[str]:
    """Give up everything but ``descriptor``, memory and time; ends the process if it cannot.

    ``order["only"]`` names the layers to apply, for the self-test; programs get all that the system
    has, and namespaces if they are required.
    """
    apply: dict[str, Callable[[], None]] = {
        "environment": _environment,
        "identity": _identity,
        "namespaces": _namespaces,
        "parent": lambda: _die_with(parent),
        "rlimits": lambda: _rlimits(int(order["memory"]), float(order["cpu"])),
        "no_new_privs": lambda: _prctl(PR_SET_NO_NEW_PRIVS, 1),
        "landlock": _landlock,
        "descriptors": lambda: _descriptors(descriptor),
        "seccomp": lambda: _seccomp(descriptor),
    }
    wanted = order.get("only")
    if wanted is None:
        wanted = {*LAYERS} - {"namespaces"} | {*order["require"]}
    active = []
    for number, name in enumerate(LAYERS):
        if name not in wanted:
            continue
        try:
            apply[name]()
            active.append(name)
        except (OSError, Unsupported, ValueError, AttributeError):
            if name in order["require"]:
                os._exit(MISSING + number)
    return active


def _environment() -> None:
    os.environ.clear()


def _identity() -> None:
    """A child of root becomes nobody, so that file permissions and process limits hold for it."""
    if os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)


def _namespaces() -> None:
    """A network without any interface, and no capability in the new user namespace."""
    libc = _libc()
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    if libc.capset(struct.pack("Ii", CAPABILITY_VERSION, 0), bytes(24)) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def _die_with(parent: int) -> None:
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    _prctl(PR_SET_DUMPABLE, 0)
    if os.getppid() != parent:
        os._exit(1)


def _rlimits(memory: int, seconds: float) -> None:
    """CPU time by a timer, which counts fractions of a second, and by a limit behind it.

    Whatever can be limited is, before an error is raised for what cannot.
    """
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.01))
    whole = int(seconds) + 1
    limits = {"CPU": whole, "FSIZE": 0, "CORE": 0, "NPROC": 0, "MEMLOCK": 0, "AS": memory}
    refused = []
    for name, value in limits.items():
        try:
            kind = getattr(resource, f"RLIMIT_{name}")
            hard = resource.getrlimit(kind)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (value, value))
        except (AttributeError, OSError, ValueError):
            refused.append(name)
    if refused:
        raise Unsupported(f"limits of {', '.join(refused)}")


def _descriptors(kept: int) -> None:
    """Close everything else; the socket stays, and no other can be opened."""
    os.closerange(3, kept)
    os.closerange(kept + 1, 4096)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


@cache
def _libc() -> ctypes.CDLL:
    if sys.platform != "linux":
        raise Unsupported(sys.platform)
    return ctypes.CDLL(None, use_errno=True)


def _prctl(option: int, value: int, pointer: Any = 0) -> None:
    arguments = (ctypes.c_ulong(value), pointer or ctypes.c_ulong(0))
    if _libc().prctl(option, *arguments, ctypes.c_ulong(0), ctypes.c_ulong(0)) != 0:
        raise OSError(ctypes.get_errno(), f"prctl {option}")


def _landlock() -> None:
    """No file, no TCP, no signal and no abstract socket, as far as the kernel knows these."""
    libc = _libc()
    abi = libc.syscall(LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if abi < 1:
        raise Unsupported("landlock")
    files = (1 << 13) - 1
    files |= (1 << 13 if abi >= 2 else 0) | (1 << 14 if abi >= 3 else 0)
    files |= 1 << 15 if abi >= 5 else 0
    words = [files] + ([3] if abi >= 4 else []) + ([3] if abi >= 6 else [])
    attributes = struct.pack(f"{len(words)}Q", *words)
    size = ctypes.c_size_t(len(attributes))
    ruleset = libc.syscall(LANDLOCK_CREATE_RULESET, attributes, size, 0)
    if ruleset < 0:
        raise OSError(ctypes.get_errno(), "landlock")
    try:
        if libc.syscall(LANDLOCK_RESTRICT_SELF, ruleset, 0) != 0:
            raise OSError(ctypes.get_errno(), "landlock")
    finally:
        with contextlib.suppress(OSError):
            os.close(ruleset)


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


LOAD, EQUAL, ABOVE, TEST, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050000 | 1, 0x80000000
NUMBER, ARCHITECTURE, FIRST, THIRD = 0, 4, 16, 32
"""Offsets in ``seccomp_data``: the call's number, its machine, the first and third argument."""


def seccomp_filter(machine: str, descriptor: int) -> bytes:
    """The filter program: the calls of :data:`SYSCALLS`, with these conditions, and EPERM else.

    ``read`` and ``write`` work on ``descriptor`` alone; no memory is ever made executable.
    """
    architecture, numbers = SYSCALLS[machine]

    def op(code: int, value: int, yes: int = 0, no: int = 0) -> bytes:
        return struct.pack("HBBI", code, yes, no, value)

    program = [op(LOAD, ARCHITECTURE), op(EQUAL, architecture, 1), op(RETURN, KILL)]
    program += [op(LOAD, NUMBER)]
    for name, number in numbers.items():
        if name in ("read", "write"):
            allow = [op(LOAD, FIRST), op(EQUAL, descriptor, 0, 1), op(RETURN, ALLOW)]
        elif name in ("mmap", "mprotect"):
            allow = [op(LOAD, THIRD), op(TEST, PROT_EXEC, 1), op(RETURN, ALLOW)]
        else:
            program += [op(EQUAL, number, 0, 1), op(RETURN, ALLOW)]
            continue
        program += [op(EQUAL, number, 0, 4), *allow, op(RETURN, REFUSE)]
    program.append(op(RETURN, REFUSE))
    return b"".join(program)


def _seccomp(descriptor: int) -> None:
    machine = os.uname().machine
    if machine not in SYSCALLS:
        raise Unsupported(machine)
    code = seccomp_filter(machine, descriptor)
    program = _Program(len(code) // 8, code)
    _prctl(PR_SET_SECCOMP, 2, ctypes.byref(program))
