"""What the operating system takes away from a child before it reads a program.

Every layer is applied in :func:`lock`, after the fork and before the first byte of the program.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
from collections.abc import Mapping
from typing import Any


def prepare() -> None:
    """Once, in the zygote: load what Python would otherwise load lazily, when it cannot any more."""
    import encodings.idna  # noqa: F401
    import unicodedata  # noqa: F401

    null = os.open("/dev/null", os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.close(null)
    os.chdir("/")


def lock(descriptor: int, parent: int, order: Mapping[str, Any]) -> None:
    """Give up everything but ``descriptor``, memory and time."""
    os.environ.clear()
    for other in os.listdir("/proc/self/fd"):
        if int(other) not in (0, 1, 2, descriptor):
            with contextlib.suppress(OSError):
                os.close(int(other))
    memory = int(order["memory"])
    seconds = float(order["cpu"])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, max(seconds, 0.01))
