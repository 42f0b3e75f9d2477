"""What root sees holds for everybody: the self-test and the corpora, as a user without any rights.

Root's own Python may lie where nobody else can read it; then another of the same version is taken,
which can load the same packages.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

NOBODY = 65534
ROOT = Path(__file__).parents[2]
CORPORA = ROOT / "tests" / "corpora"
ROOMS = ("sandbox", "tools", "planners", "benchmarks")


class User:
    """Runs Python as an ordinary user: as who runs the tests, unless that is root."""

    def __init__(self, home: Path) -> None:
        self._home = home
        own = f"python{sys.version_info.major}.{sys.version_info.minor}"
        found = [sys.executable, shutil.which(own, path=os.defpath), shutil.which(own)]
        for python in filter(None, found):
            self._python = python
            try:
                if self.run("-c", "import numpy, RestrictedPython, visprog").returncode == 0:
                    return
            except PermissionError:
                continue
        pytest.skip(f"no {own} with these packages that an ordinary user may run")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        folders = [str(ROOT), *(str(ROOT / room) for room in ROOMS), *sys.path]
        environment = {
            "PATH": os.defpath,
            "PYTHONPATH": os.pathsep.join(filter(None, folders)),
            "HOME": str(self._home),
            "OMP_NUM_THREADS": "1",
        }
        user: dict[str, Any] = {}
        if os.getuid() == 0:
            user = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        return subprocess.run(
            [self._python, "-B", *arguments],
            env=environment, cwd="/", capture_output=True, text=True, timeout=600, **user,
        )  # fmt: skip


@pytest.fixture(scope="module")
def user(tmp_path_factory: pytest.TempPathFactory) -> User:
    return User(tmp_path_factory.mktemp("home"))


SELFTEST = """
import asyncio, json, os
from visprog_sandbox.selftest import selftest
layers = asyncio.run(selftest())
print(json.dumps([os.getuid(), [[l.name, l.required, l.holds] for l in layers]]))
"""


def test_every_layer_but_namespaces_holds_for_an_ordinary_user(user: User) -> None:
    ended = user.run("-c", SELFTEST)
    assert ended.returncode == 0, ended.stderr
    uid, layers = json.loads(ended.stdout)
    assert uid != 0
    assert [name for name, required, holds in layers if required and not holds] == []
    assert {name: holds for name, _, holds in layers}["identity"]


@pytest.mark.parametrize(("name", "completed"), [("hostile", 0), ("benign", 23)])
def test_the_corpora_end_as_they_must_for_an_ordinary_user(
    user: User, name: str, completed: int
) -> None:
    ended = user.run("-m", "visprog", "sandbox", "corpus", str(CORPORA / f"{name}.json"), "--json")
    assert ended.returncode == 0, ended.stderr
    summary = json.loads(ended.stdout.splitlines()[-1])
    summary.pop("by_category")
    counted = summary.pop("run")
    assert counted == {"hostile": 104, "benign": 23}[name]
    assert summary == {"completed": completed, "hung": 0, "canary": 0, "late": 0}
