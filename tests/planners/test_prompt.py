"""What a model is told."""

from __future__ import annotations

import pytest

from visprog.tool import ToolTable, tool
from visprog_planners import Request
from visprog_planners.choose import CHOICES, Choice, chosen, chosen_wrong, shape
from visprog_planners.library import examples
from visprog_planners.prompt import Prompting, messages
from visprog_planners.tasks import TASKS, Task
from visprog_tools.builtin import TOOLS

TABLE = ToolTable(TOOLS)


def said(question: str = "?", shown: Prompting | None = None, **request: object) -> tuple[str, str]:
    """The system's and the user's message."""
    first, last = messages(Request(question, tools=TABLE, **request), shown)  # type: ignore[arg-type]
    return first["content"], last["content"]


def test_a_new_tool_appears_by_itself() -> None:
    @tool("SNEEZE", example="X=SNEEZE(force=2)")
    def sneeze(force: float) -> str:
        """Sneeze once."""
        return "atchoo" * int(force)

    system = messages(Request("?", tools=ToolTable([*TOOLS, sneeze])))[0]["content"]
    assert "- SNEEZE(force: number) -> text: Sneeze once. Example: X=SNEEZE(force=2)" in system


def test_methods_are_shown_without_their_patch() -> None:
    system, _ = said()
    assert "ImagePatch.find(object_name: text) -> images" in system
    assert "ImagePatch.compute_depth() -> number" in system


def test_a_wished_dialect_is_the_only_one_shown() -> None:
    system, user = said("How many dogs are there?", dialect="vipergpt")
    assert "Tools of the VisProg dialect" not in system
    assert "def execute_command(image):" in user
    assert "COUNT(box=" not in user


def test_images_are_called_by_their_names() -> None:
    assert "In VisProg: LEFT and RIGHT." in said(images=2)[1]
    assert "def execute_command(image1, image2, image3):" in said(images=3)[1]
    assert "IMAGE1, IMAGE2, IMAGE3" in said(images=3)[1]


@pytest.mark.parametrize("choice", CHOICES)
def test_only_the_last_message_depends_on_the_question(choice: Choice) -> None:
    shown = Prompting(choice=choice)
    questions = ("How many dogs are there?", "Is the car red?")
    (one, first), (other, second) = (said(text, shown) for text in questions)
    assert one == other, "a provider's cache keeps the longest common beginning"
    assert first != second
    if choice == "similar":
        assert said(questions[0], shown, images=2)[0] == one, "whatever the number of pictures"


def test_the_beginning_that_stays_is_most_of_the_prompt() -> None:
    system, user = said("How many dogs are there?")
    assert len(system) > 2 * len(user)


@pytest.mark.parametrize("task", TASKS)
def test_fixed_examples_are_the_first_of_the_task(task: Task) -> None:
    first = [example for example in examples() if example.task == task][:5]
    assert list(chosen("whatever", task, 5, "fixed")) == first


def test_random_examples_follow_from_the_seed() -> None:
    one, same, other = (chosen("?", "pairs", 6, "random", seed=seed) for seed in (1, 1, 2))
    assert one == same
    assert one != other
    assert len(set(one)) == 6
    first, second = (said(shown=Prompting(choice="random"), sample=n)[0] for n in (0, 1))
    assert first != second, "every sample of a question sees others"


@pytest.mark.parametrize(
    ("question", "task", "nearest"),
    [
        ("How many cups are on the table?", "answering", "How many people are in the boat?"),
        ("What colour is the dress?", "answering", "What color is the hat?"),
        ("Are there more cups than plates?", "answering", "Are there more sheep than cows?"),
        ("Is the dog to the left of the house?", "answering",
         "Is the camel to the left of the tent?"),
        ("Both images contain a bus.", "pairs", "Both images contain a tent."),
        ("Exactly one of the images shows a cow.", "pairs",
         "Exactly one of the images shows a balloon."),
        ("How many cars are there in all images together?", "sets",
         "How many people are there in all images together?"),
        ("the second cup from the left", "referring", "the second sheep from the left"),
        ("Crop the picture to the dog", "editing", "Crop the picture to the sunflower."),
        ("Tag all the vegetables", "tagging", "Tag all the fruit."),
    ],
)  # fmt: skip
def test_similar_examples_are_built_alike_whatever_they_are_about(
    question: str, task: Task, nearest: str
) -> None:
    shown = [example.question for example in chosen(question, task, 3, "similar")]
    assert nearest in shown
    assert all(example.task == task for example in chosen(question, task, 3, "similar"))


def test_the_most_similar_example_stands_next_to_the_question() -> None:
    shown = chosen("Exactly one of the images shows a cow.", "pairs", 4, "similar")
    assert shown[-1].question == "Exactly one of the images shows a balloon."


def test_things_and_colours_do_not_count_for_likeness() -> None:
    assert shape("How many red dogs?") == shape("How many blue cups?")
    assert shape("How many dogs?") != shape("Are there dogs?")


def test_wrong_programs_come_with_a_critique_and_before_the_right_ones() -> None:
    _, user = said("How many children are in the boat?", Prompting(count=2, wrong=1))
    wrong = chosen_wrong("How many children are in the boat?", "answering", 1, "similar")[0]
    assert wrong.critique in user
    assert user.index("What is wrong:") < user.index("A wrong program") + 2000
    assert user.index(wrong.right.strip()) > user.index(wrong.critique)
    assert user.count("What is wrong:") == 1


def test_no_examples_when_none_are_wanted() -> None:
    _, user = said("How many dogs are there?", Prompting(count=0, wrong=0))
    assert "Examples" not in user
    assert "A wrong program" not in said("?", Prompting(count=3, wrong=0))[1]
