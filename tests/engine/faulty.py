"""A model that fails as it is told, in any process, and writes down what it did.

What to do is in an item's text and in the pack's settings, since a worker elsewhere shares nothing
else with the test: ``log`` is a file with one line for each batch, ``host`` the test's process.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from visprog.errors import Unavailable
from visprog.model import Item, Model, ModelSpec, op


class Faulty(Model):
    """Answers a text with the text, and what it is told to do. ``load_after`` is how long a third
    replica takes."""

    family = "faulty"

    def load(self) -> None:
        settings = self.spec.settings
        self._note("load", [])
        if settings.get("absent"):
            raise Unavailable("the weights of faulty are not there")
        if settings.get("dies_loading"):
            self._die()
        time.sleep(float(settings.get("load_seconds", 0)))
        if "load_after" in settings and len(Log(Path(settings["log"])).of("load")) > 2:
            time.sleep(float(settings["load_after"]))

    @op(max_batch=16)
    def answer(self, items: list[Item]) -> list[Any]:
        """``text`` and perhaps ``image``. ``bad`` fails alone, ``poison`` takes its batch along,
        ``crash`` and ``hang`` the worker; ``crash PATH`` only if nobody did before; ``remark``
        has something to say."""
        settings = self.spec.settings
        texts = [item["text"] for item in items]
        self._note("answer", texts)
        for text in texts:
            word, _, path = text.partition(" ")
            if word == "crash" and (not path or self._first(path)):
                self._die()
            if word == "remark":
                self.remarks.append("it goes on as it can")
            if word == "hang":
                time.sleep(float(path or 3600))
        if len(items) > int(settings.get("fits", 1000)):
            raise RuntimeError(f"CUDA out of memory: {len(items)} items")
        if "poison" in texts:
            raise RuntimeError("poison in the batch")
        time.sleep(float(settings.get("seconds", 0)))
        return [
            ValueError("bad item") if text == "bad" else _answered(item)
            for text, item in zip(texts, items, strict=True)
        ]

    @op(max_batch=16)
    def encoded(self, items: list[Item]) -> list[Any]:
        """``image`` to whose process has its embedding and how often it was made there."""
        images = {item["image"].digest: item["image"] for item in items}
        self._note("encode", list(images))
        seen = self.embeddings.of(images, lambda new: [image.pixels.copy() for image in new])
        return [
            {"pid": os.getpid(), "sum": int(seen[item["image"].digest].sum())} for item in items
        ]

    def _die(self) -> None:
        if os.getpid() == self.spec.settings["host"]:  # inline: as a GPU's context is lost
            raise RuntimeError("CUDA error: device-side assert triggered")
        os.kill(os.getpid(), signal.SIGKILL)
        time.sleep(60)

    def _first(self, path: str) -> bool:
        try:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return False
        return True

    def _note(self, what: str, texts: list[str]) -> None:
        line = json.dumps({"what": what, "texts": texts, "pid": os.getpid()}) + "\n"
        fd = os.open(self.spec.settings["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(fd, line.encode())
        os.close(fd)


class Seeing(Model):
    """Says on which device it was put, and what its process sees of GPUs and of torch."""

    family = "seeing"

    def load(self) -> None:
        self._torch = "torch" in sys.modules

    @op(max_batch=16)
    def answer(self, items: list[Item]) -> list[Any]:
        seen = [os.environ.get(f"CUDA_{name}") for name in ("VISIBLE_DEVICES", "DEVICE_ORDER")]
        return [(self.device, *seen, self._torch) for _ in items]


class Other(Faulty):
    """The same under another name."""

    family = "other"


def _answered(item: Item) -> Any:
    if "image" in item:
        return [item["text"], item["image"].digest, int(item["image"].pixels.sum())]
    return f"{item['text']}!"


class Log:
    """What the workers wrote down."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def of(self, what: str) -> list[dict[str, Any]]:
        if not self.path.exists():
            return []
        lines = map(json.loads, self.path.read_text("utf-8").splitlines())
        return [line for line in lines if line["what"] == what]

    @property
    def sizes(self) -> list[int]:
        return [len(line["texts"]) for line in self.of("answer")]

    @property
    def pids(self) -> list[int]:
        return list(dict.fromkeys(line["pid"] for line in self.of("load")))


def faulty(log: Log, role: str = "vqa", family: str = "faulty", **settings: Any) -> ModelSpec:
    given = {"log": str(log.path), "host": os.getpid(), **settings}
    return ModelSpec(role, family, f"test/{role}", "1", settings=given)
