"""What people say around a sign, and other words for its parts, are read as the plainer form."""

from __future__ import annotations

import pytest

from visprog_planners.grammar.parts import Unread
from visprog_planners.grammar.reader import read

SAME = [
    ("Count the letters of the sign's text for me.", 1, "How many letters does the sign have?"),
    ("Is the sign's word longer than four letters?", 1,
     "Does the sign have more than four letters?"),
    ("The text on the sign is made up of exactly six letters.", 1,
     "Does the sign have exactly six letters?"),
    ("Is there an O in what the sign says?", 1, "Does the sign have the letter O?"),
    ("Tell me the first letter you read on the sign.", 1,
     "What is the first letter of the sign?"),
    ("What message does the sign carry, if there is one?", 1, "What does the sign say?"),
    ("FERRY or BAKERY: which of these two words stands on the sign?", 1,
     "Does the sign say FERRY or BAKERY?"),
    ("What does it say on the board, BOOKS or BAKERY?", 1,
     "Does the sign say BOOKS or BAKERY?"),
    ("Has anything been written in this picture?", 1, "Is there a sign?"),
    ("Does the sign tell drivers to go slowly?", 1, "Does the sign say SLOW?"),
    ("May customers go inside at the moment, as far as the sign goes?", 1,
     "Does the sign say OPEN?"),
    ("Can you read either STOP or FERRY on the sign?", 1,
     "Does the sign say either STOP or FERRY?"),
    ("Is a stop sign to be seen by the road?", 1, "Is there a stop sign?"),
    ("Which of the two shops has put up a CLOSED sign?", 2,
     "Which image has a sign that says CLOSED?"),
    ("What can be read on the sign in the picture that has a bicycle?", 2,
     "In the image with a bicycle, what does the sign say?"),
    ("Where the sign says CLOSED, are there any boats?", 2,
     "In the image with a sign that says CLOSED, are there any boats?"),
    ("STOP: is it in the first picture or in the second?", 2,
     "Which image has a sign that says STOP?"),
    ("Which sign has an E in it?", 2, "Which image has a sign that has the letter E in it?"),
    ("What colour is the second sign?", 2, "What colour is the sign in the second image?"),
    ("Does one picture say OPEN and the other CLOSED?", 2,
     "One image has a sign that says OPEN while the other has a sign that says CLOSED."),
    ("Whose sign has fewer letters, the first picture's or the second's?", 2,
     "Which image has fewer letters in the sign?"),
    ("Is either of the shops closed today, if you believe the signs?", 2,
     "Does either image have a sign that says CLOSED?"),
    ("How many houses stand in the picture marked CLOSED?", 2,
     "In the image with a sign that says CLOSED, how many houses are there?"),
    ("Count the O's in what the sign says, please.", 1,
     "How often does the letter O occur on the sign?"),
    ("Does the letter O occur twice in the word on the sign?", 1,
     "Does the sign have two O's?"),
    ("Do both signs start with the same letter?", 2,
     "Do the words on the signs begin with the same letter?"),
    ("Read out both signs.", 2, "What do the signs say?"),
    ("What do the signs say, from left to right?", 2, "What do the signs say?"),
    ("In which colour is the word on the board painted?", 1,
     "What colour is the writing on the sign?"),
    ("Does the sign have white letters?", 1, "Is the writing on the sign white?"),
    ("STOP or SLOW?", 1, "Does the sign say STOP or SLOW?"),
    ("Would I find the letter L on this sign?", 1, "Does the sign have the letter L?"),
    ("Does anything in this picture carry text?", 1, "Is there a sign?"),
    ("Is anything spelled out here?", 1, "Is there a sign?"),
    ("Does it begin with S?", 1, "Does the sign start with S?"),
    ("What does the word on the sign end in?", 1, "What is the last letter of the sign?"),
    ("Is it a five-letter word on the sign?", 1, "Does the sign have five letters?"),
    ("Pretty sure the sign reads OPEN. Am I right?", 1, "The sign says OPEN."),
    ("Will they let me in?", 1, "Does the sign say OPEN?"),
    ("Do boats leave from here, going by the sign?", 1, "Can I catch a ferry here?"),
    ("Is this where you'd go for books?", 1, "Can I buy books here?"),
    ("Do any of the signs have an S?", 2,
     "Does either image have a sign that has the letter S in it?"),
    ("The picture with the dog: what does its sign say?", 2,
     "In the image with a dog, what does the sign say?"),
    ("Which word is longer, the left or the right?", 2, "Which sign has more letters?"),
    ("Adding up both words, how many letters are there?", 2,
     "How many letters do the signs have in total?"),
    ("Does the OPEN picture have more people than the CLOSED one?", 2,
     "Are there more people in the image with a sign that says OPEN than in the image with a "
     "sign that says CLOSED?"),
    ("Nowhere does it say STOP, right?", 1, "The sign does not say STOP."),
    ("Two O's in that word?", 1, "Does the sign have two O's?"),
    ("Does the word contain both an O and an E?", 1,
     "Does the sign have the letter O in it and does the sign have the letter E in it?"),
    ("Which letter is the first on the sign?", 1, "What is the first letter of the sign?"),
    ("Nobody may enter, is that what the sign says?", 1, "The sign says CLOSED."),
    ("On which of the two signs is the word STOP?", 2, "Which image has a sign that says STOP?"),
    ("Is only the first shop open?", 2,
     "Does only the first image have a sign that says OPEN?"),
    ("Tell me the words on both signs.", 2, "What do the signs say?"),
    ("Between the house and the tree, is there a sign?", 1,
     "Is there a sign between the house and the tree?"),
    ("Does the picture without a dog say OPEN?", 2,
     "In the image without a dog, does the sign say OPEN?"),
    ("Is there an R on both signs?", 2,
     "Do both images have a sign that has the letter R in it?"),
]  # fmt: skip

REFUSED = [
    ("Does the sign advertise food?", 1),
    ("Does the sign name a means of transport?", 1),
    ("On the grass, does the sign start with an O?", 1),
    ("Which vowel comes first in the word on the sign?", 1),
    ("Has the sign got a double letter in its word?", 1),
]


@pytest.mark.parametrize(("asked", "images", "plainly"), SAME)
def test_around_a_sign_it_means_the_same(asked: str, images: int, plainly: str) -> None:
    assert read(asked, images)[0] == read(plainly, images)[0]


@pytest.mark.parametrize(("asked", "images"), REFUSED)
def test_what_is_not_sure_is_refused(asked: str, images: int) -> None:
    with pytest.raises(Unread):
        read(asked, images)
