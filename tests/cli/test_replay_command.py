"""``visprog replay`` and ``trace diff``."""

from __future__ import annotations

from pathlib import Path

from tests.cli.test_commands import BOAT, QUESTION, Run, last, visprog

__all__ = ["visprog"]


def asked(visprog: Run) -> str:
    _, out, _ = visprog("ask", BOAT, QUESTION, "--json")
    run_id: str = last(out)["run_id"]
    return run_id


def test_a_run_is_replayed_changed_and_compared(visprog: Run) -> None:
    run = asked(visprog)
    code, out, err = visprog("replay", run)
    assert (code, out.splitlines()[0]) == (0, "yes")
    assert "nothing has to run again" in err
    assert "6 reused; 0 model calls" in err
    assert "answer yes, as before" in err
    code, out, err = visprog("replay", run, "--set", "ANSWER0=2")
    assert (code, out.splitlines()[0]) == (0, "no")
    assert "at most 2 of 6 steps run again (s5, s6)" in err
    assert "answer yes -> no" in err
    assert "(was 3)" in out
    code, out, _ = visprog("trace", "diff", run, "last")
    assert code == 1
    assert "they part at s4/s4 (COUNT)" in out
    code, out, _ = visprog("trace", "diff", run, run, "--json")
    assert (code, last(out)["same"]) == (0, True)


def test_json_says_what_became_of_every_step(visprog: Run) -> None:
    run = asked(visprog)
    code, out, _ = visprog("replay", run, "--set", "s4=3", "--json")
    body = last(out)
    assert code == 0
    assert body["parent"] == run
    assert body["fates"] == {
        "s1": "reused", "s2": "reused", "s3": "reused", "s4": "given", "s5": "cut", "s6": "cut",
    }  # fmt: skip
    assert (body["answer"], body["executed"]) == ("yes", 0)
    assert body["forecast"]["run"] == ["s5", "s6"]
    code, out, _ = visprog("replay", run, "--set", "s4=3", "--no-cut-off", "--json")
    assert last(out)["executed"] == 2


def test_a_forecast_runs_nothing(visprog: Run) -> None:
    run = asked(visprog)
    code, out, _ = visprog("replay", run, "--threshold", "0.35", "--forecast")
    assert code == 0
    assert out.startswith("at most 6 of 6 steps run again")
    assert "no model is needed" in out
    _, out, _ = visprog("trace", "ls", "--json")
    assert [entry["id"] for entry in last(out)] == [run]


def test_another_program_and_wrong_words(visprog: Run, tmp_path: Path) -> None:
    run = asked(visprog)
    file = tmp_path / "other.txt"
    file.write_text(
        "BOX0=LOC(image=IMAGE,object='boat')\nRESULT(var=EVAL(expr='{N} == 1',N=COUNT(box=BOX0)))"
    )
    code, out, _ = visprog("replay", run, "--program", str(file), "--quiet")
    assert (code, out) == (0, "yes\n")
    file.write_text("X=NOTHING()")
    assert visprog("replay", run, "--program", str(file))[0] == 3
    for wrong in (["--set", "s9=1"], ["--swap", "LOC=nothing"], ["--threshold", "7"]):
        code, out, err = visprog("replay", run, *wrong)
        assert (code, out, err.count("\n")) == (2, "", 1)
    assert visprog("replay", "nothing")[0] == 2
    assert visprog("replay", run, "--set", "s1=[]")[0] == 4
