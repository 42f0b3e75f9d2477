"""Questions that come with their program: of depth, of signs, of what a picture stands on.

The offline grammar leaves them to a language model, so what is measured here is the tools alone.
"""

from __future__ import annotations

from visprog_benchmarks.world import asking as ask
from visprog_benchmarks.world.depth import depth_of
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.question import Question
from visprog_benchmarks.world.scene import Scene, Thing
from visprog_benchmarks.world.signs import draw_lines, with_sign

APART = 0.08
"""How far apart two things' inverse depths are before one is called nearer."""


def nearer(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """Which is nearer, the dog or the cat?"""
    (scene,) = scenes
    pair = _apart(scene, draws)
    if pair is None:
        return None
    near, far = pair
    first, second = (near, far) if wanted == "first" else (far, near)
    text = draws.pick(
        (
            f"Which is nearer, the {first.noun} or the {second.noun}?",
            f"Which is closer to us, the {first.noun} or the {second.noun}?",
        )
    )
    written = f"""BOX0=LOC(image=IMAGE,object='{first.noun}')
BOX1=LOC(image=IMAGE,object='{second.noun}')
ANSWER0=DEPTH(image=IMAGE,object=BOX0)
ANSWER1=DEPTH(image=IMAGE,object=BOX1)
ANSWER2=EVAL(expr="'{first.noun}' if {{ANSWER0}} < {{ANSWER1}} else '{second.noun}'")
FINAL_RESULT=RESULT(var=ANSWER2)
"""
    return Question(text, scenes, near.noun, "nearer", None, written)


def reading(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """What does the sign say?"""
    (scene,) = scenes
    sign = "\n".join(draw_lines(draws, scene))
    try:
        signed = with_sign(scene, sign)
    except ValueError:  # a small picture has no room for a long line
        return None
    text = draws.pick(("What does the sign say?", "What is written on the sign?"))
    written = "TEXT0=OCR(image=IMAGE)\nFINAL_RESULT=RESULT(var=TEXT0)\n"
    answer = " ".join(signed.sign.lines)
    return Question(text, scenes, answer, "reading", None, written, sign)


def ground(scenes: tuple[Scene, ...], draws: Draws, wanted: str) -> Question | None:
    """What is the ground?"""
    (scene,) = scenes
    if scene.ground != wanted:
        return None
    text = "What is the ground?"
    written = f"ANSWER0=VQA(image=IMAGE,question='{text}')\nFINAL_RESULT=RESULT(var=ANSWER0)\n"
    return Question(text, scenes, wanted, "ground", None, written)


def _apart(scene: Scene, draws: Draws) -> tuple[Thing, Thing] | None:
    """Two things that can each be called "the X", of which the first is clearly nearer."""
    inverse = depth_of(scene).things
    near = {id(thing): value for thing, value in zip(scene.things, inverse, strict=True)}
    fit = [
        (one, other)
        for one in ask.single(scene)
        for other in ask.single(scene)
        if near[id(one)] - near[id(other)] >= APART and one.holder is None and other.holder is None
    ]
    return draws.pick(fit) if fit else None
