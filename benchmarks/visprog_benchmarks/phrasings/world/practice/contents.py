"""What people ask about what one picture has: presence, colours and sizes, what holds what."""

from __future__ import annotations

from visprog_benchmarks.phrasings.asked import Asked
from visprog_benchmarks.phrasings.world.practice.inventory import (
    given,
    holder,
    hues,
    kinds,
    present,
)

ROWS: tuple[Asked, ...] = (
    # presence and absence
    Asked("Is there a helicopter somewhere?", "sky", lambda t: t.n("helicopter") > 0),
    Asked("Has anybody left a backpack here?", "wardrobe", lambda t: t.n("backpack") > 0),
    Asked("Is this stage free of people?", "stage", lambda t: t.n("person") == 0),
    Asked("This farm keeps no pigs.", "farm", lambda t: t.n("pig") == 0),
    Asked(
        "Are both sheep and pigs in view?",
        "farm",
        lambda t: t.n("sheep") > 0 and t.n("pig") > 0,
    ),
    Asked(
        "Is it the case that neither a drum nor a trumpet is depicted?",
        "stage",
        lambda t: t.n("drum") == 0 and t.n("trumpet") == 0,
    ),
    Asked(
        "Is at least one of these on the desk: a camera, a key?",
        "desk",
        lambda t: t.n("camera") + t.n("key") > 0,
    ),
    Asked(
        "Does the photo have a dog or a bicycle, but not both?",
        "shop",
        lambda t: (t.n("dog") > 0) is not (t.n("bicycle") > 0),
    ),
    Asked(
        "I need to cut paper. Did they put scissors here?", "desk", lambda t: t.n("scissors") > 0
    ),
    Asked("The cheese is missing.", "market", lambda t: t.n("cheese") == 0),
    Asked("I believe there is bread among these things.", "market", lambda t: t.n("bread") > 0),
    Asked("Has this scene got a sign?", "roadside", lambda t: bool(t.text)),
    Asked("You won't see a sign in this picture.", "roadside", lambda t: not t.text),
    Asked("Is anybody outside the shop?", "shop", lambda t: t.n("person") > 0),
    Asked("Wait, is that an owl I see?", "park", lambda t: t.n("owl") > 0),
    Asked(
        "Which one is in the picture, the dog or the bicycle?",
        "shop",
        lambda t: present(t, "dog", "bicycle"),
    ),
    Asked("What animal is in this photo?", "signpost", lambda t: t.kind("animal")),
    Asked("A cat or a dog, which did they draw?", "signpost", lambda t: present(t, "cat", "dog")),
    Asked("Is the ground covered with snow?", "outdoors", lambda t: t.ground == "snow"),
    Asked(
        "What are the horse and the rabbit standing on, grass, sand or snow?",
        "outdoors",
        lambda t: t.ground,
    ),
    Asked(
        "My daughter lost her teddy bear; is it in this room?",
        "room",
        lambda t: t.n("teddy bear") > 0,
    ),
    Asked(
        "The sun and a cloud can be seen at once, true or false?",
        "farm",
        lambda t: t.n("sun") > 0 and t.n("cloud") > 0,
    ),
    Asked("Anything red to wear?", "wardrobe", lambda t: t.n("clothing", "red") > 0),
    Asked(
        "Does this kitchen have cookies or cake for me?",
        "kitchen",
        lambda t: t.n("cookie") + t.n("cake") > 0,
    ),
    Asked("Is the car the only vehicle here?", "roadside", lambda t: t.n("vehicle") == 1),
    Asked("One lone person is in view.", "shop", lambda t: t.n("person") == 1),
    Asked(
        "Are there animals other than the horse on this farm?",
        "farm",
        lambda t: t.n("animal") > t.n("horse"),
    ),
    # colours and sizes
    Asked("What colour did they choose for the umbrella?", "beach", lambda t: t.colour("umbrella")),
    Asked("Which colour does the bell have?", "shelf", lambda t: t.colour("bell")),
    Asked(
        "Is the book on the shelf the same colour as the bell?",
        "shelf",
        lambda t: t.colour("book") == t.colour("bell"),
    ),
    Asked(
        "The hat matches the dress in colour.",
        "wardrobe",
        lambda t: t.colour("hat") == t.colour("dress"),
    ),
    Asked(
        "Do hat and handbag have different colours?",
        "wardrobe",
        lambda t: t.colour("hat") != t.colour("handbag"),
    ),
    Asked(
        "Is the bucket of another colour than the umbrella?",
        "beach",
        lambda t: t.colour("bucket") != t.colour("umbrella"),
    ),
    Asked("Colour of the teapot, please", "kitchen", lambda t: t.colour("teapot")),
    Asked(
        "For my blind sister: is the couch red, blue or purple?",
        "room",
        lambda t: t.colour("couch"),
    ),
    Asked(
        "Couch and chair in one colour?", "room", lambda t: t.colour("couch") == t.colour("chair")
    ),
    Asked(
        "Are any of the balls a colour other than red?",
        "beach",
        lambda t: given(t.things("ball"), set(hues(t, "ball")) != {"red"}),
    ),
    Asked("At least one of those cars is blue.", "harbour", lambda t: t.n("car", "blue") > 0),
    Asked("Blue car, yes or no?", "street", lambda t: t.colour("car") == "blue"),
    Asked(
        "I would like to know whether the bowl is green.",
        "kitchen",
        lambda t: t.colour("bowl") == "green",
    ),
    Asked("The shirt isn't red, is it?", "room", lambda t: t.colour("shirt") != "red"),
    Asked(
        "Do any two of the balloons share a colour?",
        "sky",
        lambda t: given(t.things("balloon"), len(set(hues(t, "balloon"))) < t.n("balloon")),
    ),
    Asked(
        "None of the shirts is like another in colour.",
        "wardrobe",
        lambda t: len(set(hues(t, "shirt"))) == t.n("shirt") if t.n("shirt") > 1 else None,
    ),
    Asked(
        "Every shoe you see is black.",
        "wardrobe",
        lambda t: given(t.things("shoe"), t.n("shoe", "black") == t.n("shoe")),
    ),
    Asked("Which looks bigger, the cat or the kite?", "park", lambda t: t.larger("cat", "kite")),
    Asked(
        "Elephant bigger than giraffe in this picture?",
        "zoo",
        lambda t: t.larger("elephant", "giraffe") == "elephant",
    ),
    Asked("What is the biggest animal in the image?", "zoo", lambda t: t.biggest("animal")),
    Asked(
        "The truck takes up more room than the car.",
        "street",
        lambda t: t.larger("truck", "car") == "truck",
    ),
    Asked(
        "Is the horse drawn smaller than the house?",
        "farm",
        lambda t: t.larger("house", "horse") == "house",
    ),
    Asked("Among the vehicles, name the largest.", "street", lambda t: t.biggest("vehicle")),
    Asked(
        "Next to the teapot, does the bowl look small?",
        "kitchen",
        lambda t: t.larger("bowl", "teapot") == "teapot",
    ),
    # in and on
    Asked("what did they put on the plate", "kitchen", lambda t: t.what("plate")),
    Asked("Is my plate empty already?", "kitchen", lambda t: not t.n("thing", held="plate")),
    Asked("Who or what is sitting on the couch?", "room", lambda t: t.what("couch")),
    Asked("Where has the cat gone, onto the bed or the couch?", "room", lambda t: holder(t, "cat")),
    Asked("A book lies on the bed.", "room", lambda t: t.n("book", held="bed") > 0),
    Asked(
        "Do a cat and a dog share the couch?",
        "room",
        lambda t: {"cat", "dog"} <= set(kinds(t, "animal", held="couch")),
    ),
    Asked("Does the nest contain eggs?", "pond", lambda t: t.n("egg", held="nest") > 0),
    Asked("Apples in the bowl?", "market", lambda t: t.n("apple", held="bowl") > 0),
    Asked(
        "All apples of this kitchen are in the bowl.",
        "kitchen",
        lambda t: given(t.things("apple"), t.n("apple") == t.n("apple", held="bowl")),
    ),
    Asked(
        "Does the basket contain two sorts of fruit?",
        "market",
        lambda t: len(set(kinds(t, "fruit", held="basket"))) == 2,
    ),
    Asked(
        "Is there something sitting in the zoo's tree?",
        "zoo",
        lambda t: t.n("thing", held="tree") > 0,
    ),
    Asked("Which animal is on board?", "pond", lambda t: t.kind("animal", held="boat")),
    Asked(
        "The boat carries somebody but no dog.",
        "pond",
        lambda t: t.n("person", held="boat") > 0 == t.n("dog", held="boat"),
    ),
    Asked(
        "Is everybody in the picture on the boat?",
        "harbour",
        lambda t: t.n("person") == t.n("person", held="boat"),
    ),
)
