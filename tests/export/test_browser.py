"""The page in Chromium: opened from disk, it runs nothing and asks nobody."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.export.hostile import hostile
from tests.export.test_page import Document
from visprog.trace import Run
from visprog.trace.export.page import page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]


def opened(file: Path, home: Path) -> tuple[Document, list[str]]:
    """The document as Chromium has it after loading, and every address that it asked for."""
    assert CHROMIUM is not None
    log = home / "net.json"
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [
            CHROMIUM, "--headless=new", *sandbox, "--disable-gpu", "--disable-dev-shm-usage",
            f"--user-data-dir={home / 'profile'}", f"--log-net-log={log}",
            "--disable-background-networking", "--disable-component-update", "--no-first-run",
            "--virtual-time-budget=3000", "--dump-dom", file.as_uri(),
        ],
        capture_output=True, text=True, timeout=90, check=True,
    )  # fmt: skip
    text = log.read_text()
    try:
        events = json.loads(text)
    except ValueError:  # it was still writing
        events = json.loads(text.rstrip().rstrip(",") + "]}")
    kinds = {number: name for name, number in events["constants"]["logEventTypes"].items()}
    asked = [
        event["params"]["url"]
        for event in events["events"]
        if kinds.get(event["type"]) == "URL_REQUEST_START_JOB" and "url" in event.get("params", {})
    ]
    return Document(done.stdout), asked


def test_it_opens_from_disk_and_asks_nobody(people: Run, tmp_path: Path) -> None:
    file = tmp_path / "run.html"
    file.write_text(page(people))
    document, asked = opened(file, tmp_path)
    assert [article["id"] for article in document.all("article")] == [s.id for s in people.steps]
    mine = [address for address in asked if "google" not in address and "gvt1" not in address]
    assert all(address.startswith(("file:", "data:", "chrome")) for address in mine), mine


def test_a_hostile_trace_runs_nothing(tmp_path: Path) -> None:
    file = tmp_path / "run.html"
    file.write_text(page(hostile(tmp_path / "runs")))
    document, _ = opened(file, tmp_path)
    titles = "".join(document.words)
    assert "taken" in titles  # the words are shown ...
    assert document.all("title")
    names = {name for name, _ in document.tags}
    assert "script" not in names  # ... and are words in the browser's own tree, too
    assert not [a for _, a in document.tags for key in a if key.startswith("on")]
    assert len(document.all("article")) == 2


def test_the_policy_holds_against_a_script_that_got_in(people: Run, tmp_path: Path) -> None:
    """Were there a hole in the escaping, the policy is a second wall."""
    file = tmp_path / "run.html"
    attack = (
        "<script>document.body.id='taken'</script><img src=x onerror=\"document.body.id='taken'\">"
        "<style>article{display:none}</style>"
    )
    file.write_text(page(people).replace("<main>", attack + "<main>", 1))
    document, asked = opened(file, tmp_path)
    assert document.all("script")  # it is there, and did nothing
    assert "id" not in document.all("body")[0]
    assert not [address for address in asked if address.endswith("/x")]
