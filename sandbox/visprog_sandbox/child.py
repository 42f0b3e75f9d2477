"""A child process: lock it, let the interpreter do the one thing that the host asks for, end.

It holds plain values and opaque handles, talks over one descriptor, and never returns to the
zygote's code: it ends with ``os._exit``.
"""

from __future__ import annotations

import os
from collections.abc import Callable

from visprog_sandbox import probe
from visprog_sandbox.interpreter import Interpreter
from visprog_sandbox.link import Link


def serve(link: Link, interpreter: Interpreter) -> None:
    """Do the one thing that the host asks for."""
    order = link.receive()
    if order["op"] == "probe":
        probe.LINK[0] = link.descriptor
        link.send({"op": "probed", "tried": probe.probe(order["layer"])})
    elif order["op"] == "check":
        link.send(interpreter.check(order["text"], [name for name, _ in order["images"]]))
    else:
        link.send(interpreter.run(order["text"], order["images"], link))


def main(descriptor: int, interpreter: Interpreter, lock: Callable[[], object]) -> None:
    """Never returns."""
    code = 1
    try:
        lock()
        serve(Link(descriptor), interpreter)
        code = 0
    except BaseException as error:
        code = 3 if isinstance(error, MemoryError) else 1
    finally:
        os._exit(code)
