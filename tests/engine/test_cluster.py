"""A Ray cluster that somebody else started: reached, not reached, and lost."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.engine.faulty import Log
from visprog.engine.backends.cluster import connect
from visprog.errors import Unavailable

ENVIRONMENT = {**os.environ, "RAY_AUTH_MODE": "disabled", "RAY_USAGE_STATS_ENABLED": "0"}

DRIVER = """
import asyncio, sys
from pathlib import Path
import numpy as np
from tests.engine.faulty import Faulty, Log, faulty
from visprog.engine import Engine
from visprog.engine.backends.ray import RayBackend
from visprog.errors import Unavailable
from visprog.types import Image

async def main(address, log, seconds):
    specs = {"vqa": faulty(log, replicas=2, seconds=seconds)}
    families, backend = {"faulty": Faulty}, RayBackend(address)
    engine = Engine(specs, families, cache_dir=None, device="cpu", backend=backend)
    images = [Image(np.full((400, 500, 3), shade, np.uint8)) for shade in range(3)]
    pictures = [{"text": "picture", "image": image} for image in images]
    texts = [{"text": str(number)} for number in range(160)]
    async with engine:
        try:
            seen = await engine.compute("vqa", "answer", pictures)
            said = await engine.compute("vqa", "answer", texts)
        except Unavailable as error:
            print(error)
            sys.exit(error.exit_code)
    assert seen == [["picture", image.digest, int(image.pixels.sum())] for image in images]
    assert said == [f"{item['text']}!" for item in texts]
    print("answered")

asyncio.run(main(sys.argv[1], Log(Path(sys.argv[2])), float(sys.argv[3])))
"""


@dataclass
class Head:
    """A head node, and with it a second one."""

    port: int
    client_port: int
    processes: list[subprocess.Popen[bytes]]

    def kill(self) -> None:
        for process in self.processes:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            process.wait()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1.0).close()
    except OSError:
        return False
    return True


def started(folder: str, *options: str) -> subprocess.Popen[bytes]:
    # not `ray stop`, which ends every Ray of this machine, other people's too
    ray = [sys.executable, "-m", "ray.scripts.scripts"]
    return subprocess.Popen(
        [*ray, "start", "--block", "--num-cpus=2", "--object-store-memory=80000000", *options],
        env={**ENVIRONMENT, "PYTHONWARNINGS": "ignore"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=folder,
    )


@pytest.fixture
def head() -> Iterator[Head]:
    pytest.importorskip("ray")
    pytest.importorskip("grpc", reason="ray:// needs ray[client]")
    port, client = free_port(), free_port()
    folder = tempfile.mkdtemp(prefix="ray-")  # the names of Ray's sockets must be short
    found = Head(port, client, [])
    try:
        found.processes.append(
            started(
                folder,
                "--head",
                f"--port={port}",
                f"--ray-client-server-port={client}",
                "--min-worker-port=0",
                "--max-worker-port=0",
                "--include-dashboard=false",
                f"--temp-dir={folder}",
            )
        )
        until = time.monotonic() + 90
        while not (answers(port) and answers(client)) and time.monotonic() < until:
            assert found.processes[0].poll() is None, "ray start failed"
            time.sleep(0.1)
        found.processes.append(started(folder, f"--address=127.0.0.1:{port}"))
        yield found
    finally:
        found.kill()
        shutil.rmtree(folder, ignore_errors=True)


def driver(address: str, log: Log, seconds: float) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", DRIVER, address, str(log.path), str(seconds)],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


@pytest.mark.ray
@pytest.mark.slow
def test_a_cluster_that_was_there_before(head: Head, log: Log) -> None:
    for address in (f"127.0.0.1:{head.port}", f"ray://127.0.0.1:{head.client_port}"):
        asks = driver(address, log, 0.01)
        try:
            assert asks.communicate(timeout=120)[0] == "answered\n", address
        finally:
            asks.kill()
    before = len(log.of("answer"))
    asks = driver(f"ray://127.0.0.1:{head.client_port}", log, 2.0)
    try:
        until = time.monotonic() + 60
        while len(log.of("answer")) < before + 2 and time.monotonic() < until:
            time.sleep(0.05)
        head.kill()
        said = asks.communicate(timeout=120)[0]
    finally:
        asks.kill()
    assert said.startswith("Ray: the cluster was lost: "), said
    assert asks.returncode == Unavailable.exit_code


@pytest.mark.ray
@pytest.mark.parametrize("address", ["127.0.0.1:{port}", "ray://127.0.0.1:{port}"])
def test_nobody_at_an_address(address: str) -> None:
    pytest.importorskip("ray")
    address = address.format(port=free_port())
    asked = time.monotonic()
    with pytest.raises(Unavailable, match=rf"nobody answers at {address} \(Connection refused\)"):
        connect_alone(address)
    assert time.monotonic() - asked < 10


@pytest.mark.ray
@pytest.mark.parametrize("address", ["nonsense", "127.0.0.1", "host:port", "ray://somewhere"])
def test_no_address(address: str) -> None:
    pytest.importorskip("ray")
    with pytest.raises(Unavailable, match=rf"{address} is no address: HOST:6379, ray://HOST:10001"):
        connect_alone(address)


def connect_alone(address: str) -> None:
    """As a process does that is in no cluster yet."""
    import ray

    if ray.is_initialized():
        pytest.skip("a Ray of this process is up: run this test by itself")
    connect(address, "visprog")
