"""A trace read back is the run that was lived; damage costs what is damaged and no more."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from tests.engine.fakes import Lab, engine_of, playing, spec
from tests.trace.scenes import closing, opening, picture, step, whole
from tests.trace.test_recorder import recorded
from visprog.errors import UsageError
from visprog.events import Event, RunFinished, RunStarted, StepFinished, StepStarted
from visprog.graph import Edge
from visprog.program import Ref
from visprog.trace import Recorder, Run, read, runs, verify
from visprog.trace.held import short
from visprog.trace.run import model_name


def lived(events: list[Event]) -> Run:
    run = Run()
    for event in events:
        run.apply(event)
    return run


def edit(path: Path, old: bytes, new: bytes) -> None:
    file = path / "trace.jsonl"
    data = file.read_bytes()
    assert old in data
    file.write_bytes(data.replace(old, new, 1))


# -- the run


def test_a_run_from_disk_is_the_run_that_was_lived(tmp_path: Path) -> None:
    live, stored = lived(list(whole())), read(recorded(tmp_path))
    assert stored.to_json() == live.to_json()
    assert json.loads(json.dumps(stored.to_json(), allow_nan=False)) == stored.to_json()
    assert stored.graph().edges() == live.graph().edges()
    for name in ("question", "program", "dialect", "planner", "pack", "time", "seconds"):
        assert getattr(stored, name) == getattr(live, name), name
    assert stored.settings == {"seed": 3}
    assert [look.ref for look in stored.looks] == ["s1[0].label"]
    assert [line.text for line in stored.prints] == ["two\ndogs"]
    assert stored.attempts[0].usage == {"tokens": 5}
    assert stored.diagnostics == ()
    assert stored.step("s1").load() == live.step("s1").load()
    assert stored.step("s1").load().image == picture(1)
    assert stored.images[0][1].load() == picture(0)
    assert stored.answer == live.answer == 2
    assert stored.answer_text == "2"
    assert stored.damage == []
    note = stored.step("s1").noted[0]
    assert note.facts.load()["scores"].tolist() == [0.1]  # type: ignore[attr-defined]


def test_what_the_command_line_prints_of_a_step(tmp_path: Path) -> None:
    (found,) = read(recorded(tmp_path)).to_json()["steps"]
    assert found == {
        "id": "s1",
        "tool": "LOC",
        "line": 1,
        "args": {"image": "IMAGE", "object": "dogs", "grow": 1.5, "of": "[IMAGE]"},
        "value": "2 regions: dog 0.90 [0, 0, 4, 4], dog 0.25 [4, 4, 8, 8]",
        "status": "ok",
        "ms": 12.5,
        "cached": False,
        "model": "google/owlv2",
        "notes": ["1 candidate below 0.3"],
    }


def test_the_graph_has_inputs_steps_and_the_answer() -> None:
    graph = lived([*opening(), *step(1), *step(2, "s1"), *closing(source="s2")]).graph()
    assert list(graph) == ["IMAGE", "s1", "s2", "answer"]
    assert graph.causes("answer") == {"IMAGE", "s1", "s2"}
    assert Edge("s2", "answer", "control", "line 2 item 1") in graph.edges()
    assert graph.facts("s1")["tool"] == "LOC"


def test_a_run_is_readable_at_every_moment() -> None:
    events = list(whole())
    run = Run()
    for event in events:
        run.to_json()
        run.graph()
        run.apply(event)
    assert lived(events[:6]).status == "running"
    assert lived(events[:6]).answer_text == "-"
    assert lived(events[:6]).step("s1").status == "running"


async def test_a_real_run_reads_back_as_it_was(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path)
    model = spec(Lab(), kind="stand-in", checkpoint="/some/where/vqa")
    async with engine_of(model) as engine, playing(engine) as play:
        image = play.executor.provide("IMAGE", picture())
        refs = [play.call("VQA", image=image, question=q) for q in ("a", "bad")]
        kept = play.call("EVAL", expr="x", a=refs[0], n=np.float64(0.5))
        value = await play.executor.resolve(kept)
        await play.executor.close()
        events = [
            RunStarted(recorder.run_id, 1.0, None, (("IMAGE", picture()),), "p", {}, {}),
            *play.events,
            RunFinished("ok", value, play.executor.graph.edges_to(kept.step)),
        ]
    for event in events:
        recorder(event)
    recorder.close()
    live, stored = lived(events), read(recorder.path)
    assert stored.to_json() == live.to_json()
    assert stored.answer == {"a": "a!", "n": 0.5}
    assert stored.step("s1").model == "vqa (stand-in)"
    assert stored.step("s2").error == "VQA: vqa.answer failed: ValueError: bad question"
    assert verify(recorder.path) == []


def test_stand_ins_are_called_so_and_folders_stay_private() -> None:
    (call,) = (event for event in step(1) if event.kind == "model_called")
    assert model_name(call) == "google/owlv2"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (None, "None"),
        (0.1 + 0.2, "0.3"),
        ("dog\n\x1b[31mred", "'dog\\n\\x1b[31mred'"),
        ([1] * 20, "[1, 1, 1, 1, 1, 1, 1, 1, …]"),
        ({"$image": "x.png", "size": [3, 4]}, "image 3x4"),
        ({"$regions": []}, "0 regions"),
        ({"$tuple": [1, {"$ref": "s1[0]", "type": "any"}]}, "(1, s1[0])"),
        ({"$dict": [[1, {"$box": [0.4, 1, 2, 3]}]]}, "{1: [0, 1, 2, 3]}"),
        ({"\x1b[2J": 1}, "{ [2J: 1}"),
        ("x" * 500, "'" + "x" * 118 + "…"),
    ],
)
def test_values_in_a_few_words_on_one_harmless_line(data: object, text: str) -> None:
    assert short(data) == text


def test_an_answer_is_said_without_quotes_and_on_one_line() -> None:
    assert lived([*opening(), *closing("yes")]).answer_text == "yes"
    assert lived([*opening(), *closing("two\n\x1b[31mdogs")]).answer_text == "two  [31mdogs"
    assert lived([*opening(), *closing(picture())]).answer_text == "image 8x8"


# -- damage


def test_a_cut_off_tail_costs_the_cut_off_line(tmp_path: Path) -> None:
    path = recorded(tmp_path)
    data = (path / "trace.jsonl").read_bytes()
    whole_lines = data.count(b"\n")
    for length in range(0, len(data), 37):
        (path / "trace.jsonl").write_bytes(data[:length])
        run = read(path)
        cut = length > 0 and data[length - 1 : length] != b"\n"
        assert run.status == "unfinished"
        assert len(run.damage) == int(cut)
        assert len(run.steps) <= 1
        assert whole_lines
    (path / "trace.jsonl").write_bytes(data)
    assert read(path).status == "ok"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'{"v":1,"n":5', b'{"v":1,"n":'),
        (b'"kind":"model_called"', b'"kind":"strange"'),
        (b'"kind":"model_called"', b'"kind":["strange"]'),
        (b'{"v":1,"n":5', b'{"v":99,"n":5'),
        (b'{"v":1,"n":5', b'{"v":"1","n":5'),
        (b'"role":"locate"', b'"roll":"locate"'),
        (b'{"v":1,"n":5', b'\x00\xff{"v":1,"n":5'),
        (b'{"v":1,"n":5', b"[" * 100_000 + b'{"v":1,"n":5'),
        (b'{"v":1,"n":5', b"{}\n" + b'{"v":1,"n":5'),
        (b'{"v":1,"n":5', b"null\n" + b'{"v":1,"n":5'),
    ],
)
def test_a_damaged_line_is_skipped_and_named(tmp_path: Path, old: bytes, new: bytes) -> None:
    path = recorded(tmp_path)
    edit(path, old, new)
    run = read(path)
    assert run.status == "ok"
    assert run.steps[0].status == "ok"
    assert any("line 6" in line for line in run.damage)
    assert verify(path)


def test_a_field_that_a_later_visprog_adds_is_passed_over(tmp_path: Path) -> None:
    path = recorded(tmp_path)
    edit(path, b'"role":"locate"', b'"role":"locate","later":[1]')
    assert verify(path) == []


def test_a_missing_picture_costs_that_picture(tmp_path: Path) -> None:
    path = recorded(tmp_path)
    blob = path / "blobs" / f"{picture(1).digest}.png"
    blob.unlink()
    run = read(path)
    assert run.to_json() == lived(list(whole())).to_json()
    with pytest.raises(KeyError, match=rf"blob {picture(1).digest}\.png is not in the trace"):
        run.step("s1").load()
    assert verify(path) == [f"blob {blob.name} is missing"]


@pytest.mark.parametrize("suffix", [".png", ".npy"])
def test_a_damaged_picture_is_named(tmp_path: Path, suffix: str) -> None:
    path = recorded(tmp_path)
    for blob in (path / "blobs").glob(f"*{suffix}"):
        data = bytearray(blob.read_bytes())
        half = len(data) // 2
        for change in (data[:half], data[: half - 8] + bytes(16) + data[half + 8 :], b""):
            blob.write_bytes(change)
            assert verify(path) == [f"blob {blob.name} is damaged"]
        blob.write_bytes(data)
    assert verify(path) == []


@pytest.mark.parametrize("name", ["../../secret.png", "/etc/passwd", ".hidden", "a/b.png"])
def test_a_trace_cannot_name_files_elsewhere(tmp_path: Path, name: str) -> None:
    path = recorded(tmp_path)
    (tmp_path / "secret.png").write_bytes(b"")
    edit(path, f'"$image":"{picture(1).digest}.png"'.encode(), f'"$image":"{name}"'.encode())
    with pytest.raises(ValueError, match="not the name of a blob"):
        read(path).step("s1").load()


def test_no_trace_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"^no trace at .*nowhere: No such file or directory$"):
        read(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="no trace at"):
        verify(tmp_path)
    assert read(recorded(tmp_path) / "trace.jsonl").status == "ok"


# -- the store


def test_runs_are_listed_newest_first_and_what_is_none_is_passed_over(tmp_path: Path) -> None:
    for name in ("20260101-a", "20260103-c", "20260102-b"):
        recorded(tmp_path, name)
    started = Recorder(tmp_path, "20260104-d")
    for event in opening(started.run_id, None):
        started(event)
    started(StepStarted("s1", "LOC", 1, 0, {"x": Ref("IMAGE", "image")}))
    started(StepFinished("s1", "error", error="no"))
    started(StepStarted("s2", "LOC", 2, 0, {}))
    started.close()
    (tmp_path / "a-file").write_text("x")
    (tmp_path / "a-folder").mkdir()
    (tmp_path / "z-empty").mkdir()
    (tmp_path / "z-empty" / "trace.jsonl").write_text("")
    (tmp_path / "z-foreign").mkdir()
    (tmp_path / "z-foreign" / "trace.jsonl").write_bytes(b'{"hello": 1}\n\xff\xfe\n')
    (tmp_path / "z-odd" / "trace.jsonl").mkdir(parents=True)
    listed = runs(tmp_path)
    assert [entry.id for entry in listed] == [
        "20260104-d",
        "20260103-c",
        "20260102-b",
        "20260101-a",
    ]
    assert listed[0].status == "unfinished"
    assert (listed[0].question, listed[0].answer, listed[0].steps) == (None, "", 2)
    assert listed[1].to_json() == {
        "id": "20260103-c",
        "path": str(tmp_path / "20260103-c"),
        "time": 1.5,
        "question": "How many dogs?",
        "status": "ok",
        "answer": "2",
        "steps": 1,
        "seconds": 0.7,
        "pack": "micro",
        "parent": None,
        "bytes": sum(file.stat().st_size for file in listed[1].path.rglob("*.*") if file.is_file()),
    }
    assert runs(tmp_path / "nowhere") == []
    assert verify(listed[0].path) == [
        "the run's end is missing: it was killed, or still runs",
        "unfinished steps: s2",
    ]
