"""The reader: where its lines come from, that it learns, and that the shipped weights read."""

from pathlib import Path

import numpy as np
import pytest
import torch

from visprog.model import ModelSpec
from visprog.types import Image
from visprog_benchmarks.micro import evaluate, ocr
from visprog_benchmarks.micro.reading import distance, draw_signed
from visprog_benchmarks.micro.run import pack_folder
from visprog_benchmarks.world.words import HELD_OUT_WORDS
from visprog_tools.models.pp_ocr import PpOcr


@pytest.fixture(scope="module")
def lines() -> list[ocr.Line]:
    return ocr.Lines(np.random.default_rng(5), "train").draw(40)


def test_lines_say_what_is_on_them(lines: list[ocr.Line]) -> None:
    assert len(lines) >= 40
    assert {line.pixels.shape[0] for line in lines} == {ocr.HEIGHT}
    written = [line for line in lines if line.text]
    assert 0 < len(lines) - len(written) < len(lines) / 3
    widths = [len(line.text) for line in written], [line.pixels.shape[1] for line in written]
    assert np.corrcoef(*widths)[0, 1] > 0.8
    words = {word.lower() for line in written for word in line.text.split()}
    assert not words & set(HELD_OUT_WORDS)


def test_the_same_place_twice_is_one_character() -> None:
    row = [ocr.CHARACTERS.index(character) for character in ("t", "o", "o", "", "o", "", "")]
    places = torch.nn.functional.one_hot(torch.tensor([row]), len(ocr.CHARACTERS)).float()
    assert ocr.decoded(places) == ["too"]


@pytest.mark.parametrize(
    ("first", "second", "changes"),
    [("", "abc", 3), ("kitten", "sitting", 3), ("OPEN", "OPEN", 0), ("flaw", "lawn", 2)],
)
def test_distance_counts_changes(first: str, second: str, changes: int) -> None:
    assert distance(first, second) == distance(second, first) == changes


def test_a_few_steps_lower_the_loss_and_the_folder_loads(
    lines: list[ocr.Line], tmp_path: Path
) -> None:
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    model = ocr.make_model()
    few = sorted(lines, key=lambda line: line.pixels.shape[1])[:12]
    pixels = ocr.stacked(few, rng, "cpu")
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3)
    losses = []
    for _ in range(12):
        loss, _ = ocr.reading_loss(model, few, pixels)
        losses.append(loss.item())
        optimiser.zero_grad()
        torch.autograd.backward(loss)
        optimiser.step()
    assert losses[-1] < 0.3 * losses[0]
    ocr.save(model.eval(), tmp_path)
    adapter = PpOcr(ModelSpec("ocr", PpOcr.family, str(tmp_path), "1"))
    adapter.load()
    one = few[-1].pixels
    with torch.inference_mode():
        given = adapter._processor(images=[one], return_tensors="pt")["pixel_values"]
        own = ocr.stacked([few[-1]], np.random.default_rng(0), "cpu")
    assert given.shape == own.shape
    assert torch.corrcoef(torch.stack([given.flatten(), own.flatten()]))[0, 1] > 0.99
    (text,) = adapter.read([{"image": Image(one)}])
    assert isinstance(text, str)


def test_doubtful_lines_are_no_text() -> None:
    (signed,) = draw_signed("test", 1)
    for threshold, read in ((0.0, True), (1.1, False)):
        settings = {"boards": True, "threshold": threshold}
        spec = ModelSpec("ocr", PpOcr.family, str(pack_folder("ocr")), "1", settings=settings)
        adapter = PpOcr(spec)
        adapter.load()
        (text,) = adapter.read([{"image": Image(signed.image)}])
        assert bool(text) == read


def test_the_shipped_weights_read_unseen_words_on_unseen_signs() -> None:
    axes = evaluate("ocr", scenes=16)["axes"]
    assert axes["plain"]["whole"]["value"] >= 0.6
    assert axes["plain"]["cut"]["value"] >= 0.6
    assert axes["plain"]["errors"]["value"] <= 0.12
    assert axes["plain"]["silent"]["value"] >= 0.8
