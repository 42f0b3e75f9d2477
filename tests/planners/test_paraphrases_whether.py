"""Whether something is so, asked as people ask it, is read as its plainer form."""

from __future__ import annotations

import pytest

from visprog_planners.grammar.parts import Unread
from visprog_planners.grammar.reader import read

SAME = [
    ("Is any boat left without passengers?", "Is there a boat without a person in it?"),
    ("Exactly two people are out on the boats.", "Exactly two people are on the boats."),
    ("Is every umbrella red except one?", "Are all the umbrellas but one red?"),
    ("Does anybody share a boat with a dog?",
     "Is there a boat with both a person and a dog in it?"),
    ("Is there nothing yellow among the balls?", "Is there no yellow ball?"),
    ("Supposing you took the dogs away, would any animals remain?",
     "Are there any animals other than dogs?"),
    ("Without the parrots, would the zoo have more than five animals?",
     "Are there more than five animals other than parrots?"),
    ("Is there enough cake for every plate to hold one?",
     "Are there at least as many cakes as plates?"),
    ("Does the colour of the couch match any shirt?",
     "Is there a shirt of the same colour as the couch?"),
    ("If you look at the couch, is it purple?", "Is the couch purple?"),
    ("Tell me whether the street has a blue car.", "Does the street have a blue car?"),
    ("Is there an orange ball by the tent?", "Is there an orange ball near the tent?"),
    ("Is there any colour that two balloons share?", "Do any two balloons have the same colour?"),
    ("Is either key red?", "Is either of the keys red?"),
    ("Does the basket hold apples only?", "Does the basket hold only apples?"),
    ("Do lemons fill more than one bowl?", "Do more than one bowl hold lemons?"),
    ("Are bananas and pears together in one basket?",
     "Is there a basket with both bananas and pears in it?"),
    ("Does the person in the boat have any company?", "Is there more than one thing in the boat?"),
    ("Does the stage have a drum, a piano, or both?", "Is there a drum or a piano?"),
    ("Would I meet a cat if I climbed into the boat?", "Is there a cat in the boat?"),
    ("Just one of them, the couch or the chair, is red.",
     "Either the couch or the chair is red but not both."),
    ("The seller has carrots or broccoli, but not both.",
     "There are carrots or broccoli but not both."),
    ("Among the balloons none is red.", "None of the balloons is red."),
    ("Is the horse all alone, with no other animal?", "Is the horse the only animal?"),
    ("If there are monkeys, are there more than two of them?", "Are there more than two monkeys?"),
    ("Of every kind of animal there is only one.",
     "Is there no animal there are more than one of?"),
    ("We are three people. Is there a cup for each of us?", "Are there at least three cups?"),
    ("Is a helicopter flying up there?", "Is there a helicopter?"),
    ("How many musical instruments has the band got?", "How many instruments are there?"),
    ("Is each of the bowls filled with fruit?", "Does each of the bowls contain fruit?"),
    ("Are there no two cars of the same colour?", "Are the cars all of different colours?"),
    ("Are there things on both plates?", "Are both plates not empty?"),
    ("Do the bowl and the basket both contain apples?",
     "Are there apples in the bowl and are there apples in the basket?"),
    ("Is the basket fuller than the bowl?",
     "Are there more things in the basket than in the bowl?"),
    ("Can I give each of the three children a cookie?", "Are there at least three cookies?"),
    ("Is breakfast ready, that is, are there eggs and bread?", "Are there eggs and bread?"),
    ("Is the house in between two trees?", "Is there a tree on each side of the house?"),
    ("Are there two cats, one on the bed and one on the couch?",
     "Is there a cat on the bed and is there a cat on the couch and are there exactly two cats?"),
    ("Is the cat sharing the couch?",
     "Is there a cat on the couch and is there more than one thing on the couch?"),
    ("Are the dog and the cat together?", "Is the dog near the cat?"),
    ("Is anything in the bowl edible?", "Is there food in the bowl?"),
    ("No lemon lies outside the bowl.", "There are no lemons outside the bowl."),
    ("Empty bowls?", "Are there any empty bowls?"),
    ("Fruit in every bowl?", "Does every bowl hold fruit?"),
    ("I ordered two donuts; are they both there?", "Are there at least two donuts?"),
    ("The bowl is blue and has a lemon in it.",
     "The bowl is blue and there is a lemon in the bowl."),
    ("Is there a bigger car than the red one?", "Is there a car bigger than the red one?"),
    ("My son says he can see a frog. Can he?", "There is a frog."),
    ("Is bread the only food?", "Is there no food other than bread?"),
    ("Are there horses on neither side of the house?",
     "There is no horse left of the house and no horse right of the house."),
    ("Is there a horse left of the house but none to the right of it?",
     "There is a horse left of the house and no horse right of the house."),
    ("Are these animals horses?", "Are all the animals horses?"),
    ("Is the space to the left of the house free of animals?",
     "Is there no animal left of the house?"),
    ("Count the pianos: are there two?", "Are there two pianos?"),
    ("You wouldn't happen to see a piano?", "Do you see a piano?"),
    ("Do hat and dress match in colour?", "Do the hat and the dress have the same colour?"),
    ("Are scarf, hat and dress all blue?",
     "Is the scarf blue and is the hat blue and is the dress blue?"),
    ("Is the wardrobe empty except for hats?", "Apart from hats, is the wardrobe empty?"),
    ("Would it be a lie to say there's a hat?", "Is it wrong to say there is a hat?"),
    ("Can you locate a red hat?", "Do you see a red hat?"),
    ("Is everyone on foot?", "Is nobody in a vehicle?"),
    ("Do all the people travel by bus?", "Are all the people in the bus?"),
    ("Are all three cars red?", "Are there exactly three cars and are all the cars red?"),
    ("There can't be more than two cows, can there?", "There are at most two cows."),
    ("Is there a cow rather than a horse?", "Is there a cow but no horse?"),
    ("There's no cow, let alone a sheep.", "There is neither a cow nor a sheep."),
    ("Two cows, one sheep and no horse?", "There are two cows, one sheep and no horse."),
    ("Two of the animals are cows.", "There are two cows."),
]  # fmt: skip


REFUSED = [
    "Is there a single shoe without a match?",
    "Is nothing flying but birds?",
    "Are the shoes a pair?",
    "Do hat and dress match?",
    "Does the scarf go with the hat?",
    "Is one of the shoes a different colour?",
    "Would a vegetarian find something to eat?",
]


@pytest.mark.parametrize("asked", REFUSED)
def test_it_is_refused_and_not_misread(asked: str) -> None:
    with pytest.raises(Unread):
        read(asked)


@pytest.mark.parametrize(("asked", "plainly"), SAME)
def test_whether_it_is_so_means_the_same(asked: str, plainly: str) -> None:
    assert read(asked)[0] == read(plainly)[0]
