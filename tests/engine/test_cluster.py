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
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import pytest

from tests.engine.faulty import Log
from visprog.engine.backends.cluster import find
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

async def main(address, log, seconds, seats):
    specs = {"vqa": faulty(log, replicas=2, seconds=seconds)}
    resources = {"resources": {"seat": 1}} if seats == "seats" else None
    families, backend = {"faulty": Faulty}, RayBackend(address, resources=resources)
    engine = Engine(specs, families, cache_dir=None, device="cpu", backend=backend)
    images = [Image(np.full((400, 500, 3), shade, np.uint8)) for shade in range(3)]
    pictures = [{"text": "picture", "image": image} for image in images]
    texts = [{"text": str(number)} for number in range(640 if seats else 160)]
    async with engine:
        try:
            seen = await engine.compute("vqa", "answer", pictures)
            while seats and engine.status()["models"][0]["loaded"] < 2:
                await asyncio.sleep(0.05)
            said = await engine.compute("vqa", "answer", texts)
            (model,) = engine.status()["models"]
        except Unavailable as error:
            print(error)
            sys.exit(error.exit_code)
    assert seen == [["picture", image.digest, int(image.pixels.sum())] for image in images]
    assert said == [f"{item['text']}!" for item in texts]
    print(f"answered, {model['losses']} lost")

asyncio.run(main(sys.argv[1], Log(Path(sys.argv[2])), float(sys.argv[3]), sys.argv[4]))
"""


class Node:
    """A Ray of its own, which `ray stop` would end too, and every other Ray of this machine."""

    def __init__(self, folder: str, *options: str) -> None:
        ray = [sys.executable, "-m", "ray.scripts.scripts", "start", "--block", "--num-cpus=2"]
        self.process = subprocess.Popen(
            [*ray, "--object-store-memory=80000000", '--resources={"seat": 1}', *options],
            env={**ENVIRONMENT, "PYTHONWARNINGS": "ignore"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd=folder,
        )

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Head:
    """A head node, and with it a second one."""

    port: int
    client_port: int
    folder: str
    nodes: list[Node]

    def join(self) -> None:
        self.nodes.append(Node(self.folder, f"--address=127.0.0.1:{self.port}"))

    @property
    def second(self) -> Node:
        return self.nodes[1]

    def kill(self) -> None:
        for node in self.nodes:
            node.kill()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1.0).close()
    except OSError:
        return False
    return True


@pytest.fixture
def head() -> Iterator[Head]:
    pytest.importorskip("ray")
    pytest.importorskip("grpc", reason="ray:// needs ray[client]")
    port, client = free_port(), free_port()
    folder = tempfile.mkdtemp(prefix="ray-")  # the names of Ray's sockets must be short
    found = Head(port, client, folder, [])
    try:
        found.nodes.append(
            Node(
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
            assert found.nodes[0].process.poll() is None, "ray start failed"
            time.sleep(0.1)
        found.join()
        yield found
    finally:
        found.kill()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def driver(
    address: str, log: Log, seconds: float, *, seats: str = ""
) -> Iterator[subprocess.Popen[str]]:
    asks = subprocess.Popen(
        [sys.executable, "-c", DRIVER, address, str(log.path), str(seconds), seats],
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield asks
    finally:
        asks.kill()
        asks.communicate()


def wait_for_batches(log: Log, count: int) -> None:
    until = time.monotonic() + 90
    while len(log.of("answer")) < count and time.monotonic() < until:
        time.sleep(0.05)


@pytest.mark.ray
@pytest.mark.slow
def test_a_cluster_that_was_there_before(head: Head, log: Log) -> None:
    for address in (f"127.0.0.1:{head.port}", f"ray://127.0.0.1:{head.client_port}"):
        with driver(address, log, 0.01) as asks:
            assert asks.communicate(timeout=120)[0] == "answered, 0 lost\n", address
    before = len(log.of("answer"))
    with driver(f"ray://127.0.0.1:{head.client_port}", log, 2.0) as asks:
        wait_for_batches(log, before + 2)
        head.kill()
        said = asks.communicate(timeout=120)[0]
    assert said.startswith("Ray: the cluster was lost: ")
    assert asks.returncode == Unavailable.exit_code


@pytest.mark.ray
@pytest.mark.slow
def test_a_node_that_goes_takes_no_answer_along(head: Head, log: Log) -> None:
    with driver(f"127.0.0.1:{head.port}", log, 0.5, seats="seats") as asks:
        wait_for_batches(log, 5)
        assert len(log.pids) == 2, "an actor on each node"
        head.join()  # where the lost actor's successor finds room
        head.second.kill()
        assert asks.communicate(timeout=120)[0] == "answered, 1 lost\n"


@pytest.mark.parametrize("address", ["127.0.0.1:{port}", "ray://127.0.0.1:{port}"])
def test_nobody_at_an_address(address: str) -> None:
    address = address.format(port=free_port())
    asked = time.monotonic()
    with pytest.raises(Unavailable, match=rf"nobody answers at {address} \(Connection refused\)"):
        find(address)
    assert time.monotonic() - asked < 10


@pytest.mark.parametrize("address", ["nonsense", "127.0.0.1", "host:port", "ray://somewhere"])
def test_no_address(address: str) -> None:
    with pytest.raises(Unavailable, match=rf"{address} is no address: HOST:6379, ray://HOST:10001"):
        find(address)
