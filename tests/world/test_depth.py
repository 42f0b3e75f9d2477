"""The stated depth agrees with what covers what, with who holds whom, and with the ground."""

from itertools import pairwise

import numpy as np
import pytest

from visprog_benchmarks.world import SEEDS, Put, Scene, compose, make_scene, masks, render
from visprog_benchmarks.world.depth import FARTHEST, STEP, at_row, depth_of
from visprog_benchmarks.world.render import painting_order, place


@pytest.fixture(scope="module")
def scenes() -> list[Scene]:
    seeds = SEEDS["test"][:25]
    plain = [make_scene(seed, width=128, height=96) for seed in seeds]
    return plain + [make_scene(seed, split="harder", width=96, height=128) for seed in seeds]


def test_what_covers_is_nearer_than_what_it_covers(scenes: list[Scene]) -> None:
    compared = 0
    for scene in scenes:
        truth = depth_of(scene)
        _, ids = render(scene)
        shown = masks(ids, len(scene.things))
        painted: list[tuple[int, np.ndarray]] = []
        for index, thing, lip in painting_order(scene.things):
            patch = place(thing.noun, thing.pose, scene.width, scene.height, None, lip)
            assert patch is not None
            bits = np.zeros(ids.shape, np.bool_)
            bits[patch[0], patch[1]] = patch[2][..., 3] >= 0.5
            for below, covered in painted:
                if below != index and lip is None and (bits & covered).any():
                    compared += 1
                    assert truth.things[index] >= truth.things[below] + STEP - 1e-6
            painted.append((index, bits))
        for index, bits in enumerate(shown):
            if bits.any():
                assert truth.field[bits].min() == pytest.approx(truth.things[index], abs=1e-6)
    assert compared > 40


def test_without_overlap_the_lower_base_is_nearer_whatever_was_drawn_first() -> None:
    puts = [Put("dog", at=(0.2, 0.7), size=0.2), Put("cat", at=(0.7, 0.3), size=0.2)]
    for order in (puts, puts[::-1]):
        truth = depth_of(compose(order, ground="grass"))
        near, far = (truth.things[order.index(put)] for put in puts)
        assert near > far + 0.2


def test_all_of_a_thing_is_where_its_lowest_pixel_stands() -> None:
    scene = compose([Put("giraffe", at=(0.5, 0.5), size=0.8)], ground="sand")
    truth = depth_of(scene)
    _, ids = render(scene)
    (bits,) = masks(ids, 1)
    base = np.flatnonzero(bits.any(1))[-1] + 1
    assert np.allclose(truth.field[bits], at_row(base / scene.height))
    assert (truth.field[~bits] == truth.field[:, :1].repeat(scene.width, 1)[~bits]).all()


def test_what_moves_in_front_of_something_lower_is_brought_forward() -> None:
    scene = compose(
        [Put("couch", at=(0.5, 0.6), size=0.5), Put("cat", at=(0.5, 0.5), size=0.2)], ground="wood"
    )
    couch, cat = depth_of(scene).things
    assert cat == pytest.approx(couch + STEP)


def test_a_load_is_between_the_back_and_the_front_of_its_holder() -> None:
    scene = compose([Put("boat", at=(0.5, 0.5), size=0.6, holds=(Put("person"),))], ground="water")
    boat, person = depth_of(scene).things
    _, ids = render(scene)
    front = depth_of(scene).field[ids == 1].max()
    assert boat < person < front < boat + 4 * STEP


def test_the_ground_comes_nearer_from_row_to_row() -> None:
    column = depth_of(compose([], ground="snow")).field[:, 0]
    assert all(above < below for above, below in pairwise(column))
    assert FARTHEST < column[0] < column[-1] < 1
