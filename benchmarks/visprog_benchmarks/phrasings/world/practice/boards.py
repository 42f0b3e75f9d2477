"""What signs say, in one picture or in two."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.truth import among, image, left_or_right
from visprog_benchmarks.phrasings.world.practice.series import every, picture
from visprog_benchmarks.phrasings.world.practice.signage import (
    board,
    boards,
    ink,
    leftward,
    signed,
    signs,
    upward,
    where,
)
from visprog_benchmarks.phrasings.world.practice.whereabouts import clear, toward

ROWS: tuple[Asked, ...] = (
    Asked("What does it say on the board?", "signpost", lambda t: t.sign),
    Asked(
        "Could you please read me the writing on that sign? I can't see it.",
        "signpost",
        lambda t: t.sign,
    ),
    Asked("text on sign", "roadside", lambda t: t.sign),
    Asked("What word would I see on the sign outside this house?", "shop", lambda t: t.sign),
    Asked("Are we told that they are open?", "signpost", lambda t: t.sign == "OPEN"),
    Asked("It says something else than STOP, doesn't it?", "signpost", lambda t: t.sign != "STOP"),
    Asked("OPEN or CLOSED, which is it?", "signpost", lambda t: among(t.sign, "OPEN", "CLOSED")),
    Asked(
        "Neither OPEN nor CLOSED is written there.",
        "signpost",
        lambda t: t.sign not in ("OPEN", "CLOSED"),
    ),
    Asked("How many letters has the word on the sign?", "signpost", lambda t: len(t.sign)),
    Asked("Does the word on the sign begin with an S?", "signpost", lambda t: t.sign[0] == "S"),
    Asked(
        "I spy the letter E on the sign. Do you see it too?", "signpost", lambda t: "E" in t.sign
    ),
    Asked("Which animal shares the picture with the sign?", "signpost", lambda t: t.kind("animal")),
    Asked("What colour has the sign's background?", "signpost", board),
    Asked("Is it a yellow sign?", "signpost", lambda t: board(t) == "yellow"),
    Asked(
        "Has the sign been put in the upper half of the image?",
        "signpost",
        lambda t: clear(0.5 - where(t)[1]),
    ),
    Asked(
        "You'd find the sign to the left of the dog, right?",
        "signpost",
        lambda t: leftward(t, "dog"),
    ),
    Asked(
        "Do a dog and the word OPEN both occur here?",
        "signpost",
        lambda t: t.n("dog") > 0 and t.sign == "OPEN",
    ),
    Asked("Can we tell from the sign that this is a bakery?", "shop", lambda t: t.sign == "BAKERY"),
    Asked(
        "Which of these words is on the sign: BOOKS, BAKERY or HOTEL?",
        "shop",
        lambda t: among(t.sign, "BOOKS", "BAKERY", "HOTEL"),
    ),
    Asked(
        "Does the sign say OPEN although nobody is around?",
        "shop",
        lambda t: t.sign == "OPEN" and not t.n("person"),
    ),
    Asked(
        "Compared with the tree, is the sign further to the right?",
        "shop",
        lambda t: not leftward(t, "tree"),
    ),
    Asked("Is there a sign at all?", "roadside", lambda t: bool(t.text)),
    Asked("No sign anywhere in this one, correct?", "roadside", lambda t: not t.text),
    Asked("Is a stop sign to be seen by the road?", "roadside", lambda t: t.text == "STOP"),
    Asked("Does the notice ask drivers to go slow?", "roadside", lambda t: t.sign == "SLOW"),
    Asked(
        "The picture contains a sign but no dog.",
        "roadside",
        lambda t: bool(t.text) and not t.n("dog"),
    ),
    Asked("Read me the board, please, I can't see it.", "shop", lambda t: t.sign),
    Asked("what does the road sign tell the drivers", "roadside", lambda t: t.sign),
    Asked(
        "What does it say on the board, BOOKS or BAKERY?",
        "shop",
        lambda t: among(t.sign, "BOOKS", "BAKERY"),
    ),
    Asked("The sign says OPEN, right?", "signpost", lambda t: t.sign == "OPEN"),
    Asked(
        "According to the sign, is the place open or closed?",
        "signpost",
        lambda t: among(t.sign, "OPEN", "CLOSED"),
    ),
    Asked(
        "Is this shop open just now?",
        "shop",
        lambda t: among(t.sign, "OPEN", "CLOSED") and t.sign == "OPEN",
    ),
    Asked("Is this a stop sign?", "signpost", lambda t: t.sign == "STOP"),
    Asked(
        "Can you read either STOP or FERRY on the sign?",
        "signpost",
        lambda t: t.sign in ("STOP", "FERRY"),
    ),
    Asked("Does the sign tell us that this is a hotel?", "shop", lambda t: t.sign == "HOTEL"),
    Asked("Any TAXI sign by the house?", "roadside", lambda t: t.text == "TAXI"),
    Asked("Which letter does the text on the sign begin with?", "signpost", lambda t: t.sign[0]),
    Asked("What is the last letter of the word on the board?", "shop", lambda t: t.sign[-1]),
    Asked("Is there an E in the word on the sign?", "signpost", lambda t: "E" in t.sign),
    Asked("The word on the sign ends in Y, doesn't it?", "signpost", lambda t: t.sign[-1] == "Y"),
    Asked(
        "Does the word on the sign have more than four letters?",
        "shop",
        lambda t: len(t.sign) > 4,
    ),
    Asked("Count the O's in what the sign says, please.", "shop", lambda t: t.sign.count("O")),
    Asked("Is there a sign in this picture?", "roadside", lambda t: bool(t.text)),
    Asked("Is it true that the photo has no sign in it?", "roadside", lambda t: not t.text),
    Asked("Number of signs?", "roadside", lambda t: int(bool(t.text))),
    Asked(
        "I need a photo with a sign and a dog. Will this one do?",
        "roadside",
        lambda t: bool(t.text) and t.n("dog") > 0,
    ),
    Asked("What colour is the sign?", "signpost", board),
    Asked("Are the letters on the sign white?", "signpost", lambda t: ink(t) == "white"),
    Asked("In which colour is the word on the board painted?", "shop", ink),
    Asked("a yellow sign?", "signpost", lambda t: board(t) == "yellow"),
    Asked(
        "Is the sign in the top or the bottom half of the photo?",
        "signpost",
        lambda t: "top" if clear(0.5 - where(t)[1]) else "bottom",
    ),
    Asked("Is the sign on the left-hand side?", "signpost", lambda t: clear(0.5 - where(t)[0])),
    Asked(
        "Can you see the sign to the left of the house?",
        "shop",
        lambda t: leftward(t, "house"),
    ),
    Asked(
        "Is the sign closer to the house or to the tree?",
        "shop",
        lambda t: toward(t, (signed(t).sign.x, signed(t).sign.y), "house", "tree"),
    ),
    Asked(
        "Which is further to the right, the sign or the tree?",
        "shop",
        lambda t: "tree" if leftward(t, "tree") else "sign",
    ),
    Asked(
        "On which side of the sign is the dog sitting?",
        "shop",
        lambda t: "right" if leftward(t, "dog") else "left",
    ),
    Asked(
        "The sign hangs higher than the house, true or false?",
        "roadside",
        lambda t: upward(t, "house"),
    ),
    Asked(
        "Tell me whether the sign stands left or right of the car.",
        "roadside",
        lambda t: "left" if leftward(t, "car") else "right",
    ),
    Asked(
        "Is the bike parked to the right of the sign?",
        "shop",
        lambda t: leftward(t, "bicycle"),
    ),
    Asked(
        "What is the sign standing on: grass, sand, snow, wood or water?",
        "signpost",
        lambda t: t.ground if t.sign else None,
    ),
    Asked("Which animal is there besides the sign?", "signpost", lambda t: t.kind("animal")),
    Asked("How many animals share the picture with the sign?", "signpost", lambda t: t.n("animal")),
    Asked("How many people are outside the house with the sign?", "shop", lambda t: t.n("person")),
    Asked(
        "Does the picture have a dog in it and a sign that says BAKERY?",
        "signpost",
        lambda t: t.sign == "BAKERY" and t.n("dog") > 0,
    ),
    Asked(
        "Is there a dog, or an OPEN sign, or both?",
        "shop",
        lambda t: t.sign == "OPEN" or t.n("dog") > 0,
    ),
    Asked(
        "I see a red car and a STOP sign. Correct?",
        "roadside",
        lambda t: t.text == "STOP" and t.n("car", "red") > 0,
    ),
    Asked(
        "There is a sign on the grass here, isn't there?", "signpost", lambda t: t.ground == "grass"
    ),
    Asked("Do both signs say the same?", "two signposts", lambda t: len(set(signs(t))) == 1),
    Asked(
        "Which image is the one whose sign says OPEN?",
        "two signposts",
        lambda t: image(every(t, lambda one: one.sign == "OPEN")),
    ),
    Asked("How many of the signs read OPEN?", "two signposts", lambda t: signs(t).count("OPEN")),
    Asked(
        "Read out the sign in the left-hand picture for the class.",
        "two signposts",
        lambda t: signs(t)[0],
    ),
    Asked(
        "Is the word in the first picture longer than the word in the second?",
        "two signposts",
        lambda t: len(signs(t)[0]) > len(signs(t)[1]),
    ),
    Asked(
        "What is written in the photo that has no dog in it?",
        "two signposts",
        lambda t: picture(t, lambda one: not one.n("dog")).sign,
    ),
    Asked(
        "Going by the signs, which shop is open, the left one or the right one?",
        "two shops",
        lambda t: left_or_right(*(float(text == "OPEN") for text in signs(t))),
    ),
    Asked("Does CLOSED stand on at least one sign?", "two shops", lambda t: "CLOSED" in signs(t)),
    Asked(
        "Where you can see the dog, what does the sign tell you?",
        "two shops",
        lambda t: picture(t, lambda one: one.n("dog") > 0).sign,
    ),
    Asked(
        "The signs in the two pictures have different words on them.",
        "two shops",
        lambda t: len(set(signs(t))) == 2,
    ),
    Asked(
        "Which of the two pictures has the STOP sign?",
        "two signposts",
        lambda t: image([one == "STOP" for one in signs(t)]),
    ),
    Asked("What does the sign say in the first picture?", "two signposts", lambda t: signs(t)[0]),
    Asked(
        "And the board in the second photo, what can I read there?",
        "two shops",
        lambda t: signs(t)[1],
    ),
    Asked("Is either of the shops closed?", "two shops", lambda t: "CLOSED" in signs(t)),
    Asked(
        "Which picture's sign has the longer word?",
        "two shops",
        lambda t: image([len(one) == max(map(len, signs(t))) for one in signs(t)]),
    ),
    Asked(
        "What is on the sign in the picture with the dog?",
        "two shops",
        lambda t: picture(t, lambda one: one.n("dog") > 0).sign,
    ),
    Asked(
        "Which shop is open, the one in image 1 or the one in image 2?",
        "two shops",
        lambda t: image([one == "OPEN" for one in signs(t)]),
    ),
    Asked(
        "What kind of ground do you see where the sign says OPEN?",
        "two signposts",
        lambda t: picture(t, lambda one: one.sign == "OPEN").ground,
    ),
    Asked(
        "Is there a bicycle in front of the shop that is open?",
        "two shops",
        lambda t: picture(t, lambda one: one.sign == "OPEN").n("bicycle") > 0,
    ),
    Asked(
        "Does one of the pictures show a HOTEL sign?", "two shops", lambda t: "HOTEL" in signs(t)
    ),
    Asked(
        "Is the sign higher up in the left picture than in the right one?",
        "two signposts",
        lambda t: clear(where(t.pictures()[1])[1] - where(t.pictures()[0])[1]),
    ),
    Asked(
        "Are the two signs the same colour?",
        "two signposts",
        lambda t: len(set(boards(t))) == 1,
    ),
    Asked(
        "Adding up both words, how many letters are there?",
        "two shops",
        lambda t: sum(map(len, signs(t))),
    ),
    Asked(
        "Is the letter P on each of the two signs?",
        "two signposts",
        lambda t: all("P" in one for one in signs(t)),
    ),
    Asked(
        "What is written on the sign in the second picture?",
        "two shops",
        lambda t: signs(t)[1],
    ),
    Asked(
        "One of the shops is open. Is it image 1 or image 2?",
        "two shops",
        lambda t: image(every(t, lambda one: one.sign == "OPEN")),
    ),
)
