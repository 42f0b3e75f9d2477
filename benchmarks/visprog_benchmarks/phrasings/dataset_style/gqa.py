"""Questions in the style of GQA, with the answers an annotator gives on each state of a place.

They keep GQA's mixture: about half are open ("what is the man holding"), a fifth verify, the rest
choose, combine and compare; nearly half turn on a relation. ``None`` says that the question has no
answer on that state.
"""

from __future__ import annotations

from typing import NamedTuple


class Told(NamedTuple):
    """A question, the place it is about, and its answer on every state of the place."""

    question: str
    place: str
    answers: tuple[str | None, ...]


ROWS = (
    # open: relations
    Told("What is the man wearing?", "beach", ("hat", "jacket")),
    Told("What is the woman holding?", "beach", ("umbrella", "phone")),
    Told("What is the young man holding?", "beach", ("surfboard", None)),
    Told("What is the woman to the right of the man wearing?", "beach", ("sunglasses", None)),
    Told("What is the man to the right of the woman holding?", "beach", (None, "umbrella")),
    Told("Who is wearing the hat?", "beach", ("man", "woman")),
    Told("Who is holding the umbrella?", "beach", ("woman", "man")),
    Told("What is the person that is sitting holding?", "beach", ("umbrella", "umbrella")),
    Told("What is on the plate?", "table", ("pizza", "sandwich")),
    Told("What is the food on the plate called?", "table", ("pizza", "sandwich")),
    Told("What kind of food is on top of the plate?", "table", ("pizza", "sandwich")),
    Told("What is the boy eating?", "road", ("sandwich", None)),
    Told("What is the girl wearing?", "road", (None, "coat")),
    Told("Who is wearing the helmet?", "road", ("boy", None)),
    Told("What vehicle is to the right of the car?", "road", ("bus", None)),
    Told("Which kind of vehicle is to the left of the car?", "road", (None, "truck")),
    Told("What animal is lying on the couch?", "living", ("cat", "dog")),
    Told("What is the animal on the couch?", "living", ("cat", "dog")),
    Told("What piece of furniture is to the right of the couch?", "living", ("chair", None)),
    Told("What is the black animal lying on?", "living", ("couch", None)),
    Told("What fruit is to the right of the apple?", "table", ("banana", None)),
    Told("What is the dog chasing?", "beach", ("ball", None)),
    Told("What is the woman reading?", "beach", ("book", None)),
    Told("What is the lady holding?", "beach", ("umbrella", "phone")),
    # open: attributes
    Told("What color is the umbrella?", "beach", ("blue", "red")),
    Told("What color is the hat the man is wearing?", "beach", ("black", None)),
    Told("What is the color of the cup to the right of the plate?", "table", ("red", None)),
    Told("Which color is the cup that is to the left of the plate?", "table", (None, "white")),
    Told("What is the color of the bench?", "road", ("brown", "gray")),
    Told("Of what color is the sky?", "beach", ("blue", "gray")),
    Told("What color is the vehicle to the right of the bench?", "road", ("red", None)),
    Told("What is the bench made of?", "road", ("wood", "metal")),
    Told("What is the table made of?", "table", ("wood", "plastic")),
    Told("What material is the cup made of?", "table", ("plastic", "ceramic")),
    Told("What material makes up the chair?", "living", ("wood", "plastic")),
    Told("What shape is the plate?", "table", ("round", "square")),
    Told("What is the boy doing?", "road", ("sitting", None)),
    Told("What is the dog doing?", "beach", ("running", "sleeping")),
    Told("How large is the dog?", "beach", ("small", "large")),
    Told("How big is the table?", "table", ("large", "small")),
    Told("How tall is the tree?", "road", ("tall", None)),
    Told("What place is this?", "beach", ("beach", "beach")),
    Told("Where was the picture taken?", "beach", ("beach", "beach")),
    Told("How is the weather?", "beach", ("sunny", "cloudy")),
    Told("Which room is it?", "table", ("kitchen", "restaurant")),
    # verify
    Told("Is the man wearing a hat?", "beach", ("yes", "no")),
    Told("Is the woman wearing sunglasses?", "beach", ("yes", "no")),
    Told("Is the man to the left of the woman?", "beach", ("yes", "no")),
    Told("Is the umbrella open?", "beach", ("yes", "no")),
    Told("Is the dog large?", "beach", ("no", "yes")),
    Told("Is the dog brown and small?", "beach", ("yes", "no")),
    Told("Is there a ball to the right of the dog?", "beach", ("yes", "no")),
    Told("Is the sky clear?", "beach", ("yes", "no")),
    Told("Is the plate round?", "table", ("yes", "no")),
    Told("Is the cup on the right of the phone?", "table", ("no", "yes")),
    Told("Is the lamp turned on?", "table", ("yes", "no")),
    Told("Is the car parked?", "road", ("yes", "no")),
    Told("Does the car look black?", "road", ("yes", "no")),
    Told("Does the bench have brown color?", "road", ("yes", "no")),
    Told("Is the cat that is lying on the couch black?", "living", ("yes", None)),
    Told("Is the chair to the right of the couch wooden?", "living", ("yes", None)),
    Told("Is it cloudy?", "beach", ("no", "yes")),
    Told("Is it an outdoors scene?", "beach", ("yes", "yes")),
    Told("Do you see any boats near the man?", "beach", ("no", "yes")),
    Told("Is the young girl wearing a coat?", "road", (None, "yes")),
    # choose
    Told("Is the umbrella blue or red?", "beach", ("blue", "red")),
    Told(
        "Is the man on the left side or on the right side of the image?", "beach", ("left", "right")
    ),
    Told("Which side of the photo is the lamp on?", "table", ("right", "left")),
    Told("On which side of the picture is the dog?", "beach", ("right", "left")),
    Told("Is the dog to the left or to the right of the man?", "beach", ("right", "left")),
    Told("Is the table made of wood or plastic?", "table", ("wood", "plastic")),
    Told("Is the dog white or brown?", "beach", ("brown", "white")),
    Told("Which color do you think the couch is, brown or white?", "living", ("brown", "white")),
    Told("Is it indoors or outdoors?", "table", ("indoors", "indoors")),
    Told("Does the window look open or closed?", "living", ("open", "closed")),
    Told("Is the person that is holding the umbrella a man or a woman?", "beach", ("woman", "man")),
    Told("Is the man young or old?", "beach", ("young", "old")),
    # logical
    Told("Are there both dogs and cats in the picture?", "living", ("no", "yes")),
    Told("Are there any trucks or buses in this picture?", "road", ("yes", "yes")),
    Told("Do you see either a bowl or a clock there?", "table", ("yes", "yes")),
    Told("Are there apples and bananas in the photo?", "table", ("yes", "no")),
    Told("Is there a fork or a spoon?", "table", ("yes", "no")),
    Told("Are there either any red lamps or chairs?", "living", ("yes", "yes")),
    Told("Are there any cups that are not white?", "table", ("yes", "no")),
    Told("Is there a chair that is not wooden?", "living", ("no", "yes")),
    Told("Are the lamp and the chair both white?", "living", ("yes", "no")),
    Told(
        "Is there a bicycle to the left of the bench and a bus to the right?", "road", ("yes", "no")
    ),
    # compare
    Told("Are the couch and the chair the same color?", "living", ("no", "yes")),
    Told("Do the shirt and the umbrella have the same color?", "beach", ("no", "no")),
    Told("Is the color of the shirt the same as the jacket?", "beach", (None, "yes")),
    Told("Is the plate the same color as the cup?", "table", ("no", "yes")),
    Told("Are the couch and the rug different in color?", "living", ("yes", "yes")),
    Told("Which is larger, the dog or the cat?", "living", (None, "dog")),
    Told("Are all the animals black?", "living", ("yes", "no")),
    Told("Who is older, the man or the woman?", "beach", ("woman", "man")),
)
