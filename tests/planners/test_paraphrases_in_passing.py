"""What people say in passing, in halves or by a pronoun is read as its plainer form."""

from __future__ import annotations

import pytest

from visprog_planners.grammar.parts import Unread
from visprog_planners.grammar.reader import read

SAME = [
    ("It doesn't say FERRY, does it?", 1, "The sign does not say FERRY."),
    ("It says something else than STOP.", 1, "The sign does not say STOP."),
    ("OPEN or CLOSED, which is it?", 1, "Does the sign say OPEN or CLOSED?"),
    ("Neither OPEN nor CLOSED is written there.", 1, "The sign says neither OPEN nor CLOSED."),
    ("Is BOOKS written anywhere?", 1, "Does the sign say BOOKS?"),
    ("Is there a hotel nearby, according to the sign?", 1, "Does the sign say HOTEL?"),
    ("Is the sign left of the house the one that reads OPEN?", 1,
     "Does the sign left of the house say OPEN?"),
    ("What is written in the photo that has no dog in it?", 2,
     "What does the sign say in the image without a dog?"),
    ("Do the hats in the two pictures differ in colour?", 2,
     "Do the hats in the two images have different colours?"),
    ("Dogs: same number in both?", 2, "Do both images have the same number of dogs?"),
    ("Are there twice as many fish in the second pond?", 2,
     "Are there twice as many fish in the second image as in the first image?"),
    ("Is the umbrella red in one and blue in the other?", 2,
     "Does one image have a red umbrella and the other a blue umbrella?"),
    ("Has a helicopter turned up in the second shot that wasn't in the first?", 2,
     "Is there a helicopter in the second image but not in the first?"),
    ("Which hat is blue, the first picture's or the second's?", 2,
     "In which image is the hat blue?"),
    ("In both pictures, does the lion stay on the same side of the elephant?", 2,
     "Is the lion on the same side of the elephant in both images?"),
    ("So nobody came to the park?", 1, "Is there nobody?"),
    ("Only animals are in the boat, no people.", 1, "Only animals are in the boat."),
    ("If I look for scissors on the desk, will I find any?", 1,
     "Are there any scissors on the desk?"),
    ("How many other animals keep the horse company?", 1,
     "How many animals other than the horse are there?"),
    ("Has the bus just one passenger?", 1, "Does the bus have just one person?"),
    ("Has a parrot sat down in the tree?", 1, "Is a parrot in the tree?"),
    ("Dog or cat: which can be seen?", 1, "Which can you see, a dog or a cat?"),
    ("Somewhere between the clock and the candle you'll find the robot.", 1,
     "The robot is between the clock and the candle."),
    ("Which do I reach first coming from the left, the book or the bell?", 1,
     "Which is further left, the book or the bell?"),
    ("On which side of the tent did they leave the bucket?", 1,
     "On which side of the tent is the bucket?"),
    ("Basket on the left, bowl on the right: is that how they stand?", 1,
     "Is the basket left of the bowl?"),
    ("Is it the house that the dog is next to?", 1, "Is the dog next to the house?"),
    ("Something is under the table. What is it?", 1, "What is under the table?"),
    ("I was told to fetch the bucket. Which colour should I look for?", 1,
     "Which colour is the bucket?"),
    ("You get more fruit out of the basket than out of the bowl.", 1,
     "There is more fruit in the basket than in the bowl."),
    ("What does the road sign tell the drivers?", 1, "What does the sign say?"),
    ("Is this shop open just now?", 1, "Does the sign say OPEN?"),
    ("Does the sign tell us that this is a hotel?", 1, "Does the sign say HOTEL?"),
    ("Is the second shop open?", 2, "Does the sign in image 2 say OPEN?"),
    ("I need a photo with a sign and a dog. Will this one do?", 1,
     "Does the image have a sign and a dog?"),
    ("What is the ground covered with, grass, sand or snow?", 1, "What is the ground?"),
    ("One car isn't red. What colour is it then?", 1, "What colour is the car that is not red?"),
    ("How many books have another colour than red?", 1, "How many books are not red?"),
    ("Would I have to look left or right of the tree to find the cat?", 1,
     "Is the cat left of or right of the tree?"),
    ("And below the basket, how many carrots lie there?", 1,
     "How many carrots are below the basket?"),
    ("Going from left to right, the bell comes before the book.", 1,
     "The bell is left of the book."),
    ("Is it the upper left corner where the tent is?", 1,
     "Is the tent in the upper left corner?"),
    ("In the second picture the hat has a different colour than in the first.", 2,
     "The hat in image 1 and the hat in image 2 have different colours."),
    ("One of the shops is open. Is it image 1 or image 2?", 2, "Which shop is open?"),
    ("The cake is on the plate and not beside it.", 1, "The cake is on the plate."),
    ("Show me which side the motorcycle is on, left or right.", 1,
     "Is the motorcycle on the left or on the right?"),
    ("Which animal do you meet third if you start on the left?", 1,
     "What is the third animal from the left?"),
    ("What is it that is furthest from the tent?", 1, "What is furthest from the tent?"),
    ("What colour is the umbrella under which the person stands?", 1,
     "What colour is the umbrella that the person is under?"),
    ("Going from top to bottom, what comes first?", 1, "What is the highest thing?"),
    ("Which of the bowls has a pear in it? Give its colour.", 1,
     "What colour is the bowl with a pear in it?"),
    ("Is a crab hiding beneath one of the umbrellas?", 1, "Is a crab below an umbrella?"),
    ("Does any bowl contain both an apple and a pear?", 1,
     "Is there a bowl with both an apple and a pear in it?"),
    ("Have I got a laptop and a phone on my desk?", 1,
     "Is there a laptop and a phone on the desk?"),
    ("SLOW or STOP: which is written on the sign?", 1, "Does the sign say SLOW or STOP?"),
    ("Is the word OPEN missing from both pictures?", 2, "Does neither sign say OPEN?"),
    ("Which of the two zoos is the one with a lion in it?", 2, "Which image has a lion?"),
    ("Name an animal that both zoos have.", 2, "Which animal is in both images?"),
    ("Picture two has a helicopter where picture one has none.", 2,
     "There is a helicopter in image two but not in image one."),
    ("Frogs: does the first pond have more of them than the second?", 2,
     "Does the first image have more frogs than the second?"),
    ("The sun shines in the first picture only.", 2, "Only image 1 has a sun."),
    ("Is the horse on grass?", 1, "Is the ground grass?"),
    ("How many kinds of fruit are there, whatever they lie in?", 1,
     "How many kinds of fruit are there?"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "images", "plainly"), SAME)
def test_in_passing_it_means_the_same(asked: str, images: int, plainly: str) -> None:
    assert read(asked, images)[0] == read(plainly, images)[0]


@pytest.mark.parametrize(
    ("asked", "no"),
    [
        ("Colour of the book by the camera?", "nearest"),
        ("Sun or cloud: which can be seen at the farm?", "ground"),
        ("Are the letters on the sign white?", "says"),
        ("Which handbag is nearest the backpack, the black or the brown?", "nearer, the backpack"),
    ],
)
def test_it_is_not_taken_for_that(asked: str, no: str) -> None:
    try:
        meaning = read(asked)[0]
    except Unread:
        return
    assert no not in str(meaning)
