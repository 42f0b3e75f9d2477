"""``visprog doctor``: what is here, what is missing, and what to do about it."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Annotated, Any

import typer

from visprog.cli.output import emit_json

PACKAGES = (
    "visprog", "torch", "torchvision", "transformers", "RestrictedPython", "litellm", "networkx",
)  # fmt: skip


def doctor(json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False) -> None:
    """Check the installation. Exit code 1 when something that the main job needs is missing."""
    checks = [_try(name, check) for name, check in CHECKS.items()]
    healthy = all(check["ok"] for check in checks)
    if json:
        emit_json({"ok": healthy, "checks": checks})
    else:
        for check in checks:
            print(f"{'ok ' if check['ok'] else 'NO '} {check['name']}: {check['found']}")
    if not healthy:
        raise typer.Exit(1)


def _try(name: str, check: Callable[[], str]) -> dict[str, Any]:
    try:
        return {"name": name, "ok": True, "found": check()}
    except Exception as error:
        return {"name": name, "ok": False, "found": f"{type(error).__name__}: {error}"}


def _packages() -> str:
    found = []
    for name in PACKAGES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            raise LookupError(f"{name} is not installed: pip install {name}") from None
    return ", ".join(found)


def _device() -> str:
    import torch

    if torch.cuda.is_available():
        return f"{torch.cuda.get_device_name()} ({torch.cuda.device_count()} devices)"
    return f"CPU, {torch.get_num_threads()} threads (no CUDA device)"


def _pack() -> str:
    from visprog_tools import packs

    chosen = packs.load("auto")
    micro = packs.load("micro")
    from visprog_tools.models import checkpoint

    missing = [
        role
        for role, spec in micro.models.items()
        if checkpoint.has_weights(spec) and not checkpoint.available(spec)
    ]
    if missing:
        raise LookupError(f"the micro pack has no weights for {', '.join(missing)}")
    return f"auto is {chosen.name}; micro serves {', '.join(sorted(micro.models))}"


def _tools() -> str:
    from visprog import plugins

    return f"{len(plugins.tools().specs)} tools, {len(plugins.families())} model families"


def _writable() -> str:
    from visprog import config

    found = config.load()
    for folder in (found.trace_dir, found.cache_dir):
        _probe(folder)
    return f"traces in {found.trace_dir}, cache in {found.cache_dir}"


def _probe(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    probe = folder / ".probe"
    probe.write_text("")
    probe.unlink()


def _sandbox() -> str:
    import asyncio

    from visprog import config, plugins
    from visprog_sandbox import Sandbox
    from visprog_sandbox.requirement import required

    async def run() -> str:
        sandbox = Sandbox(plugins.tools(), required(config.load().sandbox))
        try:
            program = await sandbox.check("ANSWER=EVAL(expr='1 + 1')\nRESULT(var=ANSWER)\n")
            return f"checks a program of {len(program.calls)} calls in a child process"
        finally:
            await sandbox.close()

    return asyncio.run(run())


CHECKS: dict[str, Callable[[], str]] = {
    "python": lambda: f"{platform.python_version()} at {sys.executable}",
    "packages": _packages,
    "device": _device,
    "tools": _tools,
    "pack": _pack,
    "sandbox": _sandbox,
    "folders": _writable,
}
