"""Train the inpainting model: a Stable Diffusion of 5.5 million weights at 128 pixels.

First an autoencoder learns the world's pixels, then a network learns to paint its latents into
holes: the world's things by name and colour, grounds, plain colours, or what surrounds the hole.
The text tower is the classifier's. Saved as an ordinary folder of diffusers.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderTiny, StableDiffusionInpaintPipeline
from transformers import AutoTokenizer, CLIPTextModel
from transformers.utils import logging

from visprog_benchmarks.micro.latents import (
    PEAK as LATENTS_PEAK,
)
from visprog_benchmarks.micro.latents import (
    autoencoder_loss,
    draw_crops,
    make_autoencoder,
    standardise,
    start_plain,
)
from visprog_benchmarks.micro.painters import Painter, Studio, make_scheduler
from visprog_benchmarks.micro.pasting import Exercises
from visprog_benchmarks.micro.recipe import Figures, Recipe, Run
from visprog_benchmarks.micro.repainted import Judge, evaluate_inpaint, evaluate_textures
from visprog_benchmarks.micro.session import Budget, Said, Trainer, overfit, rounded
from visprog_benchmarks.micro.sketchbook import draw_sketchbook
from visprog_benchmarks.micro.wishes import Wishes

PEAK = 1e-3
LATENTS_SHARE = 0.18
"""The share of the time in which the autoencoder is trained."""
SCENES = 4000
SAID = 50


def check_inpaint(run: Run) -> Figures:
    """What saying nothing gets on validation scenes, and one batch learnt by heart by each part."""
    torch.manual_seed(run.seed)
    exercises, wishes, _ = _prepared(run, "validation", 80)
    autoencoder = make_autoencoder().to(run.device)
    pixels = draw_crops(exercises, run)
    start_plain(autoencoder, pixels)
    coded = overfit(
        autoencoder, lambda: autoencoder_loss(autoencoder, pixels), run, peak=LATENTS_PEAK / 5
    )
    studio = Studio(autoencoder, exercises, wishes, run.device)
    painter = Painter(wishes.states.shape[-1]).to(run.device)
    exercise, states = studio.draw(run.sized(cpu=16, cuda=256))
    painted = overfit(
        painter.network,
        lambda: studio.loss(painter.network, exercise, states),
        run,
        peak=PEAK,
        clip=1.0,
    )
    constant = {
        "latents": {"levels": coded["first"]["grey"]},
        "velocity": {"loss": painted["first"]["zero"]},
    }
    return {"constant": constant, "one_batch_of_pixels": coded, "one_batch_of_holes": painted}


def train_inpaint(run: Run) -> Figures:
    """Train both parts on scenes drawn at the beginning; returns the last figures.

    With a pipeline to begin with, its network is trained on and its autoencoder stays as it is.
    """
    torch.manual_seed(run.seed)
    torch.backends.cudnn.benchmark = True
    scenes = run.steps if run.steps is not None else int(run.hours * 36_000)
    exercises, wishes, text = _prepared(run, "train", min(max(scenes, 80), SCENES))
    held_out, _, _ = _prepared(run, "validation", 80)
    if run.begin is None:
        autoencoder, left = _train_autoencoder(run, exercises, held_out), 1 - LATENTS_SHARE
    else:
        autoencoder, left = _saved_autoencoder(run.begin).to(run.device), 1.0
    studio = Studio(autoencoder, exercises, wishes, run.device)
    unseen = Studio(autoencoder, held_out, wishes, run.device)
    painter = Painter(wishes.states.shape[-1]).to(run.device)
    if run.begin is not None:
        painter.begin(run.begin / "unet")
    budget = Budget.of(_part(run, left), peak=PEAK)
    trainer = Trainer(painter, budget, run.work, decay=0.01, resume=run.resume)
    torch.manual_seed(run.seed + budget.step)
    batch = run.sized(cpu=16, cuda=256)
    judge = Judge(run.starts["classify"], run.device)

    def loss() -> tuple[torch.Tensor, Said]:
        painter.follow(budget.step)
        return studio.loss(painter.network, *studio.draw(batch))

    def measure(all_: bool) -> dict[str, float]:
        with _as_seeded(1):
            exercise, states = unseen.draw(2 * batch if all_ else batch)
            _, figures = unseen.loss(painter.average, exercise, states)
            made = unseen.paint(painter.average, exercise, states)
        return {
            "unseen": round(float(figures["loss"]), 4),
            "recognised": judge.recognised(made, exercise, wishes),
            "as drawn": judge.recognised(exercise.goal / 2 + 0.5, exercise, wishes),
        }

    return trainer.fit(
        loss,
        measure=measure,
        keep=lambda: save(painter, autoencoder, text, run.out),
        clip=1.0,
        said=SAID,
        looks=12,
    )


def _train_autoencoder(run: Run, exercises: Exercises, held_out: Exercises) -> AutoencoderTiny:
    autoencoder = make_autoencoder().to(run.device)
    start_plain(autoencoder, draw_crops(exercises, run))
    budget = Budget.of(_part(run, LATENTS_SHARE), peak=LATENTS_PEAK, warm_up=100)
    trainer = Trainer(autoencoder, budget, run.work / "autoencoder", decay=0.0, resume=run.resume)
    torch.manual_seed(run.seed + budget.step)

    def loss() -> tuple[torch.Tensor, Said]:
        return autoencoder_loss(autoencoder, draw_crops(exercises, run))

    @torch.no_grad()
    def measure(_: bool) -> dict[str, float]:
        with _as_seeded(1):
            return rounded(autoencoder_loss(autoencoder, draw_crops(held_out, run))[1])

    trainer.fit(loss, measure=measure, keep=lambda: None, clip=1.0, said=SAID)
    autoencoder.requires_grad_(False).eval()
    with _as_seeded(1):
        standardise(autoencoder, held_out)
    return autoencoder


def _saved_autoencoder(pipeline: Path) -> AutoencoderTiny:
    """That of a saved pipeline, to be used as it is."""
    found = AutoencoderTiny.from_pretrained(pipeline / "vae", torch_dtype=torch.float32)
    return found.requires_grad_(False).eval()


def _part(run: Run, share: float) -> Run:
    """The run with a share of its time."""
    steps = None if run.steps is None else max(1, round(run.steps * share))
    return replace(run, hours=run.hours * share, steps=steps)


def _prepared(run: Run, stage: Any, scenes: int) -> tuple[Exercises, Wishes, dict[str, Any]]:
    """Exercises of a stage, the wishes, and the tokenizer and text tower that hear them."""
    folder = run.starts["classify"]
    text = {"tokenizer": AutoTokenizer.from_pretrained(folder), "text_encoder": _tower(folder)}
    wishes = Wishes(text["tokenizer"])
    wishes.hear(text["text_encoder"], run.device)
    return Exercises(draw_sketchbook(stage, scenes), wishes, run.device), wishes, text


def _tower(classifier: Path) -> CLIPTextModel:
    """The classifier's text tower; that the image tower is left out need not be said."""
    verbosity = logging.get_verbosity()
    logging.set_verbosity_error()
    try:
        return CLIPTextModel.from_pretrained(classifier, dtype=torch.float32)
    finally:
        logging.set_verbosity(verbosity)


