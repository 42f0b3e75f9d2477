"""More phrasings of all kinds, written after the first half had been read: all of them open."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked

ROWS = (
    # counting
    Asked("How many dogs can be found in this picture?", "park", lambda t: t.n("dog")),
    Asked("What number of cups are there?", "kitchen", lambda t: t.n("cup")),
    Asked("Could you count the cars for me?", "harbour", lambda t: t.n("car")),
    Asked("I'd like to know how many sheep there are.", "farm", lambda t: t.n("sheep")),
    Asked("How many pigs have you found?", "farm", lambda t: t.n("pig")),
    Asked("how many birds r there?", "park", lambda t: t.n("bird")),
    Asked("In this image, how many books can you see?", "room", lambda t: t.n("book")),
    Asked("How many bicycles appear in the image?", "street", lambda t: t.n("bicycle")),
    Asked("State the number of apples.", "kitchen", lambda t: t.n("apple")),
    Asked("Find out how many balls there are", "park", lambda t: t.n("ball")),
    Asked("How many creatures are in the picture?", "park", lambda t: t.n("animal")),
    Asked("How many items of clothing are there?", "park", lambda t: t.n("clothing")),
    Asked("How many fruits can you see?", "kitchen", lambda t: t.n("fruit")),
    Asked(
        "How many people are standing in the boat?", "harbour", lambda t: t.n("person", held="boat")
    ),
    Asked("How many people are there on the bus?", "street", lambda t: t.n("person", held="bus")),
    Asked(
        "How many people are travelling in the bus?", "street", lambda t: t.n("person", held="bus")
    ),
    Asked(
        "How many people can you count in the boat?",
        "harbour",
        lambda t: t.n("person", held="boat"),
    ),
    Asked("How many birds does the tree hold?", "park", lambda t: t.n("bird", held="tree")),
    Asked(
        "How many bananas does the bowl contain?", "kitchen", lambda t: t.n("banana", held="bowl")
    ),
    Asked("How many people has the bus got in it?", "street", lambda t: t.n("person", held="bus")),
    Asked(
        "Of the people, how many are in the boat?", "harbour", lambda t: t.n("person", held="boat")
    ),
    Asked(
        "How many apples are there that are not in the bowl?",
        "kitchen",
        lambda t: t.n("apple") - t.n("apple", held="bowl"),
    ),
    Asked(
        "How many people are off the boat?",
        "harbour",
        lambda t: t.n("person") - t.n("person", held="boat"),
    ),
    # amounts
    Asked("Are there 2 dogs or more?", "park", lambda t: t.n("dog") >= 2),
    Asked("Is there at least one pig?", "farm", lambda t: t.n("pig") >= 1),
    Asked("Is there at most one dog?", "park", lambda t: t.n("dog") <= 1),
    Asked("Are there only two cups?", "kitchen", lambda t: t.n("cup") == 2),
    Asked("Are there a minimum of two cows?", "farm", lambda t: t.n("cow") >= 2),
    Asked("Are there not fewer than 2 cars?", "harbour", lambda t: t.n("car") >= 2),
    Asked("Are there up to two pigs?", "farm", lambda t: t.n("pig") <= 2),
    Asked("Are there a maximum of three balls?", "park", lambda t: t.n("ball") <= 3),
    Asked("Is the number of pigs less than two?", "farm", lambda t: t.n("pig") < 2),
    Asked("Is the number of birds exactly three?", "harbour", lambda t: t.n("bird") == 3),
    Asked("Is the number of cups odd?", "kitchen", lambda t: t.n("cup") % 2 == 1),
    Asked("Is there an even number of sheep?", "farm", lambda t: t.n("sheep") % 2 == 0),
    Asked("Are there two to three sheep?", "farm", lambda t: 2 <= t.n("sheep") <= 3),
    Asked("Do you count three balls?", "park", lambda t: t.n("ball") == 3),
    Asked("I can see two dogs.", "park", lambda t: t.n("dog") == 2),
    Asked("The picture contains two cars.", "harbour", lambda t: t.n("car") == 2),
    Asked(
        "Does the bus have at least two people in it?",
        "street",
        lambda t: t.n("person", held="bus") >= 2,
    ),
    Asked(
        "Are there more than two people on the boat?",
        "harbour",
        lambda t: t.n("person", held="boat") > 2,
    ),
    Asked(
        "Does the boat hold exactly two people?",
        "harbour",
        lambda t: t.n("person", held="boat") == 2,
    ),
    Asked("Are two people in the bus?", "street", lambda t: t.n("person", held="bus") == 2),
    # comparing
    Asked(
        "Are there more balls than dogs in the picture?", "park", lambda t: t.n("ball") > t.n("dog")
    ),
    Asked("Are there fewer cows than sheep?", "farm", lambda t: t.n("cow") < t.n("sheep")),
    Asked("Do you see fewer cups than apples?", "kitchen", lambda t: t.n("cup") < t.n("apple")),
    Asked(
        "Does the image contain more people than cars?",
        "harbour",
        lambda t: t.n("person") > t.n("car"),
    ),
    Asked("Are there equally many dogs and balls?", "park", lambda t: t.n("dog") == t.n("ball")),
    Asked(
        "Is the number of cows the same as the number of pigs?",
        "farm",
        lambda t: t.n("cow") == t.n("pig"),
    ),
    Asked(
        "Is the number of dogs less than the number of balls?",
        "park",
        lambda t: t.n("dog") < t.n("ball"),
    ),
    Asked("Do the cars outnumber the people?", "harbour", lambda t: t.n("car") > t.n("person")),
    Asked("Are there at most as many dogs as balls?", "park", lambda t: t.n("dog") <= t.n("ball")),
    Asked("Are there not as many pigs as sheep?", "farm", lambda t: t.n("pig") < t.n("sheep")),
    Asked("Are there exactly as many cows as pigs?", "farm", lambda t: t.n("cow") == t.n("pig")),
    Asked(
        "Which is there more of, dogs or balls?",
        "park",
        lambda t: _more(t.n("dog"), t.n("ball"), "dog", "ball"),
    ),
    Asked(
        "Are there more dogs or balls?",
        "park",
        lambda t: _more(t.n("dog"), t.n("ball"), "dog", "ball"),
    ),
    Asked(
        "Are there fewer cows or pigs?",
        "farm",
        lambda t: _more(t.n("pig"), t.n("cow"), "cow", "pig"),
    ),
    Asked(
        "How many more balls than dogs do you see?",
        "park",
        lambda t: t.n("ball") - t.n("dog") if t.n("ball") >= t.n("dog") else None,
    ),
    Asked(
        "What is the difference between the number of cows and pigs?",
        "farm",
        lambda t: abs(t.n("cow") - t.n("pig")),
    ),
    Asked(
        "How many cats, dogs and birds are there in total?",
        "park",
        lambda t: t.n("cat") + t.n("dog") + t.n("bird"),
    ),
    Asked(
        "How many cows and sheep are there together?", "farm", lambda t: t.n("cow") + t.n("sheep")
    ),
    Asked(
        "What is the combined number of cups and apples?",
        "kitchen",
        lambda t: t.n("cup") + t.n("apple"),
    ),
    Asked(
        "How many animals are there apart from the cat?",
        "park",
        lambda t: t.n("animal") - t.n("cat"),
    ),
    Asked(
        "How many animals that are not dogs are there?",
        "park",
        lambda t: t.n("animal") - t.n("dog"),
    ),
    Asked("Are there any animals besides dogs?", "park", lambda t: t.n("animal") > t.n("dog")),
    # existence
    Asked("Does the picture feature a pig?", "farm", lambda t: t.n("pig") > 0),
    Asked("Is there a ladder anywhere in this picture?", "farm", lambda t: False),
    Asked("Are pigs present?", "farm", lambda t: t.n("pig") > 0),
    Asked("Are cows visible in the photo?", "farm", lambda t: t.n("cow") > 0),
    Asked("Is a dog in the picture?", "park", lambda t: t.n("dog") > 0),
    Asked("Are there dogs?", "park", lambda t: t.n("dog") > 0),
    Asked("There's a cow.", "farm", lambda t: t.n("cow") > 0),
    Asked("Do you notice any pigs?", "farm", lambda t: t.n("pig") > 0),
    Asked("Can any dogs be seen?", "park", lambda t: t.n("dog") > 0),
    Asked("Is no dog in the picture?", "park", lambda t: t.n("dog") == 0),
    Asked("Are there not any cows?", "farm", lambda t: t.n("cow") == 0),
    Asked("The image contains no pigs.", "farm", lambda t: t.n("pig") == 0),
    Asked("Doesn't the picture show a cow?", "farm", lambda t: t.n("cow") > 0),
    Asked("Don't you see a dog?", "park", lambda t: t.n("dog") > 0),
    Asked("Is it true that the picture contains a pig?", "farm", lambda t: t.n("pig") > 0),
    Asked("Does the tree contain an owl?", "park", lambda t: t.n("owl", held="tree") > 0),
    Asked("Is there someone on the bus?", "street", lambda t: t.n("person", held="bus") > 0),
    Asked("Is nobody in the bus?", "street", lambda t: t.n("person", held="bus") == 0),
    Asked("Is there nothing on the plate?", "kitchen", lambda t: t.n("thing", held="plate") == 0),
    Asked(
        "Is there an animal sitting on the couch?",
        "room",
        lambda t: t.n("animal", held="couch") > 0,
    ),
    Asked("Are there animals in the tree?", "park", lambda t: t.n("animal", held="tree") > 0),
    Asked("Does anything lie on the bed?", "room", lambda t: t.n("thing", held="bed") > 0),
    Asked("On the couch, is there a dog?", "room", lambda t: t.n("dog", held="couch") > 0),
    Asked(
        "Is every person in the bus?",
        "street",
        lambda t: t.n("person") == t.n("person", held="bus") if t.n("person") else None,
    ),
    Asked(
        "Are all people on the boat?",
        "harbour",
        lambda t: t.n("person") == t.n("person", held="boat"),
    ),
    Asked(
        "Are some of the birds not in the tree?",
        "park",
        lambda t: t.n("bird") > t.n("bird", held="tree"),
    ),
    # logic
    Asked(
        "Are there a dog, an owl and a bird?",
        "park",
        lambda t: t.n("dog") > 0 and t.n("owl") > 0 and t.n("bird") > 0,
    ),
    Asked(
        "Does the picture show both a cow and a pig?",
        "farm",
        lambda t: t.n("cow") > 0 and t.n("pig") > 0,
    ),
    Asked("Is there a cow or are there any pigs?", "farm", lambda t: t.n("cow") + t.n("pig") > 0),
    Asked("Are there no cows and no pigs?", "farm", lambda t: t.n("cow") + t.n("pig") == 0),
    Asked("Is there no cow or no pig?", "farm", lambda t: t.n("cow") == 0 or t.n("pig") == 0),
    Asked(
        "Does the photo contain neither cows nor clouds?",
        "farm",
        lambda t: t.n("cow") + t.n("cloud") == 0,
    ),
    Asked("Are there dogs but no owls?", "park", lambda t: t.n("dog") > 0 and t.n("owl") == 0),
    Asked("Is there a pig, but not a cow?", "farm", lambda t: t.n("pig") > 0 and t.n("cow") == 0),
    Asked(
        "Is there exactly one dog and more than one ball?",
        "park",
        lambda t: t.n("dog") == 1 and t.n("ball") > 1,
    ),
    Asked(
        "Is there a cow and are there any clouds?",
        "farm",
        lambda t: t.n("cow") > 0 and t.n("cloud") > 0,
    ),
    Asked("Are there two pigs and no cows?", "farm", lambda t: t.n("pig") == 2 and t.n("cow") == 0),
    Asked(
        "Is there a cat but no dog on the couch?",
        "room",
        lambda t: t.n("cat", held="couch") > 0 and t.n("dog", held="couch") == 0,
    ),
    # looks
    Asked("What's the teapot's colour?", "kitchen", lambda t: t.colour("teapot")),
    Asked("In what color is the car?", "street", lambda t: t.colour("car")),
    Asked("What is the color of this hat?", "park", lambda t: t.colour("hat")),
    Asked("The color of the bowl?", "kitchen", lambda t: t.colour("bowl")),
    Asked(
        "What colour is the umbrella that is over the boat?",
        "harbour",
        lambda t: t.colour("umbrella") if t.y("umbrella") < t.y("boat") else None,
    ),
    Asked("Is the chair's colour red?", "room", lambda t: t.colour("chair") == "red"),
    Asked("Is the hat of a blue colour?", "park", lambda t: t.colour("hat") == "blue"),
    Asked("Does the bowl look red?", "kitchen", lambda t: t.colour("bowl") == "red"),
    Asked("The couch is red.", "room", lambda t: t.colour("couch") == "red"),
    Asked("Is the car either red or blue?", "street", lambda t: t.colour("car") in ("red", "blue")),
    Asked(
        "What colour does the couch have: red, blue or purple?", "room", lambda t: t.colour("couch")
    ),
    Asked(
        "Are the chair and the couch of the same colour?",
        "room",
        lambda t: t.colour("chair") == t.colour("couch"),
    ),
    Asked(
        "Does the chair have the same color as the shirt?",
        "room",
        lambda t: t.colour("chair") == t.colour("shirt"),
    ),
    Asked(
        "Is the bowl a different color from the teapot?",
        "kitchen",
        lambda t: t.colour("bowl") != t.colour("teapot"),
    ),
    Asked(
        "Do the bowl and the teapot have different colours?",
        "kitchen",
        lambda t: t.colour("bowl") != t.colour("teapot"),
    ),
    Asked("How many cars have a red colour?", "harbour", lambda t: t.n("car", "red")),
    Asked(
        "How many red or green balls can you see?",
        "park",
        lambda t: t.n("ball", "red") + t.n("ball", "green"),
    ),
    Asked("How many balls aren't red?", "park", lambda t: t.n("ball") - t.n("ball", "red")),
    Asked(
        "Are there any cars that aren't red?", "harbour", lambda t: t.n("car") > t.n("car", "red")
    ),
    Asked(
        "Is there a car that is either blue or black?",
        "harbour",
        lambda t: t.n("car", "blue") + t.n("car", "black") > 0,
    ),
    Asked(
        "Are both balls red?",
        "park",
        lambda t: t.n("ball", "red") == 2 if t.n("ball") == 2 else None,
    ),
    Asked("Is each ball blue?", "park", lambda t: t.n("ball") == t.n("ball", "blue")),
    Asked("Are exactly two of the cars red?", "harbour", lambda t: t.n("car", "red") == 2),
    Asked(
        "Are there fewer blue balls than red balls?",
        "park",
        lambda t: t.n("ball", "blue") < t.n("ball", "red"),
    ),
    Asked(
        "Are there as many red cars as black cars?",
        "harbour",
        lambda t: t.n("car", "red") == t.n("car", "black"),
    ),
    Asked("Is anything red in the picture?", "room", lambda t: t.n("thing", "red") > 0),
    Asked("How many things are blue?", "kitchen", lambda t: t.n("thing", "blue")),
    Asked(
        "Are all the dogs small?",
        "park",
        lambda t: t.n("dog") == t.n("dog", "small") if t.n("dog") else None,
    ),
    Asked("Is there a big blue ball?", "park", lambda t: t.n("ball", "large", "blue") > 0),
    Asked("Is the clock large?", "kitchen", lambda t: t.the("clock").size == "large"),
    # space
    Asked(
        "Is the dog on the left side of the boat?",
        "harbour",
        lambda t: t.x("dog") < t.x("boat") if t.n("dog", held="boat") == 0 else None,
    ),
    Asked("Is the hat at the right of the tree?", "park", lambda t: t.x("hat") > t.x("tree")),
    Asked("Is the clock under the plate?", "kitchen", lambda t: t.y("clock") > t.y("plate")),
    Asked(
        "Is the umbrella higher up than the boat?",
        "harbour",
        lambda t: t.y("umbrella") < t.y("boat"),
    ),
    Asked("The kite is to the left of the tree.", "park", lambda t: t.x("kite") < t.x("tree")),
    Asked(
        "Is the horse left or right of the house?",
        "farm",
        lambda t: "left" if t.x("horse") < t.x("house") else "right",
    ),
    Asked(
        "Is the clock over or under the bowl?",
        "kitchen",
        lambda t: "above" if t.y("clock") < t.y("bowl") else "below",
    ),
    Asked(
        "To which side of the house is the horse?",
        "farm",
        lambda t: "left" if t.x("horse") < t.x("house") else "right",
    ),
    Asked("Is any dog to the right of the cat?", "park", lambda t: t.n("dog", right="cat") > 0),
    Asked(
        "How many cups are to the left of the teapot?",
        "kitchen",
        lambda t: t.n("cup", left="teapot"),
    ),
    Asked(
        "Are all the balls to the left of the cat?",
        "park",
        lambda t: t.n("ball") == t.n("ball", left="cat"),
    ),
    Asked(
        "Are there at least two balls above the cat?",
        "park",
        lambda t: t.n("ball", above="cat") >= 2,
    ),
    Asked(
        "Is there a car underneath the umbrella?",
        "harbour",
        lambda t: t.n("car", below="umbrella") > 0,
    ),
    Asked(
        "Is the hat neither red nor blue?", "park", lambda t: t.colour("hat") not in ("red", "blue")
    ),
    Asked(
        "Is the cat above the bicycle and to the left of the tree?",
        "park",
        lambda t: t.y("cat") < t.y("bicycle") and t.x("cat") < t.x("tree"),
    ),
    Asked(
        "Which is lower, the clock or the teapot?",
        "kitchen",
        lambda t: "clock" if t.y("clock") > t.y("teapot") else "teapot",
    ),
    Asked(
        "What is larger: the horse or the tractor?",
        "farm",
        lambda t: "horse" if t.area("horse") > t.area("tractor") else "tractor",
    ),
    Asked(
        "Which of the two is further right, the cat or the kite?",
        "park",
        lambda t: "cat" if t.x("cat") > t.x("kite") else "kite",
    ),
    Asked(
        "Is the bowl bigger or smaller than the clock?",
        "kitchen",
        lambda t: "bigger" if t.area("bowl") > t.area("clock") else "smaller",
    ),
    Asked(
        "What color is the ball furthest to the left?",
        "park",
        lambda t: t.end("ball", "left").colour if t.n("ball") else None,
    ),
    Asked("What colour is the lowest ball?", "park", lambda t: t.end("ball", "low").colour),
    Asked("What is the smallest animal?", "farm", lambda t: t.end("animal", "small").noun),
    Asked(
        "What is the largest vehicle in the picture?",
        "street",
        lambda t: t.end("vehicle", "large").noun,
    ),
    Asked(
        "Which animal is furthest to the right?", "farm", lambda t: t.end("animal", "right").noun
    ),
    Asked("Is the rightmost ball blue?", "park", lambda t: t.end("ball", "right").colour == "blue"),
    Asked("What can be seen on the plate?", "kitchen", lambda t: t.what("plate")),
    Asked("Which food is on the plate?", "kitchen", lambda t: t.what("plate")),
    Asked("What sort of fruit does the bowl contain?", "kitchen", lambda t: t.what("bowl")),
    Asked("What is inside of the bowl?", "kitchen", lambda t: t.what("bowl")),
    Asked("What thing lies on the bed?", "room", lambda t: t.what("bed")),
    Asked(
        "What is the cat lying on?",
        "room",
        lambda t: (
            "bed" if t.n("cat", held="bed") else "couch" if t.n("cat", held="couch") else None
        ),
    ),
    # several pictures
    Asked("How many dogs are there in the pictures?", "two parks", lambda t: t.n("dog")),
    Asked(
        "How many balls are there in the left image and the right image?",
        "two parks",
        lambda t: t.n("ball"),
    ),
    Asked("How many sheep does the left photo show?", "two farms", lambda t: t.n("sheep", image=0)),
    Asked("Is there a cow in picture 2?", "two farms", lambda t: t.n("cow", image=1) > 0),
    Asked(
        "Does the second image have a pig in it?", "two farms", lambda t: t.n("pig", image=1) > 0
    ),
    Asked("Do the images both contain a cloud?", "two farms", lambda t: all(t.each("cloud"))),
    Asked("Do any of the pictures show a cow?", "two farms", lambda t: any(t.each("cow"))),
    Asked("Does one of the two pictures show two pigs?", "two farms", lambda t: 2 in t.each("pig")),
    Asked("Are there no cows in the pictures?", "two farms", lambda t: t.n("cow") == 0),
    Asked(
        "Do both pictures have at least two balls?", "two parks", lambda t: min(t.each("ball")) >= 2
    ),
    Asked(
        "Is the number of dogs larger in the left image than in the right image?",
        "two parks",
        lambda t: t.n("dog", image=0) > t.n("dog", image=1),
    ),
    Asked(
        "Has the left picture fewer balls than the right picture?",
        "two parks",
        lambda t: t.n("ball", image=0) < t.n("ball", image=1),
    ),
    Asked(
        "Do both pictures have equally many dogs?",
        "two parks",
        lambda t: t.n("dog", image=0) == t.n("dog", image=1),
    ),
    Asked(
        "Which image has the fewest sheep?",
        "two farms",
        lambda t: _side([-n for n in t.each("sheep")]),
    ),
    Asked(
        "Which of the pictures contains more cars?", "two harbours", lambda t: _side(t.each("car"))
    ),
    Asked(
        "In which image is there a cow?",
        "two farms",
        lambda t: _side(t.each("cow")) if 0 in t.each("cow") else None,
    ),
    Asked(
        "What color is the umbrella in the first image?",
        "two harbours",
        lambda t: t.things("umbrella", image=0)[0].colour,
    ),
    Asked(
        "Is the umbrella in the right picture yellow?",
        "two harbours",
        lambda t: t.things("umbrella", image=1)[0].colour == "yellow",
    ),
    Asked("Do all of the images show a dog?", "three parks", lambda t: all(t.each("dog"))),
    Asked(
        "How many of the pictures show more than one ball?",
        "three parks",
        lambda t: sum(n > 1 for n in t.each("ball")),
    ),
    Asked(
        "Is there an owl in at least one of the images?",
        "three parks",
        lambda t: any(t.each("owl")),
    ),
    Asked(
        "In how many of the images are there no cows?",
        "four farms",
        lambda t: sum(n == 0 for n in t.each("cow")),
    ),
    Asked(
        "How many sheep are there altogether in the four images?",
        "four farms",
        lambda t: t.n("sheep"),
    ),
    Asked(
        "Do exactly two of the images show a cloud?",
        "four farms",
        lambda t: sum(map(bool, t.each("cloud"))) == 2,
    ),
    Asked("Does each of the images contain a house?", "four farms", lambda t: all(t.each("house"))),
)


def _more(first: int, second: int, one: str, other: str) -> str | None:
    return None if first == second else one if first > second else other


def _side(numbers: list[int]) -> str | None:
    left, right = numbers
    return None if left == right else "left" if left > right else "right"
