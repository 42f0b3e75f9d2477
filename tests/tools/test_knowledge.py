"""What is known without a language model: lists for requests, descriptions of nouns."""

from __future__ import annotations

from typing import ClassVar

import pytest

from tests.tools.bench import Bench, Models
from visprog_tools import knowledge
from visprog_tools.llm import list_facts
from visprog_tools.sprites import nouns


class Mute:
    """A role ``llm`` without a model, as the packs ship it."""

    settings: ClassVar[dict[str, str]] = {"tables": "world"}

    async def complete(self, **asked: object) -> str:
        raise AssertionError(f"there is no model to ask: {asked}")


@pytest.mark.parametrize(
    ("request_", "some"),
    [
        ("farm animals", {"cow", "sheep"}),
        ("List all the animals that live on a farm", {"cow", "sheep"}),
        ("animals of the African savanna", {"lion", "zebra"}),
        ("flying machines", {"airplane", "helicopter"}),
        ("Things that can fly", {"kite", "bird"}),
        ("vehicles without an engine", {"bicycle"}),
        ("citrus fruits", {"lemon"}),
        ("which animals have stripes", {"zebra"}),
        ("birds that cannot fly", {"penguin"}),
    ],
)
def test_a_request_in_other_words_of_the_same_meaning(request_: str, some: set[str]) -> None:
    assert some <= set(knowledge.listed(request_) or ())


@pytest.mark.parametrize(
    "request_",
    [
        "animals that do not fly",
        "animals without stripes",
        "vehicles with three wheels",
        "characters of the TV show Friends",
        "animals on a farm in Australia",
        "",
    ],
)
def test_what_no_entry_says_is_not_guessed(request_: str) -> None:
    assert knowledge.listed(request_) is None


def test_opposite_requests_have_different_answers() -> None:
    with_, without = (knowledge.listed(f"vehicles {w} an engine") for w in ("with", "without"))
    assert not set(with_ or ()) & set(without or ())


def test_the_tables_speak_of_the_world_and_of_all_of_it() -> None:
    listed = {name for names in knowledge._lists().values() for name in names}
    assert listed <= set(nouns())
    for noun in nouns():
        texts = knowledge.described(noun)
        assert texts is not None, noun
        assert len(texts) >= 2
        assert all(text.endswith(".") and len(text.split()) < 20 for text in texts)
    assert knowledge.described("unicorn") is None


async def test_list_without_a_language_model_says_where_it_knows_from() -> None:
    bench = Bench(Models(llm=Mute()))
    assert await bench.call(list_facts, query="farm animals", max=2) == ["cow", "horse"]
    assert bench.notes[0][:2] == (
        "table",
        "from the shipped table of lists: no language model is set",
    )
    with pytest.raises(AssertionError, match="no model to ask"):
        await bench.call(list_facts, query="animals that do not fly")
