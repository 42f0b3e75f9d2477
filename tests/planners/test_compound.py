"""Claims that are joined, denied together, offered as one of two, or said on a condition."""

from __future__ import annotations

import asyncio

import pytest

from visprog_planners import Request
from visprog_planners.grammar import GrammarPlanner
from visprog_planners.grammar.parts import Unread
from visprog_planners.grammar.reader import read

MEANT = [
    ("If there is a dog, is there a cat?", "(dog == 0) or (cat > 0)"),
    ("If the couch is purple, is the chair green?",
     "(not (the couch is purple)) or (the chair is green)"),
    ("If the sign says FERRY, is there a boat as well?",
     "(not (the text says 'ferry')) or (boat > 0)"),
    ("If the bowl is red, does it hold an apple?",
     "(not (the bowl is red)) or (apple in the bowl > 0)"),
    ("There is a cat only if there is a dog.", "(cat == 0) or (dog > 0)"),
    ("If there's no dog, is there a cat instead?", "(dog > 0) or (cat > 0)"),
    ("If I see a dog, do I also see a cat?", "(dog == 0) or (cat > 0)"),
    ("Is there a cat wherever there is a dog?", "(dog == 0) or (cat > 0)"),
    ("Unless there is a dog, the car is red.", "(dog > 0) or (the car is red)"),
    ("The dog is in the boat or it is on the couch.",
     "(the dog is in the boat) or (the dog is on the couch)"),
    ("It is not true that there is a dog and there is a cat.", "not ((dog > 0) and (cat > 0))"),
    ("It's not the case that both the car is red and the bus is blue.",
     "not ((the car is red) and (the bus is blue))"),
    ("Is the couch purple or is the chair green?", "(the couch is purple) or (the chair is green)"),
    ("Either the couch is purple or the dog is in the boat.",
     "(the couch is purple) or (the dog is in the boat)"),
    ("There's a dog, and the cat is on the couch, and the bed is red.",
     "(dog > 0) and (the cat is on the couch) and (the bed is red)"),
    ("Does the man wear a hat, or is the car red?",
     "(the man is wearing a hat) or (the car is red)"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "meant"), MEANT)
def test_clauses_are_read_each_by_itself(asked: str, meant: str) -> None:
    said = str(read(asked)[0]).replace("the number of ", "")
    assert said == f"is it so that {meant}?"


@pytest.mark.parametrize(
    "asked",
    [
        "If there is a dog, is there one more than cats?",
        "Is the man around the tree or is the car red?",
        "Is it not true that the dog is happy and that they are both fed?",
        "Either the couch is purple or.",
    ],
)
def test_a_part_that_cannot_be_read_is_refused_with_the_whole(asked: str) -> None:
    with pytest.raises(Unread):
        read(asked)


OF_TWO = [
    ("If there's a dog in the first picture, is there one in the second?",
     "(dog in image 1 == 0) or (dog in image 2 > 0)"),
    ("If the first picture has a dog, does the second have one too?",
     "(dog in image 1 == 0) or (dog in image 2 > 0)"),
    ("The first picture has no dogs, does it?", "dog in image 1 == 0"),
    ("Either the first picture shows a dog or the second does.",
     "(dog in image 1 > 0) or (dog in image 2 > 0)"),
    ("Does the first picture show a dog, and does the second one too?",
     "(dog in image 1 > 0) and (dog in image 2 > 0)"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "meant"), OF_TWO)
def test_what_is_so_of_one_picture_and_of_the_other(asked: str, meant: str) -> None:
    said = str(read(asked, 2)[0]).replace("the number of ", "")
    assert said == f"is it so that {meant}?"


DENIED = [
    ("There aren't any dogs, are there?", False),
    ("There is no dog in the boat, is there?", False),
    ("The farm hasn't got any dogs, has it?", False),
    ("The picture shows no dogs, does it?", False),
    ("You can't see a dog, can you?", True),
    ("I can't see any dog; is there one?", True),
    ("There couldn't be a dog, could there?", True),
    ("I don't think there is a dog, is there?", True),
    ("The red boat has no dog in it, does it?", False),
    ("There are no dogs, right?", False),
    ("There are no dogs. True?", False),
    ("No dog is in the boat, is it?", False),
    ("The dog isn't brown, is it?", False),
]


@pytest.mark.parametrize(("asked", "whether"), DENIED)
def test_a_denial_is_a_claim_unless_somebody_only_does_not_see_or_think_so(
    asked: str, whether: bool
) -> None:
    said = str(read(asked)[0])
    assert (" > 0" in said) is whether
    assert (" == 0" in said or "not" in said) is not whether


ONE_OR_THE_OTHER = [
    ("Is there a boat with a dog or a cat in it?", "boat with dog or cat in or on it > 0"),
    ("Is there a boat without dogs and cats?", "boat not with dog or cat in or on it > 0"),
    ("Is there a boat with no dog in it and with no cat in it?",
     "boat not with dog or cat in or on it > 0"),
    ("Does every boat have a dog or a cat in it?",
     "(boat > 0) and (boat with dog or cat in or on it == boat)"),
    ("Does any boat have neither a dog nor a cat in it?",
     "boat not with dog or cat in or on it > 0"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "meant"), ONE_OR_THE_OTHER)
def test_what_holds_one_of_two_things_or_neither(asked: str, meant: str) -> None:
    said = str(read(asked)[0]).replace("the number of ", "")
    assert said == f"is it so that {meant}?"


def test_both_things_are_looked_for_where_something_holds_either() -> None:
    plan = asyncio.run(GrammarPlanner().plan(Request("How many boats hold neither dogs nor cats?")))
    assert "if not any(" in plan.program
    assert "for other in (dog_patches + cat_patches)" in plan.program
