"""Scenes are reproducible and their ground truth is what the pixels show."""

import hashlib

import numpy as np
import pytest

from visprog_benchmarks.world import (
    GROUNDS,
    HELD_OUT,
    SEEDS,
    Put,
    Scene,
    compose,
    make_scene,
    masks,
    render,
    stage_of,
)

GOLDEN = [
    (0, "9e4b50c6ecb5855f"),
    (1, "9bd6e8bfa80b54fe"),
    (2, "4c7abdf1664f31c1"),
    (3, "ebd89cc9820b7bc2"),
    (11, "cb4b77735b423aee"),
    (12, "a3bb7123f0ced9a8"),
    (2_000_000, "ded8711df28d8525"),
    (2_000_001, "13aab53f0bc3ef92"),
]
SAMPLE = [*range(40), *range(SEEDS["test"].start, SEEDS["test"].start + 40)]


@pytest.fixture(scope="module")
def scenes() -> list[Scene]:
    return [make_scene(seed, width=160, height=128) for seed in SAMPLE]


@pytest.mark.parametrize(("seed", "digest"), GOLDEN)
def test_pixels_are_the_same_on_every_machine(seed: int, digest: str) -> None:
    image, ids = render(make_scene(seed, width=128, height=96))
    assert hashlib.sha256(image.tobytes() + ids.tobytes()).hexdigest()[:16] == digest


def test_a_scene_depends_on_its_seed_only() -> None:
    assert make_scene(7) == make_scene(7)
    assert make_scene(7) != make_scene(8)
    assert make_scene(7, split="harder") != make_scene(7)


def test_boxes_bound_the_visible_pixels(scenes: list[Scene]) -> None:
    for scene in scenes:
        _, ids = render(scene)
        for thing, mask in zip(scene.things, masks(ids, len(scene.things)), strict=True):
            rows, columns = np.nonzero(mask)
            bounds = (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)
            assert thing.box == bounds
            assert thing.visible >= 0.6
            assert thing.depth == scene.things.index(thing)


def test_held_things_lie_in_their_holder_and_others_keep_off_it(scenes: list[Scene]) -> None:
    held = 0
    for scene in scenes:
        for index, thing in enumerate(scene.things):
            if thing.holder is not None:
                held += 1
                assert _shared(thing.box, scene.things[thing.holder].box) >= 0.85
                continue
            for other in scene.things[:index]:
                if other.holder is None:
                    assert _shared(thing.box, other.box) <= 0.1
    assert held >= 20


def test_grounds_and_counts_vary(scenes: list[Scene]) -> None:
    assert {scene.ground for scene in scenes} == set(GROUNDS)
    assert {len(scene.things) for scene in scenes} == {1, 2, 3, 4, 5, 6}
    assert sum(len(scene.named(scene.things[-1].noun)) > 1 for scene in scenes) > 10


def test_some_combinations_are_for_testing_only() -> None:
    for seed in range(300):
        scene = make_scene(seed, width=96, height=96)
        assert all(HELD_OUT.get(thing.noun) != scene.ground for thing in scene.things)


def test_stages_share_no_seed() -> None:
    assert [stage_of(seeds.start) for seeds in SEEDS.values()] == list(SEEDS)
    assert [stage_of(seeds.stop - 1) for seeds in SEEDS.values()] == list(SEEDS)
    with pytest.raises(ValueError, match="belongs to no stage"):
        stage_of(-1)


def test_harder_scenes_overlap_and_hold_more() -> None:
    scenes = [make_scene(seed, split="harder", width=128, height=128) for seed in range(20)]
    assert max(len(scene.things) for scene in scenes) > 6
    assert min(thing.visible for scene in scenes for thing in scene.things) < 0.6


def test_composing_by_hand() -> None:
    people = tuple(Put("person", variant=number) for number in range(3))
    scene = compose([Put("boat", (0.5, 0.5), 0.8, holds=people)], ground="water", width=320)
    assert [thing.noun for thing in scene.things] == ["boat", "person", "person", "person"]
    assert all(thing.inside == 0 and thing.visible > 0.6 for thing in scene.things[1:])
    left_to_right = [thing.centre[0] for thing in scene.things[1:]]
    assert left_to_right == sorted(left_to_right)
    image, ids = render(scene)
    assert image.shape == (480, 320, 3)
    assert set(np.unique(ids)) == {0, 1, 2, 3, 4}


def test_composing_says_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="a dog holds nothing"):
        compose([Put("dog", (0.5, 0.5), holds=(Put("cat"),))], ground="grass")
    with pytest.raises(ValueError, match="say where the dog is"):
        compose([Put("dog")], ground="grass")


def _shared(box: tuple[float, ...], other: tuple[float, ...]) -> float:
    """The part of the first box that lies in the other."""
    width = min(box[2], other[2]) - max(box[0], other[0])
    height = min(box[3], other[3]) - max(box[1], other[1])
    area = (box[2] - box[0]) * (box[3] - box[1])
    return max(width, 0) * max(height, 0) / area
