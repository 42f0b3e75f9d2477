"""Which texts stand for a category when CLASSIFY compares."""

from __future__ import annotations

import pytest

from tests.tools.bench import Bench, ColourClip, Models, Scripted, picture
from visprog.errors import ToolError
from visprog.types import Box, Image, Region, Regions
from visprog_tools import classify, descriptions, prompts, similarity, templates


class Listening(ColourClip):
    """A classifier that keeps the texts it was asked to embed."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    async def text(self, text: str) -> object:
        self.texts.append(text)
        return await super().text(text)


def halves(image: Image) -> Regions:
    return Regions.of([Region(Box(0, 0, 50, 80)), Region(Box(50, 0, 100, 80))], image)


async def labels(at: Bench, wanted: object) -> list[str]:
    whole = picture()
    found = await at.call(
        classify.classify,
        image=whole,
        object=halves(whole),
        categories=["red car", "blue car"],
        prompts=wanted,
    )
    assert all(0 <= dict(region.extra)["margin"] <= 1 for region in found)
    return [region.label for region in found]


@pytest.mark.parametrize(
    ("wanted", "texts"),
    [
        (None, 15),
        ("single", 1),
        ("ensemble", 80),
        (["art of {}", "{a} at night"], 2),
        ({"red car": ["something red"], "blue car": "something blue"}, 1),
    ],
)
async def test_every_choice_of_prompts_classifies(wanted: object, texts: int) -> None:
    clip = Listening()
    assert await labels(Bench(Models(classify=clip)), wanted) == ["red car", "blue car"]
    assert len(clip.texts) == 2 * texts


async def test_cupl_asks_the_language_model_once_for_each_question() -> None:
    clip, model = Listening(), Scripted(lambda prompt, max_tokens: f"{prompt} Indeed. More.")
    assert await labels(Bench(Models(classify=clip, llm=model)), "cupl") == ["red car", "blue car"]
    assert len(model.asked) == 2 * len(descriptions.QUESTIONS)
    assert model.asked[0][1]["prompt"] == "Describe what a red car looks like. One sentence."
    assert all("More" not in text for text in clip.texts)


async def test_a_pack_may_bring_descriptions() -> None:
    clip = Listening()
    clip.settings["descriptions"] = {"red car": ["very red"], "blue car": ["very blue"]}
    assert await labels(Bench(Models(classify=clip)), "cupl") == ["red car", "blue car"]
    assert sorted(clip.texts) == ["very blue", "very red"]


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ("best", "prompts is single"),
        (["no place"], "prompts is single"),
        ([], "prompts is single"),
        (3, "prompts is single"),
        ({"red car": ["red"]}, "no texts for 'blue car'"),
    ],
)
async def test_bad_prompts(wanted: object, said: str) -> None:
    with pytest.raises(ToolError, match=said):
        await labels(Bench(Models(classify=Listening())), wanted)


async def test_a_template_is_filled_and_never_formatted() -> None:
    at = Bench(Models(classify=Listening()))
    (text,) = await similarity.texts_for("cat", ["{} {0.__class__} {a}"], at)
    assert text == "cat {0.__class__} a cat"


def test_the_published_templates() -> None:
    assert len(set(templates.IMAGENET)) == 80
    assert prompts.expand("owl", ["a photo of a {}."]) == ("a photo of a owl.",)
