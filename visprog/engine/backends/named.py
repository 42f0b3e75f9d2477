"""Backends by the names that people use."""

from __future__ import annotations

from visprog.engine.backends import Backend
from visprog.errors import UsageError

NAMES = ("inline", "process", "ray")


def backend_named(name: str, address: str | None = None) -> Backend:
    """``inline``, ``process`` or ``ray``; an ``address`` is a Ray cluster's. Raises ``UsageError``
    for another name, ``Unavailable`` where Ray is not installed or not reached."""
    if address is not None and name != "ray":
        raise UsageError(f"an address is a Ray cluster's; the backend is {name}")
    match name:
        case "inline":
            from visprog.engine.backends.inline import InlineBackend

            return InlineBackend()
        case "process":
            from visprog.engine.backends.process import ProcessBackend

            return ProcessBackend()
        case "ray":
            from visprog.engine.backends.ray import RayBackend

            return RayBackend(address)
    raise UsageError(f"no backend is called {name}: there is {', '.join(NAMES)}")
