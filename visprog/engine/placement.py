"""Which device a model runs on, and which model leaves when another needs the room."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from visprog.engine.backends import Site
from visprog.errors import Unavailable
from visprog.model import ModelSpec

USABLE = 0.9
"""Of a device's memory; the rest is for fragmentation and for others."""

CONTEXT_BYTES = 400 * 2**20
"""What a process needs on a GPU beside weights and activations."""

HEADROOM = 1.25
"""Room for a model before it was measured, over what its weights take."""

RESIDENCE_SECONDS = 5.0
"""How long a model stays at least, so that two that do not fit together cannot chase each other
out at every call."""


def device_for(wanted: str = "auto") -> str:
    """``auto`` is the first CUDA device when torch can use one, else the CPU.

    Raises ``Unavailable`` for a CUDA device that torch cannot use. torch is only asked when the
    answer depends on it, since importing it takes seconds.
    """
    if wanted == "cpu":
        return wanted
    import torch

    usable = torch.cuda.is_available()
    if wanted == "auto":
        return "cuda" if usable else "cpu"
    if wanted.startswith("cuda") and not usable:
        raise Unavailable(f"device {wanted} is not there: torch finds no CUDA device; use cpu")
    return wanted


@dataclass
class Device:
    """A place for models."""

    name: str
    """``cpu``, ``cuda:0``"""
    budget: int
    """Bytes that models may hold together."""
    slots: int
    """Batches that it computes at the same time."""
    ahead: int = 0
    """Full batches that may be made ready meanwhile."""
    busy: int = 0


def computed_at_once(device: str, cores: int) -> int:
    """Batches that a device computes at the same time: a GPU one, a CPU one on each core."""
    return 1 if device.startswith("cuda") else max(2, cores)


def devices(
    wanted: str = "auto",
    budgets: Mapping[str, int] | None = None,
    slots: Mapping[str, int] | None = None,
) -> list[Device]:
    """The devices to place models on: those that ``wanted`` names, ``auto`` for every GPU, or the
    CPU where there is none. Raises ``Unavailable`` for one that is not there."""
    found = _gpus()
    if wanted == "cpu" or (wanted == "auto" and not found):
        chosen = {"cpu": _host_memory()}
    elif wanted in ("auto", "cuda"):
        chosen = found
    else:
        name = wanted if ":" in wanted else f"{wanted}:0"
        chosen = {name: found[name]} if name in found else {}
    if not chosen:
        there = ", ".join(found) or "no GPU"
        raise Unavailable(f"device {wanted} is not there: there is {there}; use cpu")
    return [
        Device(
            name,
            (budgets or {}).get(name, int(memory * USABLE)),
            (slots or {}).get(name, computed_at_once(name, os.cpu_count() or 1)),
            ahead=1 if name.startswith("cuda") else 0,
        )
        for name, memory in chosen.items()
    ]


def memory_of(device: str) -> int:
    """Bytes of a device that this process sees as ``device``; 0 for one that is not found."""
    return _host_memory() if device == "cpu" else _gpus().get(device, 0)


def _host_memory() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError):  # not POSIX
        return 2**62


def _gpus() -> dict[str, int]:
    """The memory of every GPU that this process may use, without importing torch: its context and
    its two seconds belong to the workers."""
    import pynvml

    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError:
        return {}
    try:
        named = os.environ.get("CUDA_VISIBLE_DEVICES")
        if named is None:
            count = pynvml.nvmlDeviceGetCount()
            handles = [pynvml.nvmlDeviceGetHandleByIndex(index) for index in range(count)]
        else:
            handles = [_gpu(part.strip()) for part in named.split(",") if part.strip()]
        memory = [int(pynvml.nvmlDeviceGetMemoryInfo(handle).total) for handle in handles]
        return {f"cuda:{index}": size for index, size in enumerate(memory)}
    except pynvml.NVMLError:
        return {}
    finally:
        pynvml.nvmlShutdown()


def _gpu(name: str) -> Any:
    import pynvml

    if name.isdigit():
        return pynvml.nvmlDeviceGetHandleByIndex(int(name))
    return pynvml.nvmlDeviceGetHandleByUUID(name)


@dataclass(eq=False)
class Tenant:
    """A loaded model, or one that is being loaded."""

    owner: Any
    """The broker's worker for it."""
    key: str
    """Of its spec."""
    device: Device
    bytes: int
    since: float = field(default_factory=time.monotonic)
    used: float = field(default_factory=time.monotonic)


