"""How a command ends that has imported large libraries."""

from __future__ import annotations

import atexit
import os
import sys
import threading

LARGE = "torch"
"""With it, and transformers, there are a million objects."""


def leave(code: int) -> None:
    """End the process with what the interpreter does last, but for taking every object apart: with
    large libraries that takes a second, and gives back only what the system takes anyway.

    Threads are waited for, exit functions run, and what was printed is written. Returns, for the
    interpreter to end the process, where that is soon done or nobody reads what is written.
    """
    wait = getattr(threading, "_shutdown", None)
    run = getattr(atexit, "_run_exitfuncs", None)
    if LARGE not in sys.modules or wait is None or run is None:
        return
    wait()
    run()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        return
    os._exit(code)
