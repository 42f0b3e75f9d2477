"""Signs say what they were told to, where they were told, and leave scenes alone."""

import numpy as np
import pytest

from visprog_benchmarks.world import SEEDS, make_scene, render
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.signs import CHARACTERS, LONGEST, SIGN, render_signed, with_sign
from visprog_benchmarks.world.words import HELD_OUT_WORDS, TRAINING_WORDS, draw_line


def test_a_sign_changes_only_the_pixels_it_covers() -> None:
    for seed in range(6):
        scene = make_scene(seed, width=256, height=192)
        signed = with_sign(scene, "OPEN")
        image, ids = render_signed(signed)
        before, before_ids = render(scene)
        left, top, right, bottom = signed.sign.box
        touched = np.zeros(ids.shape, np.bool_)
        touched[int(top) : int(bottom) + 1, int(left) : int(right) + 1] = True
        changed = (image != before).any(2)
        assert not (changed & ~touched).any()
        assert (ids[ids != SIGN] == before_ids[ids != SIGN]).all()
        area = signed.sign.width * signed.sign.height
        assert (ids == SIGN).sum() == pytest.approx(area, rel=0.05)


def test_the_same_seed_gives_the_same_sign_and_another_one_another() -> None:
    scene = make_scene(4)
    assert with_sign(scene) == with_sign(scene)
    assert with_sign(scene, "Inn", seed=1) != with_sign(scene, "Inn", seed=2)
    assert with_sign(scene, "Inn\n24").sign.text == "Inn\n24"


def test_signs_keep_off_things_where_there_is_room() -> None:
    hidden = []
    for seed in SEEDS["validation"][:16]:
        scene = make_scene(seed, width=192, height=192)
        _, ids = render_signed(with_sign(scene))
        _, before = render(scene)
        things = (before > 0).sum()
        hidden.append(((before > 0) & (ids == SIGN)).sum() / things)
    assert np.mean([share > 0 for share in hidden]) < 0.2
    assert max(hidden) < 0.3


@pytest.mark.parametrize("text", ["", "A\nB\nC", "what?", "x" * (LONGEST + 1), " \nA"])
def test_what_no_sign_can_say_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="a sign says one or two lines"):
        with_sign(make_scene(1), text)


def test_test_signs_show_words_that_training_signs_never_do() -> None:
    assert not set(HELD_OUT_WORDS) & set(TRAINING_WORDS)
    draws = Draws("words", 0)
    seen = {draw_line(draws, "train") for _ in range(3000)}
    words = {word.lower() for line in seen for word in line.split()}
    assert len(words & set(TRAINING_WORDS)) > 100
    assert len(words & set(HELD_OUT_WORDS)) <= 2  # an invented name may be one by chance
    assert all(set(line) <= CHARACTERS and 1 <= len(line) <= LONGEST for line in seen)
    held = {draw_line(draws, "test").lower() for _ in range(300)}
    assert held & set(HELD_OUT_WORDS)
    assert not held & set(TRAINING_WORDS)
