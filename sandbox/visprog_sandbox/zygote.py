"""A process that imported everything once and forks a child for each program.

Started as a script with nothing inherited but one socket. Each request carries the child's end of
a socket pair; the reply tells which process got it, and later how it ended. When the host goes away
the socket closes, and the zygote kills what is left and ends.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import socket
import sys
from functools import partial
from typing import Any

SIZE = 4


def main() -> None:
    control: Any = socket.socket(fileno=int(sys.argv[1]))
    surface_size = int.from_bytes(_exactly(control, SIZE), "big")
    setup = json.loads(_exactly(control, surface_size))
    sys.path[:] = [*setup["path"], *(p for p in sys.path if "site-packages" not in p)]
    from visprog_sandbox import child, interpreter, lockdown
    from visprog_sandbox.names import Surface

    behind = interpreter.load(setup["interpreter"], Surface.from_data(setup["surface"]))
    lockdown.prepare()
    gc.collect()
    gc.freeze()
    wake_read, wake_write = os.pipe()
    os.set_blocking(wake_write, False)
    os.set_blocking(wake_read, False)
    signal.signal(signal.SIGCHLD, lambda number, frame: None)
    signal.set_wakeup_fd(wake_write)
    children: dict[int, int] = {}
    _send(control, {"ready": os.getpid()})
    while True:
        ready, _, _ = select.select([control, wake_read], [], [])
        if wake_read in ready:
            while _drain(wake_read):
                pass
            _reap(control, children)
        if control not in ready:
            continue
        try:
            header, descriptors, _, _ = socket.recv_fds(control, SIZE, 1)
            if not header:
                break
            while len(header) < SIZE:
                header += _exactly(control, SIZE - len(header))
            order = json.loads(_exactly(control, int.from_bytes(header, "big")))
        except (OSError, ValueError):
            break
        if "kill" in order:
            for pid, number in children.items():
                if number == order["kill"]:
                    os.kill(pid, signal.SIGKILL)
            continue
        descriptor = descriptors[0]
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            child.main(descriptor, behind, partial(lockdown.lock, descriptor, parent, order))
        os.close(descriptor)
        children[pid] = order["run"]
        _send(control, {"run": order["run"], "pid": pid})
    for pid in children:
        os.kill(pid, signal.SIGKILL)
    os._exit(0)


def _reap(control: socket.socket, children: dict[int, int]) -> None:
    while children:
        try:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if pid == 0:
            return
        number = children.pop(pid, None)
        if number is not None:
            cpu = usage.ru_utime + usage.ru_stime
            code = os.waitstatus_to_exitcode(status)
            _send(control, {"run": number, "exit": code, "cpu": cpu})


def _send(control: socket.socket, message: dict[str, Any]) -> None:
    body = json.dumps(message).encode()
    try:
        control.sendall(len(body).to_bytes(SIZE, "big") + body)
    except OSError:
        os._exit(0)


def _exactly(control: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = control.recv(size - len(data))
        if not part:
            os._exit(0)
        data += part
    return data


def _drain(descriptor: int) -> bytes:
    try:
        return os.read(descriptor, 4096)
    except BlockingIOError:
        return b""


if __name__ == "__main__":
    main()
