"""The recipes' parts: tokenizer, starting weights, losses, the pool, the clock, one short run."""

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from visprog.errors import Unavailable, UsageError
from visprog_benchmarks.micro import ROLES, detect, train
from visprog_benchmarks.micro.init import shift_init
from visprog_benchmarks.micro.losses import Targets, box_loss, focal, pairwise_iou, positive_tokens
from visprog_benchmarks.micro.phrases import coloured, phrases, prompt, vocabulary
from visprog_benchmarks.micro.pool import COLOUR_INDEX, NOUN_INDEX, Pool, draw_pool
from visprog_benchmarks.micro.recipe import recipe
from visprog_benchmarks.micro.run import told_when_full
from visprog_benchmarks.micro.session import Budget, Trainer
from visprog_benchmarks.micro.tokenizer import make_tokenizer, merges_of
from visprog_benchmarks.world import make_scene, render


def test_every_known_word_is_one_token_and_owl_can_read_the_ids() -> None:
    tokenizer = make_tokenizer(vocabulary())
    for word in ("ice", "people", "strawberries", "red", "photo"):
        assert len(tokenizer(word)["input_ids"]) == 3
    ids = tokenizer("a photo of a xylophone")["input_ids"]
    assert ids[0] == tokenizer.bos_token_id > 0
    assert max(ids) == ids[-1] == tokenizer.eos_token_id == len(tokenizer) - 1
    assert tokenizer.pad_token_id == 0


def test_merges_do_not_depend_on_the_order_of_words() -> None:
    words = ["banana", "band", "bandana", "cat"]
    assert merges_of(words) == merges_of(words[::-1])


def test_prompts_have_the_right_article() -> None:
    assert prompt("a photo of a {}", "egg") == "a photo of an egg"
    assert prompt("a photo of a {}", "red egg") == "a photo of a red egg"
    assert coloured("dog") == ("dog",)
    assert "purple balloon" in coloured("balloon")
    assert len(set(phrases())) == len(phrases())


def test_heads_start_out_looking_at_their_neighbours() -> None:
    model = detect.make_model(make_tokenizer(vocabulary()))
    scene, _ = render(make_scene(3, width=128, height=128))
    pixels = (torch.from_numpy(scene).permute(2, 0, 1)[None].float() / 255 - 0.5) / 0.25
    with torch.no_grad():
        out = model.owlv2.vision_model(pixel_values=pixels, output_attentions=True)
    for attention, radius in zip(out.attentions, detect.RADII, strict=True):
        token = 1 + 8 * 16 + 8
        for head, step in enumerate((radius, -radius, 16 * radius, -16 * radius)):
            row = attention[0, head, token]
            assert int(row.argmax()) == token + step
            assert row.max() > 0.3


def test_shift_init_leaves_the_forward_pass_alone() -> None:
    model = detect.make_model(make_tokenizer(vocabulary()))
    shift_init(model.owlv2.vision_model, 16, detect.RADII)
    with torch.no_grad():
        features, _ = model.image_embedder(pixel_values=torch.zeros(1, 3, 128, 128))
    assert features.shape == (1, 16, 16, detect.WIDTH)
    assert torch.isfinite(features).all()


def test_generalised_iou_by_hand() -> None:
    first = torch.tensor([[0.0, 0, 2, 2], [0, 0, 1, 1]])
    second = torch.tensor([[1.0, 1, 3, 3], [2, 0, 3, 1]])
    iou, generalised = pairwise_iou(first, second)
    assert iou.tolist() == pytest.approx([1 / 7, 0])
    assert generalised.tolist() == pytest.approx([1 / 7 - 2 / 9, -1 / 3])
    loss, mean = box_loss(torch.tensor([[1.0, 1, 2, 2]]), torch.tensor([[0.0, 0, 2, 2]]))
    assert loss.item() == pytest.approx(0, abs=1e-6)
    assert mean.item() == 1


def test_focal_loss_punishes_the_confidently_wrong() -> None:
    keep = torch.ones(1, 2)
    target = torch.tensor([[1.0, 0.0]])
    right = focal(torch.tensor([[4.0, -4.0]]), target, keep)
    wrong = focal(torch.tensor([[-4.0, 4.0]]), target, keep)
    assert right < 1e-3 < 5 < wrong
    assert focal(torch.tensor([[4.0, 4.0]]), target, torch.tensor([[1.0, 0.0]])) == pytest.approx(
        right.item(), rel=0.5
    )


def test_the_positive_token_is_at_the_centre_unless_something_else_covers_it() -> None:
    owners = torch.zeros(1, 16, dtype=torch.long)
    targets = Targets(
        boxes=torch.tensor([[[0.25, 0.25, 0.74, 0.74]]]),
        labels=torch.tensor([[0]]),
        phrases=torch.tensor([[-1]]),
        whole=torch.tensor([[True]]),
        owners=owners,
    )
    logits = torch.zeros(1, 16, 1)
    owners[0, 5] = 1
    assert positive_tokens(logits, targets, 4).item() == 5
    owners[0, 5], owners[0, 6] = 2, 1
    assert positive_tokens(logits, targets, 4).item() == 6


