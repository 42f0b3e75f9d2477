"""Closing an inline worker: its model is gone when it returns.

An interpreter that ends while a thread is still in a library's code is aborted.
"""

from __future__ import annotations

import gc
import subprocess
import sys
import threading
import time
import weakref
from pathlib import Path
from typing import Any

import pytest

from visprog import plugins
from visprog.engine.backends import WorkerHung
from visprog.engine.backends.inline import InlineBackend
from visprog.model import Item, Model, ModelSpec, op
from visprog_tools import packs

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


class Stuck(Model):
    family = "stuck"
    freed = threading.Event()

    def load(self) -> None:
        pass

    @op(max_batch=1)
    def answer(self, items: list[Item]) -> list[Any]:
        Stuck.freed.wait(60)
        return [None for _ in items]


def test_a_model_that_hangs_is_not_waited_for() -> None:
    spec = ModelSpec("vqa", "stuck", "code:stuck", "1")
    worker = InlineBackend().spawn(spec, Stuck, "cpu", 5)
    with pytest.raises(WorkerHung):
        worker.run_batch("answer", [{}], 0.05)
    started = time.monotonic()
    worker.close()
    assert time.monotonic() - started < 5
    Stuck.freed.set()


class Circular(Heavy):
    """Holds itself, as a lambda that speaks of ``self`` does."""

    family = "circular"

    def load(self) -> None:
        super().load()
        self.itself = lambda: self


def searches(family: type[Model]) -> int:
    """How often garbage is searched for everywhere when a worker with such a model is closed; the
    model is gone."""
    seen: list[str] = []

    def count(phase: str, facts: dict[str, int]) -> None:
        if facts["generation"] == 2:
            seen.append(phase)

    worker = InlineBackend().spawn(ModelSpec("vqa", family.family, "code:x", "1"), family, "cpu", 5)
    Weights.gone = False
    gc.disable()
    gc.callbacks.append(count)
    try:
        worker.close()
    finally:
        gc.callbacks.remove(count)
        gc.enable()
    assert Weights.gone
    return seen.count("start")


def test_garbage_is_searched_for_when_a_model_holds_itself() -> None:
    assert searches(Circular) == 1
    assert searches(Heavy) == 0


def test_no_model_of_micro_holds_itself() -> None:
    families = plugins.families()
    for spec in packs.load("micro").models.values():
        if families[spec.family].remote:
            continue
        model = families[spec.family](spec)
        model.load()
        gone = weakref.ref(model)
        gc.disable()
        try:
            del model
            assert gone() is None, spec.role
        finally:
            gc.enable()


def test_a_script_that_has_closed_its_session_ends_in_peace() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "2\n"), done.stderr