@contextmanager
def _as_seeded(seed: int) -> Iterator[None]:
    """Draw the same numbers every time, and leave the state of the generators as it was."""
    with torch.random.fork_rng():
        torch.manual_seed(seed)
        yield


def save(painter: Painter, autoencoder: AutoencoderTiny, text: dict[str, Any], out: Path) -> None:
    """The averaged network and all that a pipeline needs, in float16, as diffusers saves them."""
    network = type(painter.average)(**dict(painter.average.config))
    network.load_state_dict(painter.average.state_dict())
    coder = AutoencoderTiny.from_config(autoencoder.config)
    coder.load_state_dict(autoencoder.state_dict())
    tower = CLIPTextModel(text["text_encoder"].config)
    tower.load_state_dict(text["text_encoder"].state_dict())
    pipeline = StableDiffusionInpaintPipeline(
        vae=coder.half(),
        text_encoder=tower.half(),
        tokenizer=text["tokenizer"],
        unet=network.half(),
        scheduler=make_scheduler(),
        safety_checker=None,
        feature_extractor=None,
        requires_safety_checker=False,
    )
    pipeline.save_pretrained(out)


RECIPE = Recipe(
    role="inpaint",
    hours=8.0,
    headline=("recognised",),
    train=train_inpaint,
    checks=check_inpaint,
    evaluate=evaluate_inpaint,
    stand_in=evaluate_textures,
    needs=("classify",),
    pooled=False,
)
