"""``visprog trace blame`` and ``visprog report`` on a real run, with every kind of gold."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from tests.planners.scripted import Say, scripted
from visprog.analysis.findings import load
from visprog.cli import main
from visprog.session import Session
from visprog_benchmarks.world.examples import SCENES
from visprog_planners.llm import LLMPlanner

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("blame")
    with Session(pack="micro", trace_dir=home / "runs", cache_dir=home / "cache") as session:
        session.ask(EXAMPLES / "boat.png", "Are there exactly 3 people in the boat?")
    return home / "runs"


def visprog(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = 0
    try:
        main(list(arguments))
    except SystemExit as end:
        code = int(end.code or 0)
    said = capsys.readouterr()
    return code, said.out, said.err


def blame(
    capsys: pytest.CaptureFixture[str], runs: Path, *arguments: str
) -> tuple[int, dict[str, Any], str]:
    code, out, err = visprog(
        capsys, "trace", "blame", "last", "--trace-dir", str(runs), "--json", *arguments
    )
    return code, json.loads(out) if out else {}, err


@pytest.fixture
def boat(tmp_path: Path) -> Path:
    scene = SCENES["boat"]
    names = sorted({thing.noun for thing in scene.things})
    body = {
        "images": [{"id": 1, "width": scene.width, "height": scene.height}],
        "categories": [{"id": i, "name": name} for i, name in enumerate(names)],
        "annotations": [
            {
                "image_id": 1,
                "category_id": names.index(thing.noun),
                "bbox": [
                    thing.box[0],
                    thing.box[1],
                    thing.box[2] - thing.box[0],
                    thing.box[3] - thing.box[1],
                ],
            }
            for thing in scene.things
        ],
    }
    path = tmp_path / "boat.json"
    path.write_text(json.dumps(body))
    return path


def test_annotations_prove_a_clean_run(
    runs: Path, boat: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, found, _ = blame(capsys, runs, "--coco", str(boat), "--answer", "yes")
    assert code == 0
    assert found["verdict"] == "clean"
    assert found["gold"] == "steps"
    assert {step["kind"] for step in found["steps"]} == {"ok"}
    assert found["looks"] == 2
    assert found["answer"] == found["expected"] == "yes"


def test_a_correction_by_hand_is_gold(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "hand.json"
    path.write_text(json.dumps({"answer": "no", "steps": {"s3": [[37, 192, 97, 247]]}}))
    code, found, _ = blame(capsys, runs, "--corrections", str(path))
    assert code == 0
    assert found["verdict"] == "tools"
    assert found["ranking"][0] == "s3"
    assert found["by_value"] == ["s3"]
    assert found["corrections"] == [["s3"]]
    assert "proved: s3 (LOC)" in found["sentence"]


def test_the_right_answer_alone_shows_where_it_is_repairable(
    runs: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, found, _ = blame(capsys, runs, "--answer", "no")
    assert found["right"] is False
    assert found["ranking"][0] == "s3"
    assert found["sentence"].startswith("repairable here: s3")
    counted = {step["step"]: step["repair"]["repaired"]["n"] for step in found["steps"]}
    assert counted["s4"] == 0
    assert counted["s3"] > 0


def test_without_gold_it_says_where_to_look(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, found, _ = blame(capsys, runs)
    assert found["right"] is None
    assert found["sentence"] == "look here first: s3 (LOC)"
    kept = load(next(path for path in runs.iterdir() if path.is_dir()))
    assert kept is not None
    assert kept.ranking[0] == "s3"


def test_relations_of_a_scene_graph_are_gold(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scene = SCENES["boat"]
    objects = {
        str(index): {
            "name": thing.noun,
            "x": thing.box[0],
            "y": thing.box[1],
            "w": thing.box[2] - thing.box[0],
            "h": thing.box[3] - thing.box[1],
            "relations": [{"object": str(thing.inside), "name": "in"}]
            if thing.inside is not None
            else [],
        }
        for index, thing in enumerate(scene.things)
    }
    graphs = tmp_path / "gqa.json"
    graphs.write_text(
        json.dumps({"1": {"width": scene.width, "height": scene.height, "objects": objects}})
    )
    lines = (
        "BOX0=LOC(image=IMAGE,object='person in the boat')",
        "ANSWER0=COUNT(box=BOX0)",
        "ANSWER1=VQA(image=IMAGE,question='Is the dog in the boat?')",
        "ANSWER2=EVAL(expr=\"{ANSWER0} == 3 and {ANSWER1} == 'yes'\")",
        "FINAL_RESULT=RESULT(var=ANSWER2)",
    )
    held = sum(thing.inside is not None and thing.noun == "person" for thing in scene.things)
    with Session(
        pack="micro", trace_dir=tmp_path / "runs", cache_dir=tmp_path / "cache"
    ) as session:
        run = session.run("\n".join(lines), EXAMPLES / "boat.png")
    code, found, _ = blame(capsys, tmp_path / "runs", "--gqa", str(graphs))
    assert code == 0
    assert found["gold"] == "steps"
    assert held == 3
    kinds = {step["step"]: step["kind"] for step in found["steps"]}
    count = len(run.run.step("s1").load())
    dog = any(t.noun == "dog" and t.inside is not None for t in scene.things)
    said = run.run.step("s3").load() == "yes"
    assert (kinds["s1"] == "ok") == (count == held), count
    assert (kinds["s3"] == "ok") == (said == dog)
    assert found["expected"] == ("yes" if dog else "no")


OTHER = """BOX0=LOC(image=IMAGE,object='boat')
IMAGE0=CROP(image=IMAGE,box=BOX0)
BOX1=LOC(image=IMAGE0,object='dog')
ANSWER0=COUNT(box=BOX1)
ANSWER1=EVAL(expr="{ANSWER0} == 3")
FINAL_RESULT=RESULT(var=ANSWER1)
"""


def test_second_opinions_and_other_programs_are_tried(
    runs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def tried(*arguments: str) -> tuple[dict[str, int], dict[str, Any]]:
        _, found, _ = blame(capsys, runs, "--answer", "no", *arguments)
        return {s["step"]: s["repair"]["repaired"]["n"] for s in found["steps"]}, found

    program = tmp_path / "other.txt"
    program.write_text(OTHER)
    alone, _ = tried()
    opinion, _ = tried("--swap", "LOC=DETECT")
    assert {step for step in alone if opinion[step] == alone[step] + 1} == {"s1", "s3"}
    other, found = tried("--swap", "s1=DETECT", "--program", str(program))
    assert {step for step in alone if other[step] == alone[step] + 1} == {"s1", "s3"}
    assert found["notes"] == ["program 1 answers no, which is right"]
    assert found["ranking"][0] == "s3"
    right = {s["step"]: s["repair"]["repaired"]["right"] for s in found["steps"]}
    assert right["s3"] > 0
    assert right["s1"] == 0
    _, looks, _ = blame(capsys, runs, "--program", str(program))
    assert looks["ranking"][0] == "s3"
    code, out, _ = visprog(
        capsys, "trace", "blame", "last", "--trace-dir", str(runs), "--program", str(program)
    )
    assert code == 0
    assert "program 1 answers no" in out


def test_programs_that_the_planner_tried_are_tried(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fails = OTHER.replace("COUNT(box=BOX1)", "CROP(image=IMAGE0,box=BOX1)").replace("dog", "cat")
    with (
        scripted(Say(f"```\n{fails}```"), Say(f"```\n{OTHER}```")) as script,
        Session(
            pack="micro",
            planner=LLMPlanner("openai/scripted", api_base=script.url),
            trace_dir=tmp_path / "runs",
            cache_dir=tmp_path / "cache",
        ) as session,
    ):
        run = session.ask(EXAMPLES / "boat.png", "Are there exactly 3 dogs in the boat?").run
    assert len(run.tried) == 1
    code, found, _ = blame(capsys, tmp_path / "runs", "--answer", "yes", "--tried")
    assert code == 0
    (note,) = found["notes"]
    assert note.startswith("program 1 fails: ")
    _, found, _ = blame(capsys, tmp_path / "runs", "--answer", "yes")
    assert found["notes"] == []


def test_what_cannot_be_tried_is_refused_in_a_line(
    runs: Path, boat: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("BOX0=LOOK(image=IMAGE)")
    for arguments, status, said in (
        (("--swap", "LOC=nothing"), 2, "cannot be swapped"),
        (("--swap", "LOC"), 2, "not of the form"),
        (("--program", "nowhere.txt"), 2, "cannot read program nowhere.txt"),
        (("--coco", str(boat), "--swap", "LOC=DETECT"), 2, "give one or the other"),
        (("--program", str(wrong)), 3, "LOOK"),
    ):
        code, _, err = blame(capsys, runs, *arguments)
        assert code == status, arguments
        assert said in err
        assert len(err.strip().splitlines()) == 1, err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--coco", "nowhere.json"), "cannot read nowhere.json"),
        (("--coco", "a", "--gqa", "b"), "give one"),
        (("--corrections", "nowhere.json"), "cannot read nowhere.json"),
    ],
)
def test_bad_gold_is_refused_in_a_line(
    runs: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    code, _, err = blame(capsys, runs, *arguments)
    assert code == 2
    assert said in err
    assert len(err.strip().splitlines()) == 1


class Page(HTMLParser):
    """Everything that a page would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.outside: list[str] = []
        self.policy = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.outside += [k for k, _ in attrs if k in ("src", "href", "style") or k[:2] == "on"]
        if ("http-equiv", "Content-Security-Policy") in attrs:
            self.policy = dict(attrs)["content"] or ""


def test_a_report_is_tables_and_one_page(
    runs: Path, boat: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blame(capsys, runs, "--coco", str(boat), "--answer", "yes")
    page = tmp_path / "report.html"
    hostile = "<script>alert('x')</script>"
    code, out, _ = visprog(capsys, "report", str(runs), "-o", str(page), "--title", hostile)
    assert code == 0
    assert "1 runs, 0 without an answer; 1 with a known answer" in out
    assert "LOC" in out
    text = page.read_text("utf-8")
    read = Page()
    read.feed(text)
    assert "script" not in read.tags
    assert "svg" in read.tags
    assert read.outside == []
    assert read.policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in read.policy
    assert hostile not in text


def test_a_report_as_json(runs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = visprog(capsys, "report", str(runs), "--json")
    assert code == 0
    assert json.loads(out)["runs"] == 1


def test_a_report_of_nothing_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert visprog(capsys, "report", str(tmp_path / "none"))[0] == 2
    code, _, err = visprog(capsys, "report", str(tmp_path))
    assert code == 2
    assert "no runs in" in err
