"""``visprog models``: what is listed, fetched and checked."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.test_commands import Run, last
from tests.cli.test_commands import visprog as visprog
from tests.tools import tiny
from tests.tools.test_answering import url as url
from tests.tools.test_hub import Hub
from tests.tools.test_hub import cache as cache
from tests.tools.test_hub import hub as hub
from visprog.model import ROLES
from visprog_tools import packs

PACKS = ("micro", "standard", "large")


def test_every_role_of_every_pack_is_listed(visprog: Run) -> None:
    code, out, _ = visprog("models", "ls", "--json")
    assert code == 0
    rows = last(out)
    assert {row["pack"] for row in rows} == set(PACKS)
    for row in rows:
        assert row["role"] in ROLES
        assert row["kind"] in ("learned", "stand-in")
        assert row["family"]
        assert row["kind"] == "learned" or row["note"], "a stand-in says what it stands in for"
        if ":" not in row["checkpoint"]:
            assert row["licence"]
            assert row["megabytes"] > 0
    here = {row["role"] for row in rows if row["pack"] == "micro" and row["available"]}
    assert {"segment", "face"} <= here
    for pack in ("standard", "large"):
        served = {row["role"] for row in rows if row["pack"] == pack}
        assert served == set(ROLES)


def test_the_figure_of_embedded_weights_is_the_cards_headline(visprog: Run) -> None:
    _, out, _ = visprog("models", "ls", "micro", "--json")
    figures = {row["role"]: row["figure"] for row in last(out)}
    card = json.loads((Path(packs.__file__).parent / "micro" / "card.json").read_text())
    for role in ("classify", "inpaint", "point", "locate"):
        headline = card[role]["headline"]
        assert figures[role] == f"{headline['what']} {headline['value']:.3f}"
    assert figures["point"].startswith("first point on the thing"), "not the AP of its detector"


@pytest.mark.parametrize("pack", ["standard", "large"])
def test_learned_models_of_others_have_a_published_figure_with_its_source(
    visprog: Run, pack: str
) -> None:
    _, out, _ = visprog("models", "ls", pack, "--json")
    for row in last(out):
        learned = row["kind"] == "learned" and row["on_hub"]
        assert row["figure_by"] == ("published" if learned else None), row["role"]
        assert not learned or re.search(r"\d.* \(.*(arXiv:\d|README|card|csv).*\)$", row["figure"])


def test_the_list_tells_published_figures_and_none(visprog: Run, tmp_path: Path) -> None:
    pack = tmp_path / "mine.toml"
    entry = 'family="owlv2"\ncheckpoint="me/mine"\nrevision="main"\n'
    pack.write_text(
        f'[roles.detect]\n{entry}published="LVIS AP 1.5 (my README)"\n[roles.locate]\n{entry}'
    )
    code, out, _ = visprog("models", "ls", str(pack))
    assert code == 0
    assert out.count("published: LVIS AP 1.5 (my README)") == 1
    assert out.count("no figure found") == 1


def test_the_list_in_words_and_one_pack(visprog: Run) -> None:
    code, out, _ = visprog("models", "ls", "standard")
    assert code == 0
    assert "facebook/sam2.1-hiera-tiny @ de431c404385" in out
    assert "not here" in out
    assert "micro" not in out


def test_status_says_what_auto_means_and_names_the_language_model(
    visprog: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISPROG_LLM", "ollama/qwen3")
    code, out, _ = visprog("models", "status", "--json")
    assert code == 0
    found = last(out)
    assert found["auto"] in PACKS
    assert found["llm"] == "ollama/qwen3"
    assert "segment" in found["packs"]["micro"]["here"]
    code, out, _ = visprog("models", "status")
    assert code == 0
    assert "ollama/qwen3" in out


def test_pulling_without_a_network_names_the_command(
    visprog: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    code, _, err = visprog("models", "pull", "standard", "--role", "segment")
    assert code == 5
    assert "hf download facebook/sam2.1-hiera-tiny --revision de431c40" in err
    code, out, _ = visprog("models", "pull", "micro", "--json")
    assert code == 0
    assert last(out) == []


def test_a_branch_stays_at_its_commit_until_it_is_updated(
    visprog: Run, hub: type[Hub], tmp_path: Path
) -> None:
    pack = tmp_path / "mine.toml"
    pack.write_text('[roles.detect]\nfamily="owlv2"\ncheckpoint="me/mine"\nrevision="main"\n')
    first, second = hub.commit(), hub.commit()
    for head, arguments, fetched, commit in (
        (first, (), 1, first),
        (second, (), 0, first),
        (second, ("--update",), 1, second),
        (first, (), 0, second),
    ):
        hub.branches["main"] = head
        packs.load.cache_clear()
        code, out, err = visprog("models", "pull", str(pack), "--json", *arguments)
        assert (code, len(last(out))) == (0, fetched), err
        packs.load.cache_clear()
        _, out, _ = visprog("models", "ls", str(pack), "--json")
        (row,) = last(out)
        assert (row["revision"], row["branch"], row["available"]) == (commit, "main", True)


def test_every_role_of_micro_serves_and_says_what_it_saw(
    visprog: Run, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISPROG_LLM", "openai/tiny")
    monkeypatch.setenv("VISPROG_LLM_URL", url)
    code, out, _ = visprog("models", "check", "micro", "--json")
    report = last(out)
    trials = {trial["role"]: trial for trial in report["trials"]}
    assert code == 0, [trial["reason"] for trial in trials.values()]
    assert set(trials) == set(packs.load("micro").models)
    assert all(trial["how"] == "weights" and trial["calls"] for trial in trials.values())
    assert trials["inpaint"]["calls"][0]["saw"].endswith("pixels painted as lush green grass")
    assert "10 tokens" in trials["llm"]["calls"][0]["saw"]
    assert trials["classify"]["weights_megabytes"] > 1
    assert all(call["milliseconds"] > 0 for call in trials["detect"]["calls"])


def test_a_report_says_when_on_what_and_with_what(visprog: Run) -> None:
    arguments = ("models", "check", "micro", "--role", "segment", "--role", "face")
    code, out, _ = visprog(*arguments, "--json")
    report = last(out)
    assert code == 0
    assert (report["pack"], report["device"]) == ("micro", "cpu")
    assert datetime.fromisoformat(report["date"]).tzinfo
    assert {"visprog", "torch", "transformers"} <= set(report["versions"])
    code, out, _ = visprog(*arguments)
    assert code == 0
    assert out.startswith(report["date"][:10])
    assert "masks: masks of" in out


def test_missing_weights_at_full_size_are_timed(
    visprog: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Full size is tiny here: the blueprint of a pack's model, every size shrunk."""
    (tmp_path / "me--mine.json").write_text(json.dumps(tiny.sam2_parts()))
    monkeypatch.setattr("visprog_tools.models.blueprint.FOLDER", tmp_path)
    pack = tmp_path / "mine.toml"
    pack.write_text('[roles.segment]\nfamily="sam2"\ncheckpoint="me/mine"\nrevision="1"\n')
    code, out, _ = visprog("models", "check", str(pack), "--random", "--json")
    (trial,) = last(out)["trials"]
    assert (code, trial["how"]) == (0, "random")
    assert [call["operation"] for call in trial["calls"]] == ["masks", "masks"]
    assert all(call["milliseconds"] > 0 for call in trial["calls"])
    assert trial["peak_megabytes"] is None


