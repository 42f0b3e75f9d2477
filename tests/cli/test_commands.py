"""The command line, in this process: what it prints and the code it exits with."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from visprog.cli import main

EXAMPLES = Path(__file__).parents[2] / "examples"
BOAT = str(EXAMPLES / "boat.png")
QUESTION = "Are there exactly 3 people in the boat?"

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def visprog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Run ``visprog ARGUMENTS``: the exit code, stdout and stderr."""
    monkeypatch.setenv("VISPROG_TRACE_DIR", str(tmp_path / "runs"))
    monkeypatch.setenv("VISPROG_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("VISPROG_PACK", "micro")

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        out, err = capsys.readouterr()
        code = ended.value.code
        return (code if isinstance(code, int) else 0), out, err

    return run


def last(out: str) -> Any:
    return json.loads(out.splitlines()[-1])


def test_ask_prints_the_answer_first_and_the_evidence_after(visprog: Run) -> None:
    code, out, err = visprog("ask", BOAT, QUESTION)
    assert code == 0
    assert out.splitlines()[0] == "yes"
    assert "LOC(image=IMAGE" in out
    assert "CROP" in out
    assert "2 model calls" in err
    code, _, err = visprog("ask", BOAT, QUESTION)
    assert code == 0
    assert "0 model calls (2 more from the cache)" in err


def test_ask_as_json_is_one_object(visprog: Run) -> None:
    code, out, _ = visprog("ask", BOAT, QUESTION, "--json")
    assert code == 0
    assert len(out.splitlines()) == 1
    body = last(out)
    assert (body["answer"], body["status"], body["pack"]) == ("yes", "ok", "micro")
    assert Path(body["trace"], "trace.jsonl").is_file()


def test_plan_writes_and_does_not_run(visprog: Run) -> None:
    code, out, _ = visprog("plan", QUESTION)
    assert code == 0
    assert "LOC(image=IMAGE,object='boat')" in out.replace(", ", ",")
    code, out, _ = visprog("plan", QUESTION, "--json")
    assert [call["tool"] for call in last(out)["calls"]][:2] == ["LOC", "CROP"]


@pytest.mark.parametrize(
    "images", [["--image", BOAT], ["--image", f"IMAGE={BOAT}"], ["-i", f"image={BOAT}"]]
)
def test_run_takes_pictures_with_and_without_names(visprog: Run, images: list[str]) -> None:
    program = str(EXAMPLES / "programs" / "boat_positional.txt")
    code, out, _ = visprog("run", program, *images, "--quiet")
    assert (code, out) == (0, "yes\n")


def test_traces_are_listed_and_shown(visprog: Run) -> None:
    visprog("ask", BOAT, QUESTION, "--quiet")
    code, out, _ = visprog("trace", "ls", "--json")
    (entry,) = last(out)
    assert (code, entry["question"], entry["status"]) == (0, QUESTION, "ok")
    for name in (entry["id"], "last", entry["id"][:-3]):
        code, out, _ = visprog("trace", "show", name)
        assert code == 0
        assert QUESTION in out
        assert "RESULT" in out
    code, out, _ = visprog("trace", "show", "last", "--json")
    assert last(out)["steps"][0]["tool"] == "LOC"
    code, _, err = visprog("trace", "show", "nothing")
    assert code == 2
    assert "trace ls" in err


def test_tools_lists_every_tool_with_types(visprog: Run) -> None:
    code, out, _ = visprog("tools", "--json")
    tools = {entry["name"]: entry for entry in last(out)}
    assert code == 0
    assert tools["LOC"]["returns"] == "regions"
    assert [p["type"] for p in tools["CROP"]["params"]][:2] == ["image", "regions"]
    _, out, _ = visprog("tools")
    assert "LOC(image: image, object: text) -> regions" in out


def test_doctor(visprog: Run) -> None:
    code, out, _ = visprog("doctor", "--json")
    body = last(out)
    assert body["ok"], body
    assert code == 0


def program(tmp_path: Path, text: str) -> str:
    path = tmp_path / "program.txt"
    path.write_text(text)
    return str(path)


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("X=CROP_NOT(image=IMAGE)\n", 3, "CROP_NOT"),
        ("X = (\n", 3, "line 1"),
        ("", 3, "does nothing"),
        ("CROP(image=IMAGE,box=LOC(image=IMAGE,object='giraffe'))\n", 4, "found nothing"),
        ("X = 1 / 0\n", 1, "ZeroDivisionError"),
        ("while True:\n    pass\n", 1, "computed for more than"),
        ("RESULT(var=LLM_QUERY(query='What?'))\n", 5, "VISPROG_LLM"),
    ],
)
def test_exit_codes_of_programs(
    visprog: Run, tmp_path: Path, text: str, code: int, says: str
) -> None:
    source = program(tmp_path, text)
    got, out, err = visprog("run", source, "-i", BOAT, "--json")
    assert got == code, err
    assert says in err
    assert "Traceback" not in err
    body = last(out)
    assert body["status"] != "ok"
    assert body["error"]["message"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("ask", "nowhere.png", QUESTION), "no such picture: nowhere.png"),
        (("ask", __file__, QUESTION), "not a picture"),
        (("ask", BOAT, "Why is the sea salt?"), "--planner"),
        (("ask", QUESTION), "at least one picture"),
        (("ask", BOAT, QUESTION, "--pack", "tiny"), "micro, standard, large"),
        (("ask", BOAT, QUESTION, "--empty", "maybe"), "error or whole-image"),
        (("run", "nowhere.txt", "-i", BOAT), "cannot read program nowhere.txt"),
        (("run", __file__), "--image"),
        (("frobnicate",), "frobnicate"),
        (("bench", "run", "gqa"), "world-vqa"),
    ],
)
def test_wrong_usage_is_one_line_and_code_2(
    visprog: Run, arguments: tuple[str, ...], says: str
) -> None:
    code, out, err = visprog(*arguments)
    assert code == 2
    assert says in err
    assert "Traceback" not in err
    assert not out


def test_an_unreachable_llm_is_code_5(visprog: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        code, _, err = visprog("ask", BOAT, "Why?", "--planner", "local", "--planner-url", url)
    assert code == 5
    assert url in err
    assert "Traceback" not in err
