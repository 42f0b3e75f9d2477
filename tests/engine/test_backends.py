"""What every backend does alike: the conformance suite."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import numpy as np
import pytest

from tests.engine.fakes import picture
from tests.engine.faulty import Faulty, Log, Other, faulty
from visprog.engine.backends import Backend, OutOfMemory, WorkerDied, WorkerHandle, WorkerHung
from visprog.engine.backends.named import backend_named
from visprog.errors import Unavailable, UsageError
from visprog.types import Box, Frame, Image

SECONDS = 60.0


def alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def gone(pid: int, seconds: float = 20.0) -> bool:
    until = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.01)
    return not alive(pid)


@pytest.fixture
def worker(backend: Backend, log: Log) -> WorkerHandle:
    return backend.spawn(faulty(log), Faulty, "cpu", SECONDS)


def texts(*words: str) -> list[dict[str, object]]:
    return [{"text": word} for word in words]


def test_results_come_in_order(worker: WorkerHandle) -> None:
    assert worker.device == "cpu"
    assert worker.name
    words = [f"w{index}" for index in range(16)]
    reply = worker.run_batch("answer", texts(*words), SECONDS)
    assert list(reply.results) == [f"{word}!" for word in words]


def test_a_failed_item_has_its_exception_in_its_place(worker: WorkerHandle) -> None:
    good, bad, fine = worker.run_batch("answer", texts("a", "bad", "c"), SECONDS).results
    assert (good, fine) == ("a!", "c!")
    assert isinstance(bad, ValueError)
    assert str(bad) == "bad item"


def test_a_failed_batch_raises_and_the_worker_lives(worker: WorkerHandle, log: Log) -> None:
    with pytest.raises(RuntimeError, match="poison in the batch"):
        worker.run_batch("answer", texts("a", "poison"), SECONDS)
    assert list(worker.run_batch("answer", texts("b"), SECONDS).results) == ["b!"]
    assert len(log.pids) == 1


def test_too_much_is_out_of_memory(backend: Backend, log: Log) -> None:
    worker = backend.spawn(faulty(log, fits=3), Faulty, "cpu", SECONDS)
    with pytest.raises(OutOfMemory, match="4 items: CUDA out of memory"):
        worker.run_batch("answer", texts(*"abcd"), SECONDS)
    assert len(worker.run_batch("answer", texts(*"abc"), SECONDS).results) == 3


def test_absent_weights_are_said_as_the_model_says_it(backend: Backend, log: Log) -> None:
    with pytest.raises(Unavailable, match="the weights of faulty are not there"):
        backend.spawn(faulty(log, absent=True), Faulty, "cpu", SECONDS)


def test_a_death_is_noticed_at_once(backend: Backend, log: Log, kind: str) -> None:
    worker = backend.spawn(faulty(log), Faulty, "cpu", SECONDS)
    with pytest.raises(WorkerDied):
        worker.run_batch("answer", texts("a", "crash"), SECONDS)
    if kind == "process":
        started = float(os.stat(log.path).st_mtime)
        assert time.time() - started < 5, "noticed when the process ended, not by a timeout"
    if kind != "inline":  # where the process lives on
        with pytest.raises(WorkerDied):
            worker.run_batch("answer", texts("b"), SECONDS)
    worker.close()


def test_one_that_hangs_is_ended(backend: Backend, log: Log, kind: str) -> None:
    worker = backend.spawn(faulty(log), Faulty, "cpu", SECONDS)
    with pytest.raises(WorkerHung, match=r"did not answer within 0\.3 s"):
        worker.run_batch("answer", texts("hang 2"), 0.3)
    if kind != "inline":
        assert gone(log.pids[0])
    worker.close()


def test_one_that_loads_too_slowly_is_ended(backend: Backend, log: Log) -> None:
    with pytest.raises(WorkerHung, match=r"did not load within 2 s"):
        backend.spawn(faulty(log, load_seconds=10), Faulty, "cpu", 2.0)


def test_kill_ends_a_batch_from_another_thread(backend: Backend, log: Log, kind: str) -> None:
    if kind == "inline":
        pytest.skip("a thread cannot be killed")
    import threading

    worker = backend.spawn(faulty(log), Faulty, "cpu", SECONDS)
    timer = threading.Timer(0.3, worker.kill)
    timer.start()
    with pytest.raises(WorkerDied):
        worker.run_batch("answer", texts("hang"), SECONDS)
    timer.join()
    assert gone(log.pids[0])


def test_pictures_arrive_as_they_are(worker: WorkerHandle) -> None:
    random = np.random.default_rng(1)
    images = [Image(random.integers(0, 256, (60 + size, 50, 3), np.uint8)) for size in range(6)]
    images.append(Image(random.integers(0, 256, (400, 500, 3), np.uint8)))
    crop = images[0].crop(Box(3, 4, 20, 30))
    items = [{"text": str(index), "image": image} for index, image in enumerate([*images, crop])]
    for _ in range(3):
        results = worker.run_batch("answer", items, SECONDS).results
        wanted = [[i["text"], i["image"].digest, int(i["image"].pixels.sum())] for i in items]
        assert list(results) == wanted
        again = [items[-2], items[-2], items[0]]
        assert list(worker.run_batch("answer", again, SECONDS).results) == [
            wanted[-2], wanted[-2], wanted[0]
        ]  # fmt: skip
    assert isinstance(crop.origin, Frame)


def test_embeddings_stay_in_the_worker(worker: WorkerHandle) -> None:
    images = [picture(shade) for shade in (1, 2, 3)]
    first = worker.run_batch("encoded", [{"image": image} for image in images], SECONDS)
    again = worker.run_batch("encoded", [{"image": image} for image in images[:2]], SECONDS)
    assert (first.made, first.reused) == (3, 0)
    assert (again.made, again.reused) == (0, 2)


def test_a_remark_is_made_once(worker: WorkerHandle) -> None:
    assert list(worker.run_batch("answer", texts("a", "remark"), SECONDS).remarks) == [
        "it goes on as it can"
    ]
    assert not worker.run_batch("answer", texts("b"), SECONDS).remarks


def test_models_of_one_group_share_a_process(backend: Backend, log: Log, kind: str) -> None:
    one = backend.spawn(faulty(log, group="small"), Faulty, "cpu", SECONDS)
    two = backend.spawn(faulty(log, "caption", "other", group="small"), Other, "cpu", SECONDS)
    alone = backend.spawn(faulty(log, "ocr"), Faulty, "cpu", SECONDS)
    pids = {
        handle: handle.run_batch("encoded", [{"image": picture()}], SECONDS).results[0]["pid"]
        for handle in (one, two, alone)
    }
    assert pids[one] == pids[two]
    assert (pids[alone] == pids[one]) == (kind == "inline")
    one.close()
    assert two.run_batch("answer", texts("x"), SECONDS).results == ["x!"]
    two.close()
    if kind != "inline":
        assert gone(pids[two])
    alone.close()


def test_nothing_is_left_when_a_backend_is_closed(
    make: Callable[[], Backend], log: Log, kind: str
) -> None:
    if kind == "ray":
        pytest.skip("Ray itself ends with the cluster; its actors by their handles, tested above")
    backend = make()
    backend.spawn(faulty(log), Faulty, "cpu", SECONDS)
    backend.close()
    assert kind == "inline" or gone(log.pids[0])


def test_backends_have_names() -> None:
    assert backend_named("inline").name == "inline"
    with pytest.raises(UsageError, match="no backend is called gpu: there is inline, process, ray"):
        backend_named("gpu")
    with pytest.raises(UsageError, match="an address is a Ray cluster's; the backend is process"):
        backend_named("process", "auto")