def declared(spec: ModelSpec, device: str) -> int:
    """Bytes that a model needs before it was measured: the pack's ``memory_megabytes``, else its
    weights and some more."""
    if megabytes := spec.settings.get("memory_megabytes"):
        return int(float(megabytes) * 2**20)
    weights = int((spec.megabytes or 0) * 1e6 * HEADROOM)
    return weights + (CONTEXT_BYTES if device.startswith("cuda") and weights else 0)


class Ledger:
    """Who holds how much of which device; with the broker's lock held."""

    def __init__(
        self,
        residence_seconds: float = RESIDENCE_SECONDS,
        slots: Mapping[str, int] | None = None,
    ) -> None:
        self.devices: list[Device] = []
        self.tenants: list[Tenant] = []
        self.measured: dict[str, int] = {}
        """By the spec's key: the most that a worker of it held."""
        self._residence = residence_seconds
        self._slots = slots or {}

    def held(self, device: Device) -> int:
        return sum(tenant.bytes for tenant in self.tenants if tenant.device is device)

    def place(self, spec: ModelSpec, owner: Any) -> Tenant | list[Tenant]:
        """A place, entered in the ledger; or those who have to leave first, least recently used
        first: an empty list when all who might are busy or have only just come.

        Raises ``Unavailable`` for a model that would not fit even alone.
        """
        options = []
        for device in self.devices:
            need = self.measured.get(spec.key) or declared(spec, device.name)
            free = device.budget - self.held(device)
            if need <= free:
                options.append((-free, device, need))
            elif need > device.budget and len(self.devices) == 1:
                raise Unavailable(
                    f"the {spec.role} model {spec.checkpoint} needs {need / 1e9:.1f} GB and "
                    f"{device.name} has {device.budget / 1e9:.1f} GB for models: choose a smaller "
                    "pack or another device"
                )
        if options:
            _, device, need = min(options, key=lambda option: option[0])
            tenant = Tenant(owner, spec.key, device, need)
            self.tenants.append(tenant)
            return tenant
        plans = [plan for device in self.devices if (plan := self._evictions(spec, device))]
        return min(plans, key=lambda plan: sum(t.bytes for t in plan), default=[])

    def enter(self, spec: ModelSpec, owner: Any, site: Site) -> Tenant:
        """Enter a worker whose place its backend chose, and the device if it is a new one. Batches
        of all workers there share its slots; one more may be on its way to it."""
        name = f"{site.node} {site.device}"
        device = next((device for device in self.devices if device.name == name), None)
        if device is None:
            slots = computed_at_once(site.device, site.cores)
            slots = self._slots.get(name, self._slots.get(site.device, slots))
            device = Device(name, int(site.bytes * USABLE), slots, ahead=1)
            self.devices.append(device)
        need = self.measured.get(spec.key) or declared(spec, site.device)
        tenant = Tenant(owner, spec.key, device, need)
        self.tenants.append(tenant)
        return tenant

    def idlest(self, spec: ModelSpec) -> Tenant | None:
        """Who leaves first for a model whose backend finds no place for it."""
        return next(iter(self._leavers(spec)), None)

    def _leavers(self, spec: ModelSpec) -> list[Tenant]:
        """Who may leave for a model, least recently used first; never another replica of it."""
        now = time.monotonic()
        found = [
            tenant
            for tenant in self.tenants
            if tenant.key != spec.key
            and tenant.owner.may_leave
            and now - tenant.since >= self._residence
        ]
        return sorted(found, key=lambda tenant: tenant.used)

    def _evictions(self, spec: ModelSpec, device: Device) -> list[Tenant]:
        need = self.measured.get(spec.key) or declared(spec, device.name)
        lacking = need - (device.budget - self.held(device))
        leave: list[Tenant] = []
        for tenant in self._leavers(spec):
            if tenant.device is not device:
                continue
            leave.append(tenant)
            lacking -= tenant.bytes
            if lacking <= 0:
                return leave
        return []

    def measure(self, tenant: Tenant, key: str, held: int) -> None:
        """What a worker was seen to hold after a batch. Estimates are replaced, and never shrink
        below what was once seen."""
        tenant.used = time.monotonic()
        if held:
            most = max(held, self.measured.get(key, 0))
            self.measured[key] = most
            tenant.bytes = most

    def leave(self, tenant: Tenant) -> None:
        if tenant in self.tenants:
            self.tenants.remove(tenant)
