"""Numbers reckoned with, and things told by clauses: each is read as its plainer form is."""

from __future__ import annotations

import asyncio

import pytest

from visprog.errors import PlanError
from visprog_planners import Request
from visprog_planners.grammar import GrammarPlanner
from visprog_planners.grammar.reader import read

SAME = [
    ("How many crabs would have to leave for there to be as many crabs as turtles?",
     "How many more crabs than turtles are there?"),
    ("Once every dog has a ball, how many balls are spare?",
     "How many more balls than dogs are there?"),
    ("There's a cat for every dog, isn't there?", "Are there at least as many cats as dogs?"),
    ("Are there enough plates for each donut to have its own?",
     "Are there at least as many plates as donuts?"),
    ("How many apples would remain if you took away the ones in the basket?",
     "How many apples are not in the basket?"),
    ("What comes to a bigger number, the lemons or the carrots?",
     "Which are there more of, lemons or carrots?"),
    ("Do the green books number more than the yellow books?",
     "Do the green books outnumber the yellow books?"),
    ("Taken together, do the red and blue cars outnumber the green ones?",
     "Is the number of red cars and blue cars more than the number of green cars?"),
    ("Two pairs of scissors, or three?", "How many scissors are there?"),
    ("My son says he sees four monkeys. Does he have the number right?",
     "Are there four monkeys?"),
    ("To the right of the piano, how many people are standing?",
     "How many people are to the right of the piano?"),
    ("On how many boats is there a dog?", "How many boats have a dog in them?"),
    ("How many teddy bears in all, on the bed and on the couch?",
     "How many teddy bears are on the bed and on the couch together?"),
    ("Do trees and houses add up to seven?", "Is the number of trees and houses exactly seven?"),
    ("Aren't there more sheep than any other animal?", "Are sheep the most common animal?"),
    ("How many signs can you find that say OPEN?", "How many signs that say OPEN are there?"),
    ("How many bowls are there, whatever their colour?", "How many bowls are there?"),
    ("Does the nest with the most eggs hold more than three?",
     "Does the nest with the most eggs in it hold more than three eggs?"),
    ("How many birds do you see that are in the tree?", "How many birds are in the tree?"),
    ("Which colour of hat appears most often?", "What colour are most of the hats?"),
    ("Is a cat what's sitting on the red couch?", "Is the thing on the red couch a cat?"),
    ("Does a red bowl hold the lemon, or a yellow one?",
     "What colour is the bowl with the lemon in it, red or yellow?"),
    ("Whichever animal is nearest the tent, what is it?", "Which animal is nearest to the tent?"),
    ("Count the things in the wardrobe that are red.", "Count the red things in the wardrobe."),
    ("Is the zebra smaller than the lion next to it?",
     "Is the zebra smaller than the lion closest to the zebra?"),
    ("Is the owl in the tree the leftmost bird?",
     "Is the leftmost bird an owl and is the leftmost bird in the tree?"),
    ("Is the animal in the boat the biggest one?", "Is the largest animal in the boat?"),
    ("Which boat has the dog in it?", "Find the boat with the dog in it."),
    ("What kind of animal has the hat on?", "What is the animal with the hat on it?"),
    ("What is on the couch with the cat?", "What is on the couch besides the cat?"),
    ("Is the one on the left a car or a bus?", "Is the thing on the left a car or a bus?"),
    ("Is the dog's boat bigger than the cat's?",
     "Is the boat with the dog in it bigger than the boat with the cat in it?"),
    ("What is the same colour as the hat?", "What thing is the same colour as the hat?"),
    ("Is at least a third of the balloons red?",
     "Are there at most three times as many balloons as red balloons?"),
    ("There ought to be six eggs in the nest. Are any missing?",
     "Are there fewer than six eggs in the nest?"),
    ("Which of the nests has the most eggs?", "Find the nest with the most eggs in it."),
    ("Which is the bigger crowd, the dogs or the cats?",
     "Which are there more of, dogs or cats?"),
    ("If I ate an apple, how many would be left?", "How many apples minus one are there?"),
    ("Is there an apple for everyone?", "Are there at least as many apples as people?"),
    ("Which of the vehicles has someone in it?", "What is the vehicle with a person in it?"),
]  # fmt: skip

REFUSED = [
    "Are the cow and the horse the same size?",
    "Is the car in the middle of the road?",
    "Which red bucket has just one colour?",
    "How many turtles are there for each crab?",
    "Is one umbrella enough for every person to have one?",
    "Would five apples remain if you took away the ones in the basket?",
]


@pytest.mark.parametrize(("question", "plainer"), SAME)
def test_it_means_the_same(question: str, plainer: str) -> None:
    assert read(question)[0] == read(plainer)[0]


@pytest.mark.parametrize("question", REFUSED)
def test_it_is_refused_and_not_misread(question: str) -> None:
    with pytest.raises(PlanError):
        asyncio.run(GrammarPlanner().plan(Request(question)))


def test_more_than_any_other_is_not_more_than_all_others_together() -> None:
    any_other, all_others = (
        read(f"Are there more sheep than {others}?")[0]
        for others in ("any other animal", "all other animals together")
    )
    assert any_other != all_others


def test_with_no_more_than_two_is_a_number_and_no_want() -> None:
    meaning = read("Is there a boat with no more than two people in it?")[0]
    assert meaning == read("Is there a boat with at most two people in it?")[0]
