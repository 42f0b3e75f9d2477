"""The sprite sheet and its table."""

import numpy as np
import pytest

from visprog_tools import sprites


def test_the_vocabulary_is_large_and_has_the_words_that_questions_need() -> None:
    assert len(sprites.nouns()) >= 110
    assert {"person", "boat", "bird", "tree", "dog", "cat", "cup", "car", "bus", "ball"} <= set(
        sprites.nouns()
    )
    tintable = [sprite for sprite in sprites.sprites().values() if sprite.tintable]
    assert len(tintable) >= 20
    assert len(sprites.COLOURS) == 8


def test_every_drawing_fills_its_cell_and_is_read_only() -> None:
    for noun, sprite in sprites.sprites().items():
        for variant, (width, height) in enumerate(sprite.sizes):
            pixels = sprites.draw(noun, None, variant)
            assert pixels.shape == (height, width, 4)
            assert max(width, height) >= 100, noun
            alpha = pixels[..., 3]
            assert all(edge.any() for edge in (alpha[0], alpha[-1], alpha[:, 0], alpha[:, -1]))
            assert not pixels.flags.writeable


@pytest.mark.parametrize("colour", sprites.COLOURS)
def test_a_colour_word_is_the_nearest_to_what_is_drawn(colour: str) -> None:
    names = list(sprites.COLOURS)
    anchors = np.array([sprites.COLOURS[name] for name in names], np.float64)
    for noun in ("balloon", "heart", "book", "bucket", "hat"):
        pixels = sprites.draw(noun, colour)
        plain = sprites.draw(noun)
        changed = (pixels[..., :3] != plain[..., :3]).any(-1) & (pixels[..., 3] > 250)
        middle = np.median(pixels[changed][:, :3], axis=0)
        nearest = names[int(np.linalg.norm(anchors - middle, axis=1).argmin())]
        assert nearest == colour, noun


def test_only_tintable_nouns_take_a_colour() -> None:
    with pytest.raises(ValueError, match="a dog takes no colour"):
        sprites.draw("dog", "red")


def test_plurals_lead_back_to_their_nouns() -> None:
    assert sprites.sprites()["person"].plural == "people"
    assert sprites.singulars()["people"] == "person"
    assert sprites.singulars()["strawberries"] == "strawberry"
    assert sprites.singulars()["dog"] == "dog"
    assert len({sprite.plural for sprite in sprites.sprites().values()}) == len(sprites.nouns())


def test_what_a_holder_holds_is_in_the_table() -> None:
    holders = [sprite for sprite in sprites.sprites().values() if sprite.holds]
    assert {"in", "on"} == {sprite.holds.relation for sprite in holders if sprite.holds}
    for sprite in holders:
        assert sprite.holds is not None
        assert set(sprite.holds.what) <= set(sprites.nouns())
        x0, y0, x1, y1 = sprite.holds.region
        assert 0 < x0 < x1 < 1
        assert 0 < y0 < y1 < 1
