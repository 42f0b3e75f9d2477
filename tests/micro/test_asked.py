"""The questions and captions that the vqa and caption models learn, and how these are judged."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

import pytest

from visprog_benchmarks.micro import answering, blip
from visprog_benchmarks.micro.asked import ANSWERS, KINDS, WORDS, Asked, ask, constant, example
from visprog_benchmarks.micro.pool import NOUN_INDEX, draw_pool
from visprog_benchmarks.micro.run import pack_folder
from visprog_benchmarks.micro.sights import Seen, Sight, pooled_sights, sight
from visprog_benchmarks.micro.told import Told, mark, tell
from visprog_benchmarks.world import Put, compose, make_scene, render
from visprog_benchmarks.world.draws import Draws

YARD = Sight(
    things=(
        Seen("boat", None, (0.05, 0.3, 0.45, 0.7), True, loose=True),
        Seen("person", None, (0.2, 0.25, 0.3, 0.45), True, 0, "in", False),
        Seen("car", "red", (0.6, 0.1, 0.9, 0.3), True),
        Seen("dog", None, (0.6, 0.6, 0.7, 0.7), True),
        Seen("dog", None, (0.8, 0.65, 0.9, 0.75), True),
    ),
    ground="grass",
)


def _all(seen: Sight, number: int = 1500) -> dict[str, str]:
    draws = Draws("test", 0)
    found: dict[str, str] = {}
    for _ in range(number):
        one = ask(seen, draws)
        assert found.setdefault(one.text, one.answer) == one.answer, one
    return found


def test_answers_are_what_a_person_would_say() -> None:
    asked = _all(YARD, 4000)
    for text, answer in {
        "How many dogs are there?": "2",
        "What color is the car?": "red",
        "Is the car red?": "yes",
        "Is the car blue?": "no",
        "What is the person in?": "boat",
        "What is in the boat?": "person",
        "How many people are in the boat?": "1",
        "What is the ground?": "grass",
        "What is the car on?": "grass",
        "Is the boat to the left of the car?": "yes",
        "Is the boat to the right of the car?": "no",
        "Are there more dogs than cars?": "yes",
        "Is there a dog in the boat?": "no",
        "Which is larger, the boat or the car?": "boat",
        "How many things are there?": "5",
        "Are there at least two dogs?": "yes",
    }.items():
        assert asked[text] == answer, text
    assert set(asked.values()) <= set(ANSWERS)


def test_left_and_right_change_places_in_the_mirror() -> None:
    asked, mirrored = _all(YARD), _all(YARD.mirrored())
    text = "Is the boat to the left of the car?"
    assert (asked[text], mirrored[text]) == ("yes", "no")
    text = "Which side of the picture is the car on?"
    assert (asked[text], mirrored[text]) == ("right", "left")


def test_nothing_is_asked_about_what_is_cut_off_or_doubtful() -> None:
    seen = Sight(
        (
            Seen("dog", None, (0, 0, 0.1, 0.4), False),
            Seen("duck", None, (0.5, 0.5, 0.7, 0.7), True),
            Seen("bird", None, (0.2, 0.5, 0.4, 0.7), True),
            Seen("clock", None, (0.6, 0.1, 0.8, 0.3), True),
        ),
        ground=None,
    )
    assert seen.nouns == ["clock"]
    texts = _all(seen)
    assert "Is there a clock?" in texts
    assert not {"Is there a dog?", "Is there a duck?", "What is the ground?"} & set(texts)


def test_every_question_kind_occurs_and_every_answer_is_one_token() -> None:
    draws = Draws("kinds", 0)
    asked = []
    for seed in range(24):
        scene = make_scene(seed, width=192, height=192)
        ids = render(scene)[1]
        asked += [ask(sight(scene, ids, (0, 0, 192, 192)), draws) for _ in range(60)]
    assert {one.kind for one in asked} == set(KINDS)
    assert all(example(kind).endswith("?") for kind in KINDS)
    tokenizer = blip.make_tokenizer(WORDS)
    assert all(len(tokenizer.tokenize(answer)) == 1 for answer in ANSWERS)
    assert max(len(tokenizer.tokenize(one.text)) for one in asked) < blip.LONGEST


def test_the_constant_predictor_says_the_commonest_answer_of_each_kind() -> None:
    asked = [Asked("exists", "?", answer) for answer in ("yes", "yes", "no")]
    assert constant([*asked, Asked("count", "?", "2")]) == {
        "exists": pytest.approx(2 / 3),
        "count": 1.0,
    }


def test_a_window_shows_what_is_in_it() -> None:
    scene = compose(
        [
            Put("boat", (0.3, 0.5), 0.5, holds=(Put("person"),)),
            Put("car", (0.8, 0.5), 0.3, colour="blue"),
        ],
        ground="water",
    )
    ids = render(scene)[1]
    whole = sight(scene, ids, (0, 0, 640, 480))
    assert tell(whole) == "a person in a boat and a blue car, on water"
    assert whole.width == 1.0
    left, top, right, bottom = (int(edge) for edge in scene.things[0].box)
    part = sight(scene, ids, (left, top, right, bottom))
    assert [thing.noun for thing in part.things] == ["boat", "person"]
    person = next(index for index, thing in enumerate(scene.things) if thing.noun == "person")
    left, top, right, bottom = (int(edge) for edge in scene.things[person].box)
    alone = sight(scene, ids, (left, top, right, bottom))
    assert alone.counts["person"] == 1
    assert "What is this?" not in _all(whole, 500)


def test_sights_of_pooled_frames_are_those_of_their_scenes(tmp_path: Path) -> None:
    pool = draw_pool(range(3))
    pool.save(tmp_path / "train" / "0000000.npz")
    sights = pooled_sights([tmp_path / "train" / "0000000.npz"], tmp_path / "sights")
    assert len(sights) == len(pool.labels) == 6
    for frame, one in enumerate(sights):
        there = pool.labels[frame] >= 0
        assert [NOUN_INDEX[thing.noun] for thing in one.things] == pool.labels[frame][
            there
        ].tolist()
        assert [list(thing.box) for thing in one.things] == pool.boxes[frame][there].tolist()
    assert pooled_sights([tmp_path / "train" / "0000000.npz"], tmp_path / "sights") == sights


def test_a_caption_is_read_back_and_judged() -> None:
    right = "a person in a boat, a red car and two dogs, on grass"
    assert tell(YARD) == right
    told = Told.read(right)
    assert told.counts == {"person": 1, "boat": 1, "car": 1, "dog": 2}
    assert told.colours == {("car", "red"): 1}
    assert told.ground == "grass"
    assert _verdict(right) == (True, True, True, True)
    assert _verdict(right.replace("two dogs", "a dog")) == (True, False, True, True)
    assert _verdict(right.replace("red", "blue")) == (True, True, False, True)
    assert _verdict(right.replace("a red car", "a red bus")) == (False, False, False, True)
    assert _verdict("a boat, on sand") == (False, False, True, False)
    marks = mark("a boat and a cat, on grass", YARD)
    assert (marks.told, marks.said, marks.there) == (1, 2, 4)


def _verdict(caption: str) -> tuple[bool, bool, bool, bool]:
    marks = mark(caption, YARD)
    return marks.nouns, marks.counts, marks.colours, marks.ground


def test_the_questions_are_those_that_the_card_was_measured_with() -> None:
    """What the most frequent answers get stands in the card beside every kind of question: where
    the questions change, the weights have to be measured again."""
    rows = takewhile(lambda row: row[0] != "harder", answering.test_questions(300))
    usual = [one for _, _, asked in rows for one in asked]
    said = [
        f"| {kind}: {example(kind)} (most frequent answer {share:.2f}) |"
        for kind, share in constant(usual).items()
    ]
    card = (pack_folder("vqa").parent / "README.md").read_text("utf-8")
    assert len(said) > 20
    assert [line for line in said if line not in card] == []
