"""The inpainting stand-in's words and pictures, the emoji table and the ground segmenter."""

from __future__ import annotations

import numpy as np
import pytest

from tests.tools.edit_bench import mask, meadow, stand_in
from visprog.errors import ToolError
from visprog.types import Image, Mask
from visprog_benchmarks.world import GROUNDS as WORLD_GROUNDS
from visprog_benchmarks.world import make_scene, render
from visprog_tools import emoji, grounds
from visprog_tools.edit import colours
from visprog_tools.edit.textures import GROUNDS, paint
from visprog_tools.models.inpaint_textures import Wanted, understood

WORLD_WORDS = {
    "grass": "grass", "sand": "desert", "water": "water", "snow": "snow", "sky": "sky",
    "wood": "wooden floor", "night": "night sky", "plain": "background",
}  # fmt: skip


# ---- textures


@pytest.mark.parametrize("ground", GROUNDS)
def test_a_ground_follows_from_its_seed_and_does_not_repeat(ground: str) -> None:
    first = paint(ground, 192, 144, 3)
    assert first.shape == (144, 192, 3)
    assert 0 <= first.min() <= first.max() <= 255
    assert np.array_equal(first, paint(ground, 192, 144, 3))
    assert not np.array_equal(first, paint(ground, 192, 144, 4))
    grey = first.mean(-1) - first.mean(-1).mean(1, keepdims=True)
    for shift in range(16, 96, 8):  # a tile would be found again at its own width
        other = np.roll(grey, shift, 1)
        assert (grey * other).mean() < 0.9 * (grey * grey).mean() + 1e-6


@pytest.mark.parametrize("ground", sorted(set(GROUNDS) - {"beach"}))
def test_a_painted_ground_has_the_colours_it_is_known_by(ground: str) -> None:
    pixels = np.rint(paint(ground, 160, 120, 0)).astype(np.uint8)
    everywhere = np.ones((120, 160), np.bool_)
    assert grounds.likeness(pixels, everywhere, ground) > 0.3


# ---- words


@pytest.mark.parametrize(
    ("prompt", "ground"),
    [
        ("lush green grass", "grass"),
        ("a sandy desert", "sand"),
        ("the deep blue sea", "water"),
        ("snow", "snow"),
        ("a night sky", "night"),
        ("cloudy sky", "sky"),
        ("wooden floor", "wood"),
        ("a beach background", None),
        ("beach", "beach"),
    ],
)
def test_grounds_by_their_words(prompt: str, ground: str | None) -> None:
    assert grounds.ground_named(prompt) == ground or ground is None
    if ground is not None:
        assert understood(prompt).ground == ground


def test_colour_words_are_obeyed() -> None:
    assert understood("green grass").colour is None  # it is green anyway
    assert understood("purple grass").colour == colours.colour_named("purple")
    assert understood("white").colour == colours.colour_named("white")
    assert understood("a white background").colour == colours.colour_named("white")
    car, red = understood("a car").drawing, understood("a red car").drawing
    assert car is not None
    assert red is not None
    assert not np.array_equal(car, red)


def test_things_are_sprites_or_emoji() -> None:
    assert understood("a dog").drawing is not None
    assert understood("a unicorn").drawing is not None
    assert understood("") == Wanted()
    with pytest.raises(ToolError, match="cannot paint"):
        understood("the theory of relativity")


def test_one_bad_prompt_in_a_batch_fails_alone() -> None:
    hole = mask("disc")
    item = {"image": meadow(), "mask": hole, "room": hole, "seed": 0}
    good, bad = stand_in().fill([{**item, "prompt": "sand"}, {**item, "prompt": "qwertz"}])
    assert isinstance(good, Image)
    assert isinstance(bad, ToolError)


def test_the_whole_picture_may_be_the_hole() -> None:
    everything = Mask(np.ones((90, 120), np.bool_))
    item = {"image": meadow(), "mask": everything, "room": everything, "prompt": "", "seed": 0}
    assert isinstance(stand_in().fill([item])[0], Image)


# ---- emoji


def test_every_emoji_is_found_by_its_name_and_by_itself() -> None:
    assert len(emoji.emoji()) > 1800
    for item in emoji.emoji().values():
        assert emoji.find(item.name) is item
        assert emoji.find(item.characters) is item


def test_every_emoji_has_a_drawing() -> None:
    for item in list(emoji.emoji().values())[::37]:
        pixels = emoji.draw(item)
        assert pixels.shape == (item.size[1], item.size[0], 4)
        assert (pixels[..., 3] > 200).mean() > 0.05


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (":smiling_face_with_sunglasses:", "smiling face with sunglasses"),
        ("thinking emoji", "thinking face"),
        ("\U0001f44d\U0001f3fd", "thumbs up"),
        ("flag of japan", "japan"),
        ("crying", "crying face"),
    ],
)
def test_names_are_forgiving(text: str, name: str) -> None:
    assert emoji.find(text).name == name


def test_an_unknown_emoji_comes_with_close_names() -> None:
    with pytest.raises(emoji.UnknownEmoji, match="smiling face") as caught:
        emoji.find("smilng face")
    assert caught.value.hints[0] == "smiling face"


# ---- the ground of a picture


@pytest.mark.parametrize("ground", sorted(WORLD_GROUNDS))
def test_the_worlds_grounds_are_segmented(ground: str) -> None:
    shares = []
    for seed in range(1_000_000, 1_000_200):
        scene = make_scene(seed, width=256, height=256)
        if scene.ground != ground:
            continue
        pixels, ids = render(scene)
        regions = grounds.segment(Image(pixels), WORLD_WORDS[ground])
        bits = regions[0].mask.bits if regions and regions[0].mask else ids < 0
        shares.append(((ids == 0) & bits).sum() / ((ids == 0) | bits).sum())
        if len(shares) == 4:
            break
    assert np.mean(shares) > 0.95


def test_a_ground_that_is_not_there_is_an_answer() -> None:
    assert len(grounds.segment(meadow(), "snow")) == 0
    assert len(grounds.segment(meadow(), "a dog")) == 0
    assert len(grounds.segment(meadow(), "grass")) == 1
