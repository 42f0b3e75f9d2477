"""The depth model: what it is measured by, that it learns, and that the shipped weights know."""

from pathlib import Path

import numpy as np
import pytest
import torch

from visprog.model import ModelSpec
from visprog.types import Image
from visprog_benchmarks.micro import depth, evaluate
from visprog_benchmarks.micro.ordering import Sight
from visprog_benchmarks.micro.run import pack_folder
from visprog_benchmarks.micro.views import Drawn
from visprog_benchmarks.world import Put, Scene, compose, render
from visprog_benchmarks.world.depth import FARTHEST
from visprog_tools.models.depth_anything import DepthAnything

LINE = compose(
    [
        Put("house", at=(0.3, 0.25), size=0.35),
        Put("car", at=(0.65, 0.5), size=0.3, colour="red"),
        Put("dog", at=(0.35, 0.8), size=0.3),
    ],
    ground="grass",
    width=384,
    height=384,
)
"""From far to near: house, car, dog."""


def sight(scene: Scene) -> Sight:
    return Sight.of(Drawn(scene, *render(scene)))


def test_the_truth_is_in_order_and_its_reverse_is_not() -> None:
    one = sight(LINE)
    assert list(one.pairs()) == [(0, 1), (0, 2), (1, 2)]
    assert one.right(one.truth.field) == [True] * 3
    assert one.right(-one.truth.field) == [False] * 3
    assert all(one.kept_right(one.truth.field))
    assert not any(one.kept_right(-one.truth.field))


def test_relative_error_knows_no_scale_and_no_shift() -> None:
    one = sight(LINE)
    for scale, shift in ((1.0, 0.0), (7.0, -2.0)):
        error, near = one.relative_error(scale * one.truth.field + shift)
        assert error == pytest.approx(0, abs=1e-5)
        assert near == 1
    error, near = one.relative_error(one.by_row())
    assert 0.02 < error < 0.5
    assert 0.5 < near < 1


def test_what_one_thing_holds_is_in_no_pair() -> None:
    people = (Put("person"), Put("person", variant=2))
    scene = compose(
        [Put("boat", at=(0.4, 0.6), size=0.6, holds=people), Put("duck", at=(0.85, 0.2), size=0.2)],
        ground="water",
    )
    assert sorted(sight(scene).pairs()) == [(3, 0), (3, 1), (3, 2)]


def test_frames_of_a_part_are_on_the_scale_of_a_picture() -> None:
    images, fields = depth.Frames(np.random.default_rng(3), "train").draw(24)
    assert images.shape == (24, depth.SIDE, depth.SIDE, 3)
    assert fields.shape == (24, depth.SIDE, depth.SIDE)
    level = np.median(fields.astype(np.float32), axis=2)
    assert np.median(level[:, 0]) == pytest.approx(FARTHEST, abs=0.03)
    assert np.median(level[:, -1]) == pytest.approx(1, abs=0.03)


def test_a_few_steps_from_the_detector_lower_the_loss_and_the_folder_loads(tmp_path: Path) -> None:
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    model = depth.make_model()
    depth.warm_start(model, pack_folder("detect"))
    pixels, fields = depth.augmented(depth.Frames(rng, "train").draw(3), rng, "cpu")
    optimiser = torch.optim.AdamW(model.parameters(), lr=5e-4)
    losses = []
    for _ in range(10):
        loss, _ = depth.depth_loss(model, pixels, fields)
        losses.append(loss.item())
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        optimiser.step()
    assert losses[-1] < 0.6 * losses[0]
    depth.save(model.eval(), tmp_path)
    adapter = DepthAnything(ModelSpec("depth", DepthAnything.family, str(tmp_path), "1"))
    adapter.load()
    image = Image(np.zeros((90, 160, 3), np.uint8))
    (field,) = adapter.depth([{"image": image}])
    with torch.no_grad():
        black = depth.normalised(np.zeros((1, depth.SIDE, depth.SIDE, 3), np.uint8), "cpu")
        (wanted,) = model(pixel_values=black).predicted_depth
    assert field.shape == (90, 160)
    assert -np.median(field) == pytest.approx(np.median(wanted), abs=0.01)


def test_the_shipped_weights_put_unseen_scenes_in_order() -> None:
    axes = evaluate("depth", scenes=12)["axes"]
    assert axes["plain"]["pairs"]["value"] >= 0.95
    assert axes["wide"]["pairs"]["value"] >= 0.93
    assert axes["plain"]["absrel"]["value"] < axes["plain"]["absrel_by_row"]["value"]
