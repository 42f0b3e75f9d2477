"""What a model is told."""

from __future__ import annotations

import pytest

from tests.benchmarks import plain
from visprog.tool import ToolTable, tool
from visprog_benchmarks.metrics import right
from visprog_benchmarks.world.layout import make_scene
from visprog_benchmarks.world.splits import SEEDS
from visprog_planners import Request
from visprog_planners.prompt import Example, examples, messages, system
from visprog_tools import TOOLS


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.question)
def test_every_example_is_right_on_its_scene(example: Example) -> None:
    assert all(seed in SEEDS["train"] for seed in example.seeds)
    scenes = tuple(make_scene(seed) for seed in example.seeds)
    assert len(scenes) == example.images
    assert right(plain.run(example.program, scenes), example.answer)


def test_a_new_tool_appears_by_itself() -> None:
    @tool("SNEEZE", example="X=SNEEZE(force=2)")
    def sneeze(force: float) -> str:
        """Sneeze once."""
        return "atchoo" * int(force)

    said = system(Request("?", tools=ToolTable([*TOOLS, sneeze])))
    assert "- SNEEZE(force: number) -> text: Sneeze once. Example: X=SNEEZE(force=2)" in said


def test_methods_are_shown_without_their_patch() -> None:
    said = system(Request("?", tools=ToolTable(TOOLS)))
    assert "ImagePatch.find(object_name: text) -> images" in said
    assert "ImagePatch.compute_depth() -> number" in said


def test_a_wished_dialect_is_the_only_one_shown() -> None:
    said = system(Request("?", tools=ToolTable(TOOLS), dialect="vipergpt"))
    assert "Tools of the VisProg dialect" not in said
    assert "def execute_command(image):" in said


def test_only_the_last_message_depends_on_the_question() -> None:
    table = ToolTable(TOOLS)
    one, other = (messages(Request(text, tools=table)) for text in ("one?", "other?"))
    assert one[:-1] == other[:-1]
    assert one[-1] != other[-1]


def test_images_are_called_by_their_names() -> None:
    assert "The images are called LEFT and RIGHT." in system(Request("?", images=2))
    assert "def execute_command(image1, image2, image3):" in system(Request("?", images=3))
