"""Programs that go by depth and read signs, on rendered scenes with the micro pack."""

import pytest

from visprog.session import Session
from visprog.types import Image
from visprog_benchmarks.world import Put, compose, make_scene, render
from visprog_benchmarks.world.signs import render_signed, with_sign

LINE = Image(
    render(
        compose(
            [
                Put("house", at=(0.3, 0.25), size=0.35),
                Put("car", at=(0.65, 0.5), size=0.3, colour="red"),
                Put("dog", at=(0.35, 0.8), size=0.3),
            ],
            ground="grass",
        )
    )[0]
)
"""From far to near: house, car, dog."""


@pytest.mark.parametrize(
    ("tool", "noun", "count"),
    [
        ("CROP_BEHIND", "house", "1"),
        ("CROP_BEHIND", "dog", "0"),
        ("CROP_FRONTOF", "dog", "1"),
        ("CROP_AHEAD", "house", "0"),
    ],
)
def test_a_crop_keeps_what_is_on_its_side(
    session: Session, tool: str, noun: str, count: str
) -> None:
    program = f"""
BOX0=LOC(image=IMAGE,object='car')
IMAGE0={tool}(image=IMAGE,box=BOX0)
BOX1=LOC(image=IMAGE0,object='{noun}')
ANSWER0=COUNT(box=BOX1)
FINAL_RESULT=RESULT(var=ANSWER0)
"""
    assert session.run(program, LINE).text == count


def test_depth_of_regions_is_compared(session: Session) -> None:
    program = """
BOX0=LOC(image=IMAGE,object='dog')
BOX1=LOC(image=IMAGE,object='house')
ANSWER0=DEPTH(image=IMAGE,object=BOX0)
ANSWER1=DEPTH(image=IMAGE,object=BOX1)
ANSWER2=EVAL(expr="'dog' if {ANSWER0} < {ANSWER1} else 'house'")
FINAL_RESULT=RESULT(var=ANSWER2)
"""
    assert session.run(program, LINE).text == "dog"


def test_patches_are_sorted_by_depth(session: Session) -> None:
    program = """
def execute_command(image):
    patch = ImagePatch(image)
    things = [(patch.find(name)[0].compute_depth(), name) for name in ('car', 'dog', 'house')]
    return ', '.join(name for depth, name in sorted(things))
"""
    assert session.run(program, LINE).text == "dog, car, house"


@pytest.mark.parametrize(("seed", "text"), [(2_000_000, "OPEN"), (2_000_003, "Bakery\n24")])
def test_a_sign_in_a_scene_is_read(session: Session, seed: int, text: str) -> None:
    image, _ = render_signed(with_sign(make_scene(seed), text))
    program = "TEXT0=OCR(image=IMAGE)\nFINAL_RESULT=RESULT(var=TEXT0)\n"
    answer = session.run(program, Image(image))
    assert answer.text == text
    (step,) = [step for step in answer.steps if step.tool == "OCR"]
    assert "micro/ocr" in step.model


def test_where_no_sign_is_nothing_is_read(session: Session) -> None:
    program = "TEXT0=OCR(image=IMAGE)\nANSWER0=EVAL(expr='len({TEXT0})')\nX=RESULT(var=ANSWER0)\n"
    assert session.run(program, LINE).text == "0"
