"""Devices, and what is imported before anybody asks for one."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

import pytest

from tests.engine.faulty import Seeing
from visprog.engine.backends import Site
from visprog.engine.backends.process import ProcessBackend
from visprog.engine.placement import Device, Ledger, Tenant, device_for, devices
from visprog.errors import Unavailable
from visprog.model import ModelSpec

GIB = 2**30


def test_the_engine_and_the_trace_start_without_torch() -> None:
    code = (
        "import sys, visprog.engine, visprog.trace;"
        "from visprog.engine import Engine;"
        "from visprog.engine.placement import device_for;"
        "Engine({}, {}, cache_dir=None); device_for('cpu');"
        "heavy = {'torch', 'transformers', 'cv2', 'scipy'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_auto_is_a_device_that_is_there() -> None:
    import torch

    expected = "cuda" if torch.cuda.is_available() else "cpu"
    assert device_for() == expected
    if expected == "cpu":
        with pytest.raises(Unavailable, match=r"device cuda:1 is not there: .*; use cpu"):
            device_for("cuda:1")


def test_devices_that_are_not_there_are_named() -> None:
    (first, *_) = devices("auto")
    if first.name != "cpu":
        pytest.skip("there is a GPU")
    assert first.budget > GIB // 4
    assert first.slots >= 2
    with pytest.raises(Unavailable, match="device cuda:3 is not there: there is no GPU; use cpu"):
        devices("cuda:3")
    (cpu,) = devices("cpu", budgets={"cpu": 5}, slots={"cpu": 1})
    assert (cpu.budget, cpu.slots) == (5, 1)


@dataclass
class Owner:
    """Stands where the broker's worker stands."""

    may_leave: bool = True


def model(role: str, megabytes: int) -> ModelSpec:
    return ModelSpec(role, "seeing", f"a/{role}", "1", settings={"memory_megabytes": megabytes})


def put(ledger: Ledger, spec: ModelSpec, owner: Owner | None = None) -> Tenant:
    found = ledger.place(spec, owner or Owner())
    assert isinstance(found, Tenant), "there is no room"
    return found


@pytest.fixture
def ledger() -> Ledger:
    """Of two GPUs."""
    found = Ledger(residence_seconds=0.0)
    found.devices = [Device("cuda:0", 10 * GIB, 1, 1), Device("cuda:1", 8 * GIB, 1, 1)]
    return found


def test_models_spread_over_gpus_by_room(ledger: Ledger) -> None:
    names = [put(ledger, model(role, 3072)).device.name for role in ("vqa", "ocr", "depth", "face")]
    assert names == ["cuda:0", "cuda:1", "cuda:0", "cuda:1"]
    assert [ledger.held(device) for device in ledger.devices] == [6 * GIB, 6 * GIB]


def test_what_was_seen_counts_and_not_what_was_declared(ledger: Ledger) -> None:
    big = put(ledger, model("vqa", 1024))
    ledger.measure(big, big.key, 9 * GIB)
    assert ledger.held(big.device) == 9 * GIB
    assert put(ledger, model("ocr", 2048)).device.name == "cuda:1"
    ledger.leave(big)
    assert ledger.held(big.device) == 0
    again = put(ledger, model("vqa", 1024))
    assert (again.device.name, again.bytes) == ("cuda:0", 9 * GIB), "it is remembered"


def test_those_leave_who_were_idle_longest_and_never_a_sibling(ledger: Ledger) -> None:
    busy, old, new = Owner(may_leave=False), Owner(), Owner()
    put(ledger, model("vqa", 9 * 1024), busy)
    first = put(ledger, model("ocr", 3 * 1024), old)
    second = put(ledger, model("depth", 3 * 1024), new)
    assert {first.device.name, second.device.name} == {"cuda:1"}
    first.used, second.used = 1.0, 2.0
    assert ledger.place(model("face", 5 * 1024), Owner()) == [first]
    assert ledger.place(model("face", 8 * 1024), Owner()) == [first, second]
    assert ledger.place(model("ocr", 5 * 1024), Owner()) == [second], "a replica of ocr stays"
    assert ledger.place(model("face", 9 * 1024), Owner()) == [], "who is busy does not leave"


def test_who_has_only_just_come_stays() -> None:
    ledger = Ledger(residence_seconds=60.0)
    ledger.devices = [Device("cuda:0", 4 * GIB, 1)]
    put(ledger, model("ocr", 3 * 1024))
    assert ledger.place(model("face", 3 * 1024), Owner()) == []
    with pytest.raises(Unavailable, match=r"needs 5\.4 GB and cuda:0 has 4\.3 GB for models"):
        ledger.place(model("vqa", 5 * 1024), Owner())


def test_workers_that_were_placed_elsewhere_share_their_device() -> None:
    ledger = Ledger(slots={"cpu": 3})
    one, two, three, four = (
        ledger.enter(model(role, 100), Owner(), Site(node, device, 16 * GIB, 8))
        for role, node, device in (
            ("vqa", "10.0.0.1", "cuda:0"),
            ("ocr", "10.0.0.1", "cuda:0"),
            ("vqa", "10.0.0.2", "cuda:0"),
            ("face", "10.0.0.2", "cpu"),
        )
    )
    assert one.device is two.device
    assert two.device is not three.device
    assert [device.name for device in ledger.devices] == [
        "10.0.0.1 cuda:0", "10.0.0.2 cuda:0", "10.0.0.2 cpu"
    ]  # fmt: skip
    assert (one.device.slots, one.device.ahead, four.device.slots) == (1, 1, 3)
    assert ledger.held(one.device) == 200 * 2**20


@pytest.mark.parametrize(
    ("visible", "device", "seen"),
    [
        (None, "cuda:1", "1"),
        ("4,GPU-5ab,7", "cuda:1", "GPU-5ab"),
        ("4,GPU-5ab,7", "cuda:2", "7"),
        ("4", "cuda:0", "4"),
        ("4", "cpu", ""),
    ],
)
def test_a_worker_sees_its_own_gpu_alone_before_torch_is_there(
    visible: str | None, device: str, seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    monkeypatch.delenv("CUDA_DEVICE_ORDER", raising=False)
    if visible is not None:
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", visible)
    backend = ProcessBackend()
    try:
        worker = backend.spawn(model("vqa", 1), Seeing, device, 60.0)
        ((given, found, order, had_torch),) = worker.run_batch("answer", [{}], 60.0).results
    finally:
        backend.close()
    assert (given, found) == (device.partition(":")[0], seen)
    assert order == ("PCI_BUS_ID" if given == "cuda" else None), "as NVML counts"
    assert not had_torch
    assert worker.device == device
