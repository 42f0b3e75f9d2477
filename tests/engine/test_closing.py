"""Closing an inline worker: its model is gone when it returns.

An interpreter that ends while a thread is still in a library's code is aborted.
"""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

from visprog.engine.backends.inline import InlineBackend
from visprog.model import Item, Model, ModelSpec, op

LEFT = Path(__file__).parents[2] / "examples" / "left.png"
SCRIPT = f"""
from visprog import Session
with Session(pack="micro") as session:
    print(session.run("RESULT(var=COUNT(SEG(IMAGE,'dog')))", [{str(LEFT)!r}]).text)
"""


class Weights:
    """They take their time to go."""

    gone = False

    def __del__(self) -> None:
        time.sleep(0.1)
        Weights.gone = True


class Heavy(Model):
    family = "heavy"

    def load(self) -> None:
        self.weights = Weights()

    @op(max_batch=1)
    def answer(self, items: list[Item]) -> list[Any]:
        return [None for _ in items]


def test_the_model_is_gone_when_its_worker_is_closed() -> None:
    spec = ModelSpec("vqa", "heavy", "code:heavy", "1")
    before = threading.active_count()
    worker = InlineBackend().spawn(spec, Heavy, "cpu", 5)
    worker.close()
    assert Weights.gone
    assert threading.active_count() == before


def test_a_script_that_has_closed_its_session_ends_in_peace() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "2\n"), done.stderr
