"""Programs beyond those that the world's questions need: masks, edits, VQA, selection, depth."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeAlias

from visprog_benchmarks.attribution.stage import Task
from visprog_benchmarks.world.asking import holders, present, single
from visprog_benchmarks.world.layout import make_scene
from visprog_benchmarks.world.scene import Scene, Split, Stage
from visprog_benchmarks.world.splits import SEEDS

Template: TypeAlias = Callable[[Scene, random.Random], str | None]
"""A program about the scene, when it allows one."""

SCENES = 120


def more_tasks(n: int, seed: int, split: Stage = "test", *, world: Split = "plain") -> list[Task]:
    """``n`` tasks, the templates in turn."""
    draw = random.Random(f"shapes {seed}")
    names = list(TEMPLATES)
    return [_task(names[number % len(names)], draw, split, world) for number in range(n)]


def _task(name: str, draw: random.Random, split: Stage, world: Split) -> Task:
    while True:
        scene = make_scene(SEEDS[split][0] + draw.randrange(SCENES), split=world)
        program = TEMPLATES[name](scene, draw)
        if program is not None:
            return Task(name, (scene,), name, program)


def _lines(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def _colour_pop(scene: Scene, draw: random.Random) -> str | None:
    things = present(scene)
    if not things:
        return None
    return _lines(
        f"OBJ0=SEG(image=IMAGE,object='{draw.choice(things)}')",
        "IMAGE0=COLORPOP(image=IMAGE,object=OBJ0)",
        "FINAL_RESULT=RESULT(var=IMAGE0)",
    )


def _blur_around_two(scene: Scene, draw: random.Random) -> str | None:
    things = present(scene)
    if len(things) < 2:
        return None
    one, other = draw.sample(things, 2)
    return _lines(
        f"OBJ0=SEG(image=IMAGE,object='{one}')",
        f"OBJ1=SEG(image=IMAGE,object='{other}')",
        "OBJ2=UNION(image=IMAGE,object=OBJ0,other=OBJ1)",
        "IMAGE0=BGBLUR(image=IMAGE,object=OBJ2,radius=6)",
        "FINAL_RESULT=RESULT(var=IMAGE0)",
    )


def _recolour_all_but(scene: Scene, draw: random.Random) -> str | None:
    found = holders(scene)
    if not found:
        return None
    index, holder, _ = draw.choice(found)
    held = draw.choice(scene.held_by(index)).noun
    return _lines(
        f"OBJ0=SEG(image=IMAGE,object='{holder.noun}')",
        f"OBJ1=SEG(image=IMAGE,object='{held}')",
        "OBJ2=DIFFERENCE(image=IMAGE,object=OBJ0,other=OBJ1)",
        "IMAGE0=RECOLOR(image=IMAGE,object=OBJ2,colour='purple')",
        "FINAL_RESULT=RESULT(var=IMAGE0)",
    )


def _ask_of_a_crop(scene: Scene, draw: random.Random) -> str | None:
    found = holders(scene)
    if not found:
        return None
    index, holder, _ = draw.choice(found)
    held = scene.held_by(index)[0].noun
    noun = draw.choice([held, draw.choice(present(scene) or [held])])
    article = "an" if noun[0] in "aeiou" else "a"
    return _lines(
        f"BOX0=LOC(image=IMAGE,object='{holder.noun}')",
        "IMAGE0=CROP(image=IMAGE,box=BOX0)",
        f"ANSWER0=VQA(image=IMAGE0,question='Is there {article} {noun}?')",
        "FINAL_RESULT=RESULT(var=ANSWER0)",
    )


def _same_colour(scene: Scene, draw: random.Random) -> str | None:
    things = [thing for thing in single(scene) if thing.colour is not None]
    if len(things) < 2:
        return None
    one, other = draw.sample(things, 2)
    return _lines(
        f"BOX0=LOC(image=IMAGE,object='{one.noun}')",
        "IMAGE0=CROP(image=IMAGE,box=BOX0)",
        f"ANSWER0=VQA(image=IMAGE0,question='What colour is the {one.noun}?')",
        f"BOX1=LOC(image=IMAGE,object='{other.noun}')",
        "IMAGE1=CROP(image=IMAGE,box=BOX1)",
        f"ANSWER1=VQA(image=IMAGE1,question='What colour is the {other.noun}?')",
        'ANSWER2=EVAL(expr="{ANSWER0} == {ANSWER1}")',
        "FINAL_RESULT=RESULT(var=ANSWER2)",
    )


def _tag_a_selected_one(scene: Scene, draw: random.Random) -> str | None:
    things = [thing for thing in single(scene) if thing.colour is not None]
    if not things:
        return None
    thing = draw.choice(things)
    nouns = sorted({thing.noun, *draw.sample(present(scene), min(2, len(present(scene))))})
    return _lines(
        f"OBJ0=DETECT(image=IMAGE,object='{','.join(nouns)}')",
        f"OBJ1=SELECT(image=IMAGE,object=OBJ0,query='{thing.phrase}',category=None)",
        "IMAGE0=TAG(image=IMAGE,object=OBJ1)",
        "FINAL_RESULT=RESULT(var=IMAGE0)",
    )


def _half_and_count(scene: Scene, draw: random.Random) -> str | None:
    things = single(scene)
    if len(things) < 2:
        return None
    one, other = draw.sample(things, 2)
    side = "LEFTOF" if other.centre[0] < one.centre[0] else "RIGHTOF"
    return _lines(
        f"BOX0=LOC(image=IMAGE,object='{one.noun}')",
        f"IMAGE0=CROP_{side}(image=IMAGE,box=BOX0)",
        f"BOX1=LOC(image=IMAGE0,object='{other.noun}')",
        "IMAGE1=CROP(image=IMAGE,box=BOX1)",
        f"BOX2=LOC(image=IMAGE1,object='{other.noun}')",
        "ANSWER0=COUNT(box=BOX2)",
        "ANSWER1=EVAL(expr=\"'yes' if {ANSWER0} > 0 else 'no'\")",
        "FINAL_RESULT=RESULT(var=ANSWER1)",
    )


def _remove(scene: Scene, draw: random.Random) -> str | None:
    things = present(scene)
    if not things:
        return None
    return _lines(
        f"OBJ0=SEG(image=IMAGE,object='{draw.choice(things)}')",
        "IMAGE0=REMOVE(image=IMAGE,object=OBJ0)",
        "FINAL_RESULT=RESULT(var=IMAGE0)",
    )


def _other_ground(scene: Scene, draw: random.Random) -> str | None:
    if scene.ground == "plain":
        return None
    made = draw.choice([ground for ground in ("grass", "sand", "snow") if ground != scene.ground])
    return _lines(
        f"OBJ0=SEG(image=IMAGE,object='{scene.ground}')",
        f"IMAGE0=REPLACE(image=IMAGE,object=OBJ0,prompt='{made}')",
        "FINAL_RESULT=RESULT(var=IMAGE0)",
    )


def _hide_faces(scene: Scene, draw: random.Random) -> str | None:
    if not any(thing.noun == "person" and thing.visible > 0.9 for thing in scene.things):
        return None
    return _lines(
        "OBJ0=FACEDET(image=IMAGE)",
        f"IMAGE0=EMOJI(image=IMAGE,object=OBJ0,emoji='{draw.choice(('😎', '🤖'))}')",
        "FINAL_RESULT=RESULT(var=IMAGE0)",
    )


def _which_is_nearer(scene: Scene, draw: random.Random) -> str | None:
    things = single(scene)
    if len(things) < 2:
        return None
    one, other = draw.sample(things, 2)
    return _lines(
        f"BOX0=LOC(image=IMAGE,object='{one.noun}')",
        "ANSWER0=DEPTH(image=IMAGE,object=BOX0)",
        f"BOX1=LOC(image=IMAGE,object='{other.noun}')",
        "ANSWER1=DEPTH(image=IMAGE,object=BOX1)",
        f"ANSWER2=EVAL(expr=\"'{one.noun}' if {{ANSWER0}} < {{ANSWER1}} else '{other.noun}'\")",
        "FINAL_RESULT=RESULT(var=ANSWER2)",
    )


TEMPLATES: dict[str, Template] = {
    "colour pop": _colour_pop,
    "blur around two": _blur_around_two,
    "recolour all but": _recolour_all_but,
    "ask of a crop": _ask_of_a_crop,
    "same colour": _same_colour,
    "tag a selected one": _tag_a_selected_one,
    "half and count": _half_and_count,
    "remove": _remove,
    "other ground": _other_ground,
    "hide faces": _hide_faces,
    "which is nearer": _which_is_nearer,
}
