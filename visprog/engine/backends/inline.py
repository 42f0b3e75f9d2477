"""Models in this process, each on a thread of its own; torch releases the GIL."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from visprog.engine.backends import Reply, Site, WorkerHung
from visprog.engine.backends.resident import Resident
from visprog.model import Item, Model, ModelSpec

CLOSING = 10.0
"""Seconds that a model may take to go."""


class InlineWorker:
    """A model object of this process. A thread cannot be killed: one that hangs is left behind."""

    name = "this process"
    site: Site | None = None

    def __init__(self, spec: ModelSpec, family: type[Model], device: str, seconds: float) -> None:
        self.device = device
        self._spec = spec
        self._resident = Resident()
        self._asked: queue.SimpleQueue[Callable[[], Any] | None] = queue.SimpleQueue()
        self._answers: queue.SimpleQueue[tuple[Any, BaseException | None]] = queue.SimpleQueue()
        self._left = False
        self._thread = threading.Thread(
            target=self._serve, name=f"visprog-{spec.family}", daemon=True
        )
        self._thread.start()
        try:
            self._call(lambda: self._resident.load(spec, family, device), seconds, "load")
        except BaseException:
            self._asked.put(None)
            raise

    def run_batch(self, operation: str, items: list[Item], seconds: float) -> Reply:
        reply: Reply = self._call(
            lambda: self._resident.run(self._spec.key, operation, items), seconds, "answer"
        )
        return replace(reply, memory=0)  # what the process holds is not this model's alone

    def close(self) -> None:
        """Waits until the model is gone: an interpreter that ends while a thread is still in
        torch's code is aborted. Not for one that hangs: others wait for what comes after it."""
        if self._left:
            return
        self._asked.put(lambda: self._resident.unload(self._spec.key))
        self._asked.put(None)
        self._thread.join(CLOSING)

    def kill(self) -> None:
        self._left = True
        self._asked.put(None)

    def _call(self, work: Callable[[], Any], seconds: float, what: str) -> Any:
        self._asked.put(work)
        try:
            value, error = self._answers.get(timeout=seconds)
        except queue.Empty:
            self.kill()
            raise WorkerHung(f"did not {what} within {seconds:g} s") from None
        if error is not None:
            raise error
        return value

    def _serve(self) -> None:
        while (work := self._asked.get()) is not None:
            answer: tuple[Any, BaseException | None]
            try:
                answer = work(), None
            except BaseException as error:
                answer = None, error
            self._answers.put(answer)
            del work, answer  # nothing of a batch is held until the next one


class InlineBackend:
    """Starts at once, shares the interpreter; the default for tests, the CPU and small models."""

    name = "inline"
    elsewhere = False

    def spawn(
        self,
        spec: ModelSpec,
        family: type[Model],
        device: str,
        seconds: float,
        crowded: Callable[[], None] | None = None,
    ) -> InlineWorker:
        return InlineWorker(spec, family, device, seconds)

    def close(self) -> None:
        pass
