"""What a running session says of itself, over HTTP and on the command line."""

from __future__ import annotations

import socket
from pathlib import Path
from urllib.request import urlopen

import pytest

from visprog import metrics
from visprog.cli import main
from visprog.errors import Unavailable, UsageError
from visprog.session import Session


def test_metrics_of_a_session(
    session: Session, boat: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session.run("BOX0=LOC(image=IMAGE,object='boat')\nN=COUNT(box=BOX0)\nX=RESULT(var=N)", boat)
    session.run("BOX0=LOC(image=IMAGE,object='boat')\nN=COUNT(box=BOX0)\nX=RESULT(var=N)", boat)
    port, end = metrics.serve(session.status, 0)
    url = f"http://127.0.0.1:{port}/metrics"
    try:
        with urlopen(url) as answer:
            text = answer.read().decode()
        assert 'visprog_model_batches_total{backend="inline",model="embedded:micro/detect"' in text
        found = metrics.read(url)
        model = found["locate embedded:micro/detect"]
        assert model["batches"] == 1
        assert model["made"] >= 1
        assert 0 < model["fill"] <= 1
        assert found["cache"] == {"lookups": 2, "hits": 1}
        assert found["programs"] == {"live": 0, "waiting": 0}
        assert found["cpu"]["budget"] > 0
        main_of(["models", "status", "--metrics", url])
        assert "locate embedded:micro/detect: batches 1" in capsys.readouterr().out
        with pytest.raises(UsageError, match="cannot serve metrics on"):
            metrics.serve(session.status, port)
    finally:
        end()
    assert "visprog_programs_live 0.0" in metrics.exposition(session.status())


def test_nobody_serves_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/metrics"
    with pytest.raises(Unavailable, match="is it served there"):
        metrics.read(url)


def main_of(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert not ended.value.code
