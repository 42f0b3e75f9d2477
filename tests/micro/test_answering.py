"""The vqa and caption recipes: they learn one batch, and what they save is what programs load."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from visprog.model import ModelSpec
from visprog.types import Image
from visprog_benchmarks.micro import blip, evaluate, recipe
from visprog_benchmarks.micro.asked import ANSWERS, WORDS
from visprog_benchmarks.micro.pool import draw_pool
from visprog_benchmarks.micro.run import pack_folder
from visprog_benchmarks.world import Put, compose, render
from visprog_tools.models.blip import Blip, BlipCaption

STARTS = {role: pack_folder(role) for role in ("detect", "vqa")}


def _run(tmp_path: Path, role: str, steps: int) -> recipe.Run:
    for stage, seeds in (("train", range(4)), ("validation", range(1_000_000, 1_000_004))):
        draw_pool(seeds).save(tmp_path / "pool" / stage / f"{seeds.start:07d}.npz")
    return recipe.Run(
        out=tmp_path / role,
        work=tmp_path / "work" / role,
        pool=tmp_path / "pool",
        hours=1.0,
        steps=steps,
        starts=STARTS,
    )


@pytest.mark.parametrize("role", ["vqa", "caption"])
def test_one_batch_is_learnt_and_the_constant_is_named(tmp_path: Path, role: str) -> None:
    figures = recipe.recipe(role).checks(_run(tmp_path, role, 160))
    learnt = figures["one_batch"]
    assert learnt["last"]["loss"] < 0.7 * learnt["first"]["loss"]
    shares = [value for value in figures["constant"].values() if isinstance(value, float)]
    assert shares
    assert all(0 <= value < 1 for value in shares)


def test_what_is_saved_is_what_programs_load(tmp_path: Path) -> None:
    image = Image(render(compose([Put("dog", (0.5, 0.5), 0.5)], ground="grass"))[0])
    recipe.recipe("vqa").train(_run(tmp_path, "vqa", 2))
    answering = Blip(ModelSpec("vqa", "blip", str(tmp_path / "vqa"), "local"))
    answering.load()
    said = answering.answer([{"image": image, "question": "What is this?"}] * 2)
    assert said[0] == said[1]
    recipe.recipe("caption").train(_run(tmp_path, "caption", 2))
    telling = BlipCaption(ModelSpec("caption", "blip_caption", str(tmp_path / "caption"), "local"))
    telling.load()
    assert isinstance(telling.caption([{"image": image}])[0], str)


def test_folding_the_first_norm_keeps_most_of_what_the_tower_sees() -> None:
    from transformers import BlipVisionModel

    detector = blip.Detector(pack_folder("detect"), "cpu")
    pool = draw_pool(range(8))
    config = blip.make_config(blip.make_tokenizer(WORDS), layers=1).vision_config
    vision = BlipVisionModel(config)
    pixels = blip.normalised(pool.images, "cpu")
    blip.fold(detector.tower, vision, pixels)
    with torch.no_grad():
        given, wanted = vision(pixels).last_hidden_state, detector.features(pixels)
    assert ((given - wanted) ** 2).mean() < 0.3 * wanted.var()


def test_the_shipped_answers_are_right() -> None:
    scene = compose(
        [
            Put("boat", (0.3, 0.5), 0.5, holds=(Put("person"), Put("person"))),
            Put("car", (0.78, 0.5), 0.35, colour="red"),
        ],
        ground="grass",
    )
    image = Image(render(scene)[0])
    model = Blip(ModelSpec("vqa", "blip", str(pack_folder("vqa")), "local"))
    model.load()
    asked = {
        "What color is the car?": "red",
        "Is the car red?": "yes",
        "Is the car blue?": "no",
        "Is there a dog in the image?": "no",
        "Is there a zebra in the image?": "no",
        "Are there any umbrellas?": "no",
        "Is there a car?": "yes",
        "What are the people in?": "boat",
        "How many cars are there?": "1",
        "How many people are in the boat?": "2",
        "What is the ground?": "grass",
        "On which side of the image is the car?": "right",
    }
    said = model.answer([{"image": image, "question": text} for text in asked])
    assert sum(map(str.__eq__, said, asked.values())) >= 10, said
    unheard = "Would the gentleman over there be so kind as to tell us about " + "it " * 60 + "?"
    assert model.answer([{"image": image, "question": unheard}])[0] in ANSWERS
    assert evaluate("vqa", scenes=6)["exact"]["value"] >= 0.75


def test_the_shipped_captions_name_what_is_in_a_crop() -> None:
    figures = evaluate("caption", scenes=16)["axes"]["crops"]
    assert figures["nouns"]["value"] >= 0.7
    assert figures["precision"]["value"] >= 0.8
