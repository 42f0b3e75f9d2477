"""Whether there is, and both, either, neither, no."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked

ROWS = (
    Asked("Is there a dog here?", "park", lambda t: t.n("dog") > 0),
    Asked("is there any cow", "farm", lambda t: t.n("cow") > 0),
    Asked("Are there some pigs?", "farm", lambda t: t.n("pig") > 0),
    Asked("Do you see any birds in this photo?", "harbour", lambda t: t.n("bird") > 0),
    Asked("Can a pig be seen?", "farm", lambda t: t.n("pig") > 0),
    Asked("Can you spot a candle anywhere?", "kitchen", lambda t: t.n("candle") > 0),
    Asked("Is a motorcycle visible?", "street", lambda t: t.n("motorcycle") > 0),
    Asked("Are any bicycles visible in the picture?", "street", lambda t: t.n("bicycle") > 0),
    Asked("Does the picture have a banana?", "kitchen", lambda t: t.n("banana") > 0),
    Asked("Does this image show a cloud?", "farm", lambda t: t.n("cloud") > 0),
    Asked("Does the photo contain any people?", "street", lambda t: t.n("person") > 0),
    Asked("Is the sun in the picture?", "farm", lambda t: t.n("sun") > 0),
    Asked("Has the picture got a cow in it?", "farm", lambda t: t.n("cow") > 0),
    Asked("Any dogs?", "park", lambda t: t.n("dog") > 0),
    Asked("Any birds in the photo?", "harbour", lambda t: t.n("bird") > 0),
    Asked("I wonder if there is a pig.", "farm", lambda t: t.n("pig") > 0),
    Asked("Could you check whether there is a candle?", "kitchen", lambda t: t.n("candle") > 0),
    Asked("Tell me if there are any cows.", "farm", lambda t: t.n("cow") > 0),
    Asked("Does a dog appear in the picture?", "park", lambda t: t.n("dog") > 0),
    Asked("Is there anything on the plate?", "kitchen", lambda t: t.n("thing", held="plate") > 0),
    Asked("Is there a puppy in the picture?", "park", lambda t: t.n("dog") > 0),
    Asked("Are there any motorbikes?", "street", lambda t: t.n("motorcycle") > 0),
    Asked("Is there a TV?", "room", lambda t: t.n("television") > 0),
    Asked("Is there a sofa in the room?", "room", lambda t: t.n("couch") > 0),
    Asked("Is there a unicorn?", "farm", lambda t: False),
    Asked("Are there any grand pianos in the picture?", "room", lambda t: False),
    Asked("Is there a traffic light?", "farm", lambda t: False),
    Asked("Is there a wine glass?", "kitchen", lambda t: False),
    # negation
    Asked("Are there no dogs?", "park", lambda t: t.n("dog") == 0),
    Asked("Is there no cow in the image?", "farm", lambda t: t.n("cow") == 0),
    Asked("Isn't there a dog?", "park", lambda t: t.n("dog") > 0),
    Asked("Aren't there any birds?", "harbour", lambda t: t.n("bird") > 0),
    Asked("There is no pig, is there?", "farm", lambda t: t.n("pig") > 0),
    Asked("Are there zero cows?", "farm", lambda t: t.n("cow") == 0),
    Asked("Is the picture without any birds?", "harbour", lambda t: t.n("bird") == 0),
    Asked("Is it true that there are no pigs?", "farm", lambda t: t.n("pig") == 0),
    Asked("Is it the case that there's a candle?", "kitchen", lambda t: t.n("candle") > 0),
    # in and on something
    Asked("Is there a dog in the boat?", "harbour", lambda t: t.n("dog", held="boat") > 0),
    Asked("Is a dog on board the boat?", "harbour", lambda t: t.n("dog", held="boat") > 0),
    Asked("Is anyone in the bus?", "street", lambda t: t.n("person", held="bus") > 0),
    Asked("Is there somebody in the boat?", "harbour", lambda t: t.n("person", held="boat") > 0),
    Asked("Does the boat have a dog in it?", "harbour", lambda t: t.n("dog", held="boat") > 0),
    Asked("Are there any owls in the tree?", "park", lambda t: t.n("owl", held="tree") > 0),
    Asked("Is there an owl up in the tree?", "park", lambda t: t.n("owl", held="tree") > 0),
    Asked(
        "Does the bowl contain any bananas?", "kitchen", lambda t: t.n("banana", held="bowl") > 0
    ),
    Asked("Is there fruit in the bowl?", "kitchen", lambda t: t.n("fruit", held="bowl") > 0),
    Asked("Is there a donut on the plate?", "kitchen", lambda t: t.n("donut", held="plate") > 0),
    Asked("Is a cat lying on the bed?", "room", lambda t: t.n("cat", held="bed") > 0),
    Asked(
        "Can you see a teddy bear on the couch?",
        "room",
        lambda t: t.n("teddy bear", held="couch") > 0,
    ),
    Asked("Is there no dog in the boat?", "harbour", lambda t: t.n("dog", held="boat") == 0),
    Asked("Isn't there an owl on the tree?", "park", lambda t: t.n("owl", held="tree") > 0),
    Asked("In the bowl, is there an apple?", "kitchen", lambda t: t.n("apple", held="bowl") > 0),
    Asked("Is there an animal on the couch?", "room", lambda t: t.n("animal", held="couch") > 0),
    Asked(
        "Is there an apple that is not in the bowl?",
        "kitchen",
        lambda t: t.n("apple") > t.n("apple", held="bowl"),
    ),
    Asked(
        "Is everyone in the boat?", "harbour", lambda t: t.n("person") == t.n("person", held="boat")
    ),
    Asked(
        "Are all the birds in the tree?", "park", lambda t: t.n("bird") == t.n("bird", held="tree")
    ),
    Asked(
        "Are all of the apples in the bowl?",
        "kitchen",
        lambda t: t.n("apple") == t.n("apple", held="bowl") if t.n("apple") else None,
    ),
    Asked(
        "Are any of the birds not on the tree?",
        "park",
        lambda t: t.n("bird") > t.n("bird", held="tree"),
    ),
    Asked(
        "Are none of the apples in the bowl?",
        "kitchen",
        lambda t: t.n("apple", held="bowl") == 0 if t.n("apple") else None,
    ),
    # and, or, neither, but
    Asked("Is there a dog and a ball?", "park", lambda t: t.n("dog") > 0 and t.n("ball") > 0),
    Asked("Are there both cows and pigs?", "farm", lambda t: t.n("cow") > 0 and t.n("pig") > 0),
    Asked("Are there any cows and any pigs?", "farm", lambda t: t.n("cow") > 0 and t.n("pig") > 0),
    Asked("Are there cows as well as pigs?", "farm", lambda t: t.n("cow") > 0 and t.n("pig") > 0),
    Asked("Is there a candle or a banana?", "kitchen", lambda t: t.n("candle") + t.n("banana") > 0),
    Asked("Are there either cows or clouds?", "farm", lambda t: t.n("cow") + t.n("cloud") > 0),
    Asked(
        "Do you see a motorcycle or a bicycle?",
        "street",
        lambda t: t.n("motorcycle") + t.n("bicycle") > 0,
    ),
    Asked("Is there neither a cow nor a pig?", "farm", lambda t: t.n("cow") + t.n("pig") == 0),
    Asked("Are there neither dogs nor owls?", "park", lambda t: t.n("dog") + t.n("owl") == 0),
    Asked("Is there a cow but no pig?", "farm", lambda t: t.n("cow") > 0 and t.n("pig") == 0),
    Asked("Are there pigs but not clouds?", "farm", lambda t: t.n("pig") > 0 and t.n("cloud") == 0),
    Asked("Is there a cat, a kite and a dog?", "park", lambda t: t.n("dog") > 0),
    Asked(
        "Are there cows, pigs or clouds?",
        "farm",
        lambda t: t.n("cow") + t.n("pig") + t.n("cloud") > 0,
    ),
    Asked("Is there a cloud and no sun?", "farm", lambda t: t.n("cloud") > 0 and t.n("sun") == 0),
    Asked(
        "Are there two dogs and two balls?", "park", lambda t: t.n("dog") == 2 and t.n("ball") == 2
    ),
    Asked(
        "Are there at least two dogs or more than two balls?",
        "park",
        lambda t: t.n("dog") >= 2 or t.n("ball") > 2,
    ),
    Asked(
        "Is there a dog in the boat and a bird in the picture?",
        "harbour",
        lambda t: t.n("dog", held="boat") > 0 and t.n("bird") > 0,
    ),
    Asked(
        "Is there a dog and is there an owl?", "park", lambda t: t.n("dog") > 0 and t.n("owl") > 0
    ),
    Asked(
        "Is there a cat or a dog on the couch?",
        "room",
        lambda t: t.n("cat", held="couch") + t.n("dog", held="couch") > 0,
    ),
    Asked(
        "Are there a cat and a dog on the couch?",
        "room",
        lambda t: t.n("cat", held="couch") > 0 and t.n("dog", held="couch") > 0,
    ),
    Asked(
        "Is there either a sun or a cloud but not both?",
        "farm",
        lambda t: (t.n("sun") > 0) != (t.n("cloud") > 0),
    ),
)
