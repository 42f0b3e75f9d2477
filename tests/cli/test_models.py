"""``visprog models``: what is listed, fetched and checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.test_commands import Run, last
from tests.cli.test_commands import visprog as visprog
from visprog.model import ROLES

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
        wanted = {"locate", "detect", "segment", "point", "classify", "vqa", "caption", "ocr"}
        assert wanted | {"depth", "face", "llm"} <= served


def test_the_list_in_words_and_one_pack(visprog: Run) -> None:
    code, out, _ = visprog("models", "ls", "standard")
    assert code == 0
    assert "facebook/sam2.1-hiera-tiny" in out
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
    assert "huggingface-cli download facebook/sam2.1-hiera-tiny" in err
    code, out, _ = visprog("models", "pull", "micro", "--json")
    assert code == 0
    assert last(out) == []


def test_checking_the_stand_ins_says_what_they_saw(visprog: Run) -> None:
    code, out, _ = visprog("models", "check", "micro", "--role", "segment", "--role", "face")
    assert code == 0
    assert "masks: masks of" in out
    code, out, _ = visprog("models", "check", "micro", "--role", "segment", "--json")
    assert last(out)[0]["how"] == "weights"


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
