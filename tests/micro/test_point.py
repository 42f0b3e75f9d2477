"""The pointer's parts: its words, what it is asked, its starting weights, one pass for an image."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image as PilImage
from torch.nn.functional import cross_entropy, normalize
from transformers import Owlv2ForObjectDetection

from visprog.model import ModelSpec
from visprog.types import Image
from visprog_benchmarks.micro.pool import CELLS, SIDE, Pool, draw_pool
from visprog_benchmarks.micro.recipe import Run
from visprog_benchmarks.micro.run import pack_folder
from visprog_tools.models.molmo2 import ASK, Molmo2, parse
from visprog_tools.sprites import nouns

pytest.importorskip("transformers", "5.20", "Molmo2 needs transformers 5.20 or newer")

from visprog_benchmarks.micro import aligning, point, pointing


@pytest.fixture(scope="module")
def pool() -> Pool:
    return draw_pool(range(16))


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return pointing.make_tokenizer()


@pytest.fixture(scope="module")
def model(tokenizer: Any) -> Any:
    torch.manual_seed(0)
    made = point.make_model(tokenizer)
    torch.nn.init.normal_(made.model.language_model.embed_tokens.weight, std=0.3)
    return made


def test_answers_are_read_back_as_they_were_meant(pool: Pool, tokenizer: Any) -> None:
    rng = np.random.default_rng(0)
    counted = 0
    for index in range(len(pool.images)):
        _, scene = pointing.frame(pool, index)
        for phrase, answer in pointing.questions(scene, 6, rng):
            ids = tokenizer(answer)["input_ids"]
            assert tokenizer.unk_token_id not in ids
            assert tokenizer.decode(ids) == answer
            found = np.array([(x, y) for _, x, y in parse(answer)]).reshape(-1, 2)
            assert (np.diff(found[:, 0]) >= 0).all()
            if phrase in nouns():
                there = scene.points[scene.labels == nouns().index(phrase)]
                assert len(found) == len(there)
                counted += len(found)
                for spot in found:
                    assert np.abs(there - spot).sum(1).min() <= 0.011
    assert counted > 20


def test_a_point_lies_on_its_thing(pool: Pool) -> None:
    on = []
    for index in range(len(pool.images)):
        _, scene = pointing.frame(pool, index)
        for number, (x, y) in enumerate(scene.points, 1):
            if (scene.owners == number).any():
                on.append(scene.owners[int(y * CELLS), int(x * CELLS)] == number)
    assert len(on) > 30
    assert np.mean(on) > 0.9


def test_frames_are_cut_as_the_processor_cuts_them(pool: Pool, tokenizer: Any) -> None:
    image = pool.images[0]
    inputs = pointing.make_processor(tokenizer)(
        images=[PilImage.fromarray(image)],
        text=["<|image|>" + ASK.format(phrase="dog") + pointing.TURN],
        return_tensors="pt",
    )
    before = point.prefix(tokenizer)
    assert inputs["input_ids"][0, : len(before)].tolist() == before.tolist()
    assert inputs["mm_token_type_ids"][0].sum() == len(before) - 1
    for view in inputs["pixel_values"]:
        assert torch.allclose(view, pointing.patches(torch.from_numpy(image[None]))[0], atol=1e-5)
    assert torch.equal(inputs["image_token_pooling"][:64], pointing.pooling())


def test_questions_that_share_an_image_share_its_pass(
    pool: Pool,
    tokenizer: Any,
    model: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(point, "autocast", lambda device: torch.no_grad())
    images, ids, labels = point.batch(pool, np.arange(2), tokenizer, np.random.default_rng(0))
    shared, _ = point.pointing_loss(model, tokenizer, images, ids, labels)
    each = len(ids) // 2
    before = point.prefix(tokenizer).expand(len(ids), -1)
    views = pointing.patches(images).repeat_interleave(2 * each, 0)
    offset = torch.arange(len(views))[:, None, None] * SIDE // 8 * CELLS
    with torch.no_grad():
        logits = model(
            input_ids=torch.cat([before, ids], 1),
            pixel_values=views,
            image_token_pooling=(pointing.pooling() + offset).flatten(0, 1),
            image_grids=torch.tensor([[8, 8, 8, 8]] * len(ids)),
            mm_token_type_ids=torch.cat([(before != before[0, 0]).long(), ids * 0], 1),
        ).logits[:, before.shape[1] : -1]
    said = labels[:, 1:] >= 0
    assert shared.item() == pytest.approx(
        cross_entropy(logits[said], labels[:, 1:][said]).item(), abs=1e-4
    )


def test_the_pointer_starts_out_knowing_what_is_where(
    pool: Pool, tokenizer: Any, tmp_path: Path
) -> None:
    torch.manual_seed(0)
    made = point.make_model(tokenizer)
    run = Run(
        out=tmp_path / "out",
        work=tmp_path,
        pool=tmp_path,
        hours=1,
        steps=10,
        starts={"detect": pack_folder("detect")},
    )
    point.align(made, tokenizer, run, pool)
    steps = torch.load(tmp_path / "tower" / "checkpoint.pt", weights_only=True)
    folded = point.make_model(tokenizer)
    detector = Owlv2ForObjectDetection.from_pretrained(run.starts["detect"], dtype=torch.float32)
    aligning.fold_tower(folded, detector, torch.from_numpy(pool.images))
    layers = [m.model.vision_tower.layers[0].mlp.fc1.weight for m in (made, folded)]
    assert steps["step"] == 2
    assert not torch.equal(*layers)
    shown = [pointing.frame(pool, index) for index in range(len(pool.images))]
    with torch.no_grad():
        out = made.get_image_features(
            pointing.patches(torch.from_numpy(np.stack([image for image, _ in shown]))),
            (pointing.pooling() + torch.arange(len(shown))[:, None, None] * 256).flatten(0, 1),
            torch.tensor([[8, 8, 0, 0]] * len(shown)),
        )
    known = tokenizer.get_vocab()
    table = made.model.language_model.embed_tokens.weight
    words = torch.stack([table[known[f" {noun.split()[-1]}"], aligning.NAMED] for noun in nouns()])
    right = []
    for code, (_, scene) in zip(out.pooler_output, shown, strict=True):
        owners = scene.owners.reshape(8, 2, 8, 2).transpose(0, 2, 1, 3).reshape(64, 4)
        for token, owner in enumerate(owners):
            if owner.min() == owner.max() > 0:
                likeness = normalize(code[token, aligning.SHOWN], dim=-1) @ words.T
                right.append(int(likeness.argmax()) == scene.labels[owner[0] - 1])
    assert len(right) > 50
    assert np.mean(right) > 0.6

    point.save(made, tokenizer, run.out)
    pointer = Molmo2(ModelSpec("point", "molmo2", str(run.out), "local"))
    pointer.load()
    (found,) = pointer.point([{"image": Image(pool.images[0]), "phrase": "dog"}])
    assert found.dtype == np.float32
    assert found.shape[1] == 2
