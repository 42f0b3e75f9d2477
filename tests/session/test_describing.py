"""``prompts='cupl'`` in a run: descriptions by a language model over HTTP, or from the pack."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.planners.scripted import Say, scripted
from visprog.errors import Unavailable
from visprog.session import Session
from visprog_tools import descriptions, packs

PROGRAM = """\
BOX0=LOC(image=IMAGE,object='boat')
OBJ0=CLASSIFY(image=IMAGE,object=BOX0,categories='dog,boat',prompts='cupl')
ANSWER0=RESULT(var=OBJ0[0].label)
"""
ANSWERS = [Say("A dog. It barks.")] * len(descriptions.QUESTIONS) + [Say("A boat! It floats.")]


def classified(answer: Any) -> Any:
    return next(step for step in answer.steps if step.tool == "CLASSIFY")


def test_a_language_model_describes_each_class_once(boat: Path, tmp_path: Path) -> None:
    with (
        scripted(*ANSWERS) as server,
        Session(pack="micro", llm="openai/x", llm_url=server.url, cache_dir=tmp_path) as session,
    ):
        answer = session.run(PROGRAM, boat)
        asked = [request["messages"][-1]["content"] for request in server.requests]
        assert session.run(PROGRAM, boat).ok
        assert len(server.requests) == 2 * len(descriptions.QUESTIONS)
        with Session(
            pack="micro", llm="openai/x", llm_url=server.url, cache_dir=tmp_path
        ) as another:
            assert another.run(PROGRAM, boat).ok
        assert len(server.requests) == 2 * len(descriptions.QUESTIONS), "nor in another session"
    assert answer.ok, answer.error
    assert "Describe what a dog looks like. One sentence." in json.dumps(asked)
    facts = classified(answer).noted[-1].facts
    assert {name for name, _ in facts["rankings"][0]} == {"dog", "boat"}
    assert facts["margins"][0] >= 0


def test_a_pack_brings_its_own_table(boat: Path, tmp_path: Path) -> None:
    micro = packs.load("micro").models
    table = {"dog": ["a dog", "a photo of a dog"], "boat": ["a boat", "a photo of a boat"]}
    lines = ['name = "described"']
    for role in ("locate", "classify"):
        lines += [f"[roles.{role}]", f'family = "{micro[role].family}"', 'revision = "1"']
        lines += [f'checkpoint = "{micro[role].checkpoint}"']
    lines += ["[roles.classify.settings.descriptions]"]
    lines += [f"{name} = {json.dumps(texts)}" for name, texts in table.items()]
    path = tmp_path / "described.toml"
    path.write_text("\n".join(lines))
    with Session(pack=str(path)) as session:
        answer = session.run(PROGRAM, boat)
    assert answer.value == "boat"
    texts = [call for call in classified(answer).model_calls if call.operation == "text"]
    assert len(texts) == 4


def test_without_a_language_model_the_shipped_table_serves_and_says_so(
    session: Session, boat: Path
) -> None:
    answer = session.run(PROGRAM, boat)
    assert answer.ok, answer.error
    notes = classified(answer).notes
    assert any("boat: from the shipped table" in note for note in notes)
    assert any("worse than names" in note for note in notes)
    texts = [call for call in classified(answer).model_calls if call.operation == "text"]
    assert len(texts) == 4


def test_without_a_language_model_and_without_an_entry_it_says_what_to_do(
    session: Session, boat: Path
) -> None:
    with pytest.raises(Unavailable, match="VISPROG_LLM"):
        session.run(PROGRAM.replace("dog,boat", "unicorn,boat"), boat)


def test_a_calibrated_answer_keeps_what_else_the_model_might_have_said(
    tmp_path: Path, boat: Path
) -> None:
    model = packs.load("micro").models["vqa"]
    file = tmp_path / "sure.toml"
    file.write_text(
        'name = "sure"\nabout = "vqa with scores"\n[roles.vqa]\n'
        f'family = "{model.family}"\ncheckpoint = "{model.checkpoint}"\n'
        f'revision = "{model.revision}"\nsettings = {{ temperature = 1.0, shift = 0.0 }}\n'
    )
    program = "RESULT(var=VQA(image=IMAGE,question='How many people are there?'))"
    with Session(pack=str(file)) as session:
        answer = session.run(program, boat)
    (note,) = answer.steps[0].noted
    ranking = note.facts["ranking"]
    assert ranking[0][0] == answer.value
    shares = [share for _, share in ranking]
    assert shares == sorted(shares, reverse=True)
    assert 0 < sum(shares) <= 1.001
    assert note.facts["score"] <= shares[0] + 1e-3
