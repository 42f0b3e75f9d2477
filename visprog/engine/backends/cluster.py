"""The way to a Ray cluster: an address that nobody answers at is said within seconds."""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from visprog.errors import Unavailable

QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0"}

ANSWER_SECONDS = 5.0
"""How long a cluster may take to accept a connection; Ray itself waits for minutes."""

CLIENT = "ray://"


def library() -> Any:
    """Ray, which is an extra."""
    try:
        return import_module("ray")
    except ImportError as error:
        raise Unavailable(
            "the backend ray needs the library ray: pip install 'visprog[ray]'"
        ) from error


def connect(address: str | None, namespace: str) -> bool:
    """Join the cluster at ``address`` (``HOST:PORT`` from one of its nodes, ``ray://HOST:PORT``
    from anywhere, ``auto`` for one that runs here; ``None`` starts one of this process's own),
    unless this process is in one already: whether it was this call that joined.

    Raises ``Unavailable`` when nobody answers there, or nobody who speaks as this Ray does.
    """
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    ray = library()
    if ray.is_initialized():
        return False
    where = address
    if address in (None, "auto"):
        where = os.environ.get("RAY_ADDRESS") or address
    if where not in (None, "auto", "local"):
        find(where)
    try:
        ray.init(
            address=address,
            namespace=namespace,
            include_dashboard=False if where in (None, "local") else None,
            log_to_driver=False,
            logging_level=logging.ERROR,
        )
    except Exception as error:  # ConnectionError, ValueError, its own
        said = f"Ray: {where or 'a local cluster'} cannot be used: {told(error)}"
        if where not in (None, "local") and "RAY_AUTH_MODE" not in os.environ:
            said += "; a cluster with a token, as `ray start` makes it, wants RAY_AUTH_MODE=token"
        raise Unavailable(said) from error
    return True


@contextmanager
def connected() -> Iterator[None]:
    """Raises ``Unavailable`` for what Ray raises once it has lost the cluster."""
    try:
        yield
    except Exception as error:
        if library().is_initialized() and not isinstance(error, ConnectionError):
            raise
        raise Unavailable(f"Ray: the cluster was lost: {told(error)}") from error


def told(error: BaseException) -> str:
    """What an error of Ray's says, on one line."""
    text = " ".join(str(error).split())
    return text[:240] or type(error).__name__


def find(address: str) -> None:
    """Raises ``Unavailable`` when nobody listens at an address."""
    is_client = address.startswith(CLIENT)
    host, _, port = address.removeprefix(CLIENT).split("/")[0].rpartition(":")
    if not host or not port.isdigit():
        raise Unavailable(
            f"Ray: {address} is no address: HOST:6379, ray://HOST:10001 or auto is one"
        )
    try:
        socket.create_connection((host.strip("[]"), int(port)), ANSWER_SECONDS).close()
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error) or "no answer"
        needs = "`ray start --head` and ray[client]" if is_client else "`ray start --head`"
        raise Unavailable(
            f"Ray: nobody answers at {address} ({reason}); does {needs} run there?"
        ) from None
