"""What root sees holds for everybody: the self-test and a run, as a user without any rights."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

NOBODY = 65534
ROOT = Path(__file__).parent.parent.parent


def as_nobody(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Python with these arguments; as the user who runs the tests unless that is root."""
    folders = [
        str(ROOT),
        *(str(ROOT / room) for room in ("sandbox", "tools", "planners")),
        *sys.path,
    ]
    environment = {"PATH": os.defpath, "PYTHONPATH": os.pathsep.join(filter(None, folders))}
    user: dict[str, object] = {}
    if os.getuid() == 0:
        user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
    try:
        return subprocess.run(
            [sys.executable, "-B", *arguments],
            env=environment, cwd="/", capture_output=True, text=True, timeout=120, **user,
        )  # type: ignore[call-overload, no-any-return]  # fmt: skip
    except PermissionError:
        pytest.skip(f"only root may execute {sys.executable}")


SELFTEST = """
import asyncio, json, os
from visprog_sandbox.selftest import selftest
layers = asyncio.run(selftest())
print(json.dumps([os.getuid(), [[l.name, l.required, l.holds] for l in layers]]))
"""


def test_every_required_layer_holds_for_an_ordinary_user() -> None:
    ended = as_nobody("-c", SELFTEST)
    if "Permission denied" in ended.stderr or "No module named" in ended.stderr:
        pytest.skip("only root may read the installed packages")
    assert ended.returncode == 0, ended.stderr
    user, layers = json.loads(ended.stdout)
    assert user != 0
    assert [name for name, required, holds in layers if required and not holds] == []