@pytest.mark.gpu
def test_every_standard_model_at_full_size_on_a_gpu(visprog: Run) -> None:
    code, out, _ = visprog("models", "check", "standard", "--random", "--device", "cuda", "--json")
    report = last(out)
    assert code == 0, [trial["reason"] for trial in report["trials"]]
    assert report["device"].startswith("cuda: ")
    for trial in report["trials"]:
        assert trial["peak_megabytes"] >= trial["weights_megabytes"]
        assert all(call["milliseconds"] > 0 for call in trial["calls"])


def test_a_model_that_does_not_serve_fails_the_check(visprog: Run, tmp_path: Path) -> None:
    pack = tmp_path / "mine.toml"
    pack.write_text(
        '[roles.segment]\nfamily = "sam2"\ncheckpoint = "me/mine"\nrevision = "main"\n'
        '[roles.face]\nfamily = "none"\ncheckpoint = "code:none"\nrevision = "1"\n'
    )
    code, out, _ = visprog("models", "check", str(pack))
    assert code == 1
    assert "no configuration of me/mine is shipped" in out
    assert "the family none is not installed" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("ls", "none"), "no pack is called none"), (("check", "micro", "--role", "x"), "no role x")],
)
def test_bad_arguments(visprog: Run, arguments: tuple[str, ...], said: str) -> None:
    code, _, err = visprog("models", *arguments)
    assert code == 2
    assert said in err
