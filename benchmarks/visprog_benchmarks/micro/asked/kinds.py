"""Which nouns are of a kind, in the questions that the vqa model learns and is measured by.

A table of its own: the planner's (``visprog_planners.grammar.everyday``) grows with what is asked,
and a model knows the kinds that it was trained on.
"""

from __future__ import annotations

KINDS: dict[str, tuple[str, ...]] = {
    "animal": (
        "dog", "cat", "horse", "cow", "sheep", "pig", "elephant", "mouse", "rabbit", "chicken",
        "bird", "duck", "owl", "penguin", "parrot", "turtle", "snake", "frog", "fish", "whale",
        "octopus", "crab", "snail", "butterfly", "bee", "ladybug", "spider", "camel", "giraffe",
        "zebra", "lion", "tiger", "bear", "panda", "monkey", "kangaroo", "hedgehog",
        "crocodile",
    ),
    "bird": (
        "bird", "owl", "parrot", "duck", "penguin", "chicken",
    ),
    "vehicle": (
        "car", "bus", "truck", "tractor", "bicycle", "motorcycle", "train", "airplane",
        "helicopter", "rocket", "boat", "skateboard",
    ),
    "fruit": (
        "apple", "banana", "pear", "tangerine", "strawberry", "cherry", "watermelon",
        "pineapple", "lemon", "peach",
    ),
    "vegetable": (
        "carrot", "corn", "eggplant", "broccoli", "mushroom", "pumpkin",
    ),
    "food": (
        "apple", "banana", "pear", "tangerine", "strawberry", "lemon", "peach", "carrot",
        "bread", "cheese", "egg", "pizza", "hamburger", "donut", "cookie", "cake", "ice cream",
        "sandwich", "hot dog", "salad", "soup", "rice", "pasta",
    ),
    "toy": (
        "teddy bear", "ball", "balloon", "robot", "kite",
    ),
    "clothing": (
        "shirt", "dress", "hat", "shoe", "sock", "scarf", "handbag", "backpack", "umbrella",
    ),
    "furniture": (
        "chair", "couch", "bed",
    ),
    "instrument": (
        "guitar", "drum", "trumpet", "piano",
    ),
    "plant": (
        "tree", "cactus", "sunflower", "rose", "mushroom",
    ),
}  # fmt: skip
"""From a kind to its members."""