def test_the_pool_knows_what_it_shows(tmp_path: Path) -> None:
    pool = draw_pool(range(12))
    pool.save(tmp_path / "0000000.npz")
    again = Pool.load([tmp_path / "0000000.npz"])
    assert np.array_equal(pool.images, again.images)
    assert len(pool.images) == 24
    whole_frames = slice(0, None, 2)
    assert pool.whole[whole_frames][pool.labels[whole_frames] >= 0].all()
    assert (pool.labels >= 0).sum(1).max() <= 10
    boxes = pool.boxes[pool.labels >= 0]
    assert (boxes[:, 2:] > boxes[:, :2]).all()
    assert boxes.min() >= 0
    assert boxes.max() <= 1
    tinted = pool.crop_colours >= 0
    names = list(NOUN_INDEX)
    assert all(len(coloured(names[n])) == len(COLOUR_INDEX) for n in pool.crop_nouns[tinted])


def test_the_clock_goes_on_where_it_stopped(tmp_path: Path) -> None:
    model = nn.Linear(2, 1)
    budget = Budget(hours=1, peak=0.1, warm_up=2)
    trainer = Trainer(model, budget, tmp_path, decay=0.0, resume=False)
    rates = []
    for rate in budget.steps():
        rates.append(rate)
        trainer.update(model(torch.ones(1, 2)).sum(), rate)
        if len(rates) == 3:
            budget.spent = 1800.0
        if len(rates) == 5:
            break
    assert rates[0] == pytest.approx(0.05, rel=1e-3)
    assert rates[1] == pytest.approx(0.1, rel=1e-3)
    assert rates[4] == pytest.approx(0.0505, rel=1e-2)
    trainer.save()
    other = nn.Linear(2, 1)
    later = Budget(hours=1, peak=0.1)
    Trainer(other, later, tmp_path, decay=0.0, resume=True)
    assert later.spent == pytest.approx(budget.spent)
    assert torch.equal(other.weight, model.weight)


def test_a_killed_training_goes_on_where_it_was(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "visprog", "bench", "train", "classify", "--device", "cpu"]
    command += ["--hours", "0.001", "--steps", "40", "--scenes", "2", "--work", str(tmp_path)]
    checkpoint = tmp_path / "classify" / "checkpoint.pt"
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as child:
        while not checkpoint.exists():
            assert child.poll() is None, child.stderr and child.stderr.read()
            time.sleep(0.05)
        child.send_signal(signal.SIGKILL)
    before = torch.load(checkpoint, weights_only=True)["step"]
    again = subprocess.run(command, capture_output=True, text=True, check=True)
    log = (tmp_path / "classify" / "log.jsonl").read_text(encoding="utf-8").splitlines()
    assert 0 < before < json.loads(log[-1])["step"]
    assert sum(json.loads(line)["step"] == 1 for line in log) == 1
    assert "checks: " not in again.stderr
    assert "right noun of 141" in again.stdout
    assert (tmp_path / "weights" / "classify" / "model.safetensors").exists()


def test_steps_and_seed_decide_the_weights(tmp_path: Path) -> None:
    weights = []
    few = {"steps": 2, "hours": 1e-3, "scenes": 2, "resume": False}  # the hours are for the checks
    for seed in (0, 0, 1):
        train("classify", device="cpu", work=tmp_path, seed=seed, **few)
        weights.append((tmp_path / "weights/classify/model.safetensors").read_bytes())
    assert weights[0] == weights[1] != weights[2]


def test_what_cannot_be_trained_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="more than 0"):
        train("classify", hours=0, work=tmp_path)
    with pytest.raises(Unavailable, match="choose another --work, or fewer --scenes"):
        train("classify", device="cpu", scenes=900_000, work=tmp_path)
    if not torch.cuda.is_available():
        with pytest.raises(Unavailable, match="no CUDA device"):
            train("classify", device="cuda", work=tmp_path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "checkpoint.part").symlink_to("/dev/full")
    trainer = Trainer(nn.Linear(9, 9), Budget(1, 0.1), tmp_path, decay=0.0, resume=False)
    with pytest.raises(Unavailable, match=r"disk of .* is full"), told_when_full(tmp_path):
        trainer.save()
    with pytest.raises(ValueError, match="something else"), told_when_full(tmp_path):
        raise ValueError("something else")


@pytest.mark.parametrize("role", ROLES)
def test_every_role_has_a_recipe_with_the_same_face(role: str) -> None:
    try:
        made = recipe(role)
    except Unavailable as missing:
        pytest.skip(str(missing))
    assert made.role == role
    assert made.hours > 0
    assert set(made.needs) < set(ROLES[: ROLES.index(role)]) | {"none"}
    assert all(map(callable, (made.train, made.checks, made.evaluate)))


def test_training_from_nothing_saves_folders_that_load(tmp_path: Path) -> None:
    from transformers import AutoProcessor, CLIPModel, Owlv2ForObjectDetection

    for role, load in (("classify", CLIPModel), ("detect", Owlv2ForObjectDetection)):
        figures = train(
            role,
            device="cpu",
            hours=1e-6,
            out=tmp_path / role,
            work=tmp_path / "work",
            scenes=2,
        )
        assert figures
        assert (tmp_path / role / "visprog.json").exists()
        assert load.from_pretrained(tmp_path / role).dtype in (torch.float16, torch.float32)
        assert AutoProcessor.from_pretrained(tmp_path / role).tokenizer.pad_token_id == 0
