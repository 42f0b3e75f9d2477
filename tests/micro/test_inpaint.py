"""The inpainting recipe: what is practised, what starts where, and that a saved folder paints."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from visprog.errors import Unavailable
from visprog.model import ModelSpec
from visprog.types import Image, Mask
from visprog_benchmarks.micro import recipe, train
from visprog_benchmarks.micro.recipe import Run
from visprog_benchmarks.micro.run import pack_folder
from visprog_tools.models.inpaint_diffusers import CLEAR, InpaintDiffusers

pytest.importorskip("diffusers")

from transformers import AutoTokenizer

from visprog_benchmarks.micro.inpaint import _tower
from visprog_benchmarks.micro.latents import (
    autoencoder_loss,
    draw_crops,
    make_autoencoder,
    standardise,
    start_plain,
)
from visprog_benchmarks.micro.painters import STEPS, Painter, Studio, make_scheduler
from visprog_benchmarks.micro.pasting import Exercise, Exercises
from visprog_benchmarks.micro.repainted import SETTINGS, Judge
from visprog_benchmarks.micro.sketchbook import GROUNDS, SIDE, Sketchbook, draw_sketchbook
from visprog_benchmarks.micro.wishes import Wishes

pytestmark = pytest.mark.filterwarnings("default")
CLASSIFIER = pack_folder("classify")
NOWHERE = Run(out=Path(), work=Path(), pool=Path(), hours=1.0)


@pytest.fixture(scope="module")
def wishes() -> Wishes:
    made = Wishes(AutoTokenizer.from_pretrained(CLASSIFIER))
    made.hear(_tower(CLASSIFIER), "cpu")
    return made


@pytest.fixture(scope="module")
def book() -> Sketchbook:
    return draw_sketchbook("train", 12)


@pytest.fixture(scope="module")
def exercises(book: Sketchbook, wishes: Wishes) -> Exercises:
    return Exercises(book, wishes, "cpu")


@pytest.fixture(scope="module")
def drawn(exercises: Exercises) -> Exercise:
    torch.manual_seed(5)
    return exercises.draw(64)


def test_places_hide_no_thing_and_lie_in_their_parts(book: Sketchbook) -> None:
    assert book.parts.shape == (len(book.rooms), SIDE, SIDE, 3)
    assert (book.rooms[:, 2:] > book.rooms[:, :2]).all()
    assert book.rooms.min() >= -1e-6
    assert book.rooms.max() <= 1 + 1e-6
    whole = (book.rooms == (0, 0, 1, 1)).all(1)
    assert whole.sum() == 12
    longer = ((book.rooms[:, 2:] - book.rooms[:, :2]) * book.sizes).max(1)
    assert np.median(longer[~whole] / book.sizes[~whole].max(1)) == pytest.approx(1 / 1.6, abs=0.03)
    assert set(book.names) <= set(range(len(GROUNDS)))
    again = draw_sketchbook("train", 12)
    assert np.array_equal(again.parts, book.parts)


def test_an_exercise_changes_its_hole_alone(drawn: Exercise, wishes: Wishes) -> None:
    hole = drawn.hole.expand_as(drawn.goal)
    assert torch.equal(drawn.given[~hole], drawn.goal[~hole])
    assert (drawn.given[hole] == 0).all()
    assert drawn.goal.abs().max() <= 1
    assert drawn.hole.flatten(1).any(1).all()
    kinds = {
        "thing": drawn.wishes < wishes.first_ground,
        "ground": (drawn.wishes >= wishes.first_ground) & (drawn.wishes < wishes.first_surface),
        "nothing": drawn.wishes == wishes.nothing,
        "silence": drawn.wishes == wishes.silence,
    }
    assert all(kind.any() for kind in kinds.values())
    assert 0.4 < float(kinds["thing"].float().mean()) < 0.75


def test_what_is_drawn_is_what_was_wished(drawn: Exercise, wishes: Wishes) -> None:
    judge = Judge(CLASSIFIER, "cpu")
    assert judge.recognised(drawn.goal / 2 + 0.5, drawn, wishes) > 0.55
    assert judge.recognised(drawn.given / 2 + 0.5, drawn, wishes) < 0.1


def test_wishes_are_heard_as_the_pipeline_hears_them(wishes: Wishes) -> None:
    tokenizer, tower = AutoTokenizer.from_pretrained(CLASSIFIER), _tower(CLASSIFIER)
    ids = tokenizer([CLEAR], padding="max_length", truncation=True, return_tensors="pt").input_ids
    with torch.no_grad():
        (state,) = tower(ids)[0]
    nothing = torch.tensor([wishes.nothing])
    torch.testing.assert_close(wishes.draw(nothing)[0], state, atol=1e-5, rtol=1e-4)
    red = wishes.drawings.index(("car", "red", 0))
    own, coloured = wishes.of_things()
    assert red in coloured
    assert red not in own
    assert wishes.ways[red] > 3


def test_the_autoencoder_starts_with_colours_and_learns_more(exercises: Exercises) -> None:
    torch.manual_seed(2)
    pixels = draw_crops(exercises, NOWHERE)[4:12]
    autoencoder = make_autoencoder()
    untouched = autoencoder_loss(autoencoder, pixels)[1]
    start_plain(autoencoder, pixels)
    began = autoencoder_loss(autoencoder, pixels)[1]
    assert began["levels"] < 0.5 * untouched["levels"]
    assert began["levels"] < 0.7 * began["grey"]
    assert began["spread"] < 0.01
    optimiser = torch.optim.Adam(autoencoder.parameters(), lr=3e-5)
    for _ in range(8):
        optimiser.zero_grad()
        loss, figures = autoencoder_loss(autoencoder, pixels)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(autoencoder.parameters(), 1.0)
        optimiser.step()
    assert figures["levels"] < began["levels"]


def test_the_last_noise_level_hides_everything() -> None:
    scheduler = make_scheduler()
    scheduler.set_timesteps(STEPS)
    assert float(scheduler.alphas_cumprod[-1]) == 0
    assert int(scheduler.timesteps[0]) == 999


def test_the_painter_learns_a_batch_and_its_average_follows(
    exercises: Exercises, wishes: Wishes
) -> None:
    torch.manual_seed(3)
    autoencoder = make_autoencoder()
    start_plain(autoencoder, draw_crops(exercises, NOWHERE))
    standardise(autoencoder, exercises)
    studio = Studio(autoencoder.requires_grad_(False), exercises, wishes, "cpu")
    painter = Painter(wishes.states.shape[-1])
    exercise, states = studio.draw(2)
    optimiser = torch.optim.Adam(painter.network.parameters(), lr=1e-3)
    losses = []
    for step in range(12):
        painter.follow(step)
        optimiser.zero_grad()
        loss, figures = studio.loss(painter.network, exercise, states)
        torch.autograd.backward(loss)
        optimiser.step()
        losses.append(loss.item() / float(figures["zero"]))
    assert np.mean(losses[-3:]) < 0.7 * np.mean(losses[:3])
    own, average = next(painter.network.parameters()), next(painter.average.parameters())
    assert not average.requires_grad
    assert 0 < float((own - average).detach().abs().max()) < 0.05
    made = studio.paint(painter.average, exercise, states)
    assert made.shape == (2, 3, SIDE, SIDE)
    assert 0 <= float(made.min()) <= float(made.max()) <= 1


@pytest.mark.slow
def test_a_training_saves_a_pipeline_that_the_adapter_opens(tmp_path: Path) -> None:
    figures = train("inpaint", device="cpu", steps=2, scenes=1, work=tmp_path)
    assert figures["recognised"]["n"] == 1
    assert (tmp_path / "inpaint" / "checkpoint.pt").exists()
    folder = tmp_path / "weights" / "inpaint"
    assert sum(file.stat().st_size for file in folder.rglob("*")) < 12e6
    again = train("inpaint", device="cpu", steps=1, scenes=1, work=tmp_path / "on", begin=folder)
    assert again["recognised"]["n"] == 1
    vae = "vae/diffusion_pytorch_model.safetensors"
    assert (tmp_path / "on/weights/inpaint" / vae).read_bytes() == (folder / vae).read_bytes()
    spec = ModelSpec("inpaint", "inpaint_diffusers", str(folder), "1", settings=SETTINGS)
    model = InpaintDiffusers(spec)
    model.load()
    image = Image(np.full((90, 120, 3), 120, np.uint8))
    hole = np.zeros((90, 120), np.bool_)
    hole[30:60, 40:80] = True
    item = {"image": image, "mask": Mask(hole), "room": Mask(hole), "prompt": "a dog", "seed": 4}
    first, second = model.fill([item, item])
    assert first == second
    assert (first.pixels[hole] != 120).any()


def test_without_diffusers_the_recipe_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "diffusers", None)
    for name in ("inpaint", "latents", "painters"):
        monkeypatch.delitem(sys.modules, f"visprog_benchmarks.micro.{name}")
    with pytest.raises(Unavailable, match=r"pip install 'visprog\[diffusion\]'"):
        recipe.recipe("inpaint")
