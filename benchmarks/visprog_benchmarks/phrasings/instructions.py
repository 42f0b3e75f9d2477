"""Instructions, phrased as people phrase them, and what they ask to be done to which things."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from visprog_benchmarks.phrasings.truth import Truth
from visprog_benchmarks.world.scene import Thing

Which = Callable[[Truth], list[Thing]] | str | None
"""The things that an edit is done to; a text for what is no thing of the scene (the water)."""


class Edit(NamedTuple):
    """One edit: the tool, what it is done to, and with what (a prompt, a colour, an emoji)."""

    tool: str
    which: Which
    how: str = ""


class Instructed(NamedTuple):
    """An instruction, the place whose pictures are edited, and the edits it asks for, in order."""

    instruction: str
    place: str
    edits: tuple[Edit, ...]


def all_(noun: str, *looks: str, held: str | None = None) -> Callable[[Truth], list[Thing]]:
    """Every thing of that noun or category."""
    return lambda t: t.things(noun, *looks, held=held)


def both(*nouns: str) -> Callable[[Truth], list[Thing]]:
    """Every thing of any of the nouns."""
    return lambda t: [thing for noun in nouns for thing in t.things(noun)]


def end(noun: str, which: str) -> Callable[[Truth], list[Thing]]:
    """The leftmost, largest ... thing of a noun."""
    return lambda t: [t.end(noun, which)]


ROWS = (
    # replace
    Instructed("Replace the cat with a rabbit", "park", (Edit("REPLACE", all_("cat"), "rabbit"),)),
    Instructed(
        "Swap the teapot for a vase of flowers.",
        "kitchen",
        (Edit("REPLACE", all_("teapot"), "vase of flowers"),),
    ),
    Instructed("Turn the horse into a zebra", "farm", (Edit("REPLACE", all_("horse"), "zebra"),)),
    Instructed(
        "change the truck to a fire engine",
        "street",
        (Edit("REPLACE", all_("truck"), "fire engine"),),
    ),
    Instructed(
        "Put a pumpkin in place of the clock",
        "kitchen",
        (Edit("REPLACE", all_("clock"), "pumpkin"),),
    ),
    Instructed(
        "Make the tractor a spaceship", "farm", (Edit("REPLACE", all_("tractor"), "spaceship"),)
    ),
    Instructed(
        "Substitute a swan for the boat.", "harbour", (Edit("REPLACE", all_("boat"), "swan"),)
    ),
    Instructed(
        "Transform the kite into a dragon", "park", (Edit("REPLACE", all_("kite"), "dragon"),)
    ),
    Instructed(
        "Please replace all the sheep by llamas",
        "farm",
        (Edit("REPLACE", all_("sheep"), "llamas"),),
    ),
    Instructed(
        "Replace the water with molten lava", "harbour", (Edit("REPLACE", "water", "molten lava"),)
    ),
    Instructed(
        "Use a deck chair instead of the chair",
        "room",
        (Edit("REPLACE", all_("chair"), "deck chair"),),
    ),
    # remove
    Instructed("Remove the anchor", "harbour", (Edit("REMOVE", all_("anchor")),)),
    Instructed("get rid of the clock please", "kitchen", (Edit("REMOVE", all_("clock")),)),
    Instructed("Erase all the birds.", "harbour", (Edit("REMOVE", all_("bird")),)),
    Instructed("Delete every car from the picture", "harbour", (Edit("REMOVE", all_("car")),)),
    Instructed("Take out the traffic light", "street", (Edit("REMOVE", all_("traffic light")),)),
    Instructed("Remove the red cars", "harbour", (Edit("REMOVE", all_("car", "red")),)),
    Instructed(
        "Remove the people in the bus", "street", (Edit("REMOVE", all_("person", held="bus")),)
    ),
    Instructed(
        "Can you remove the kite and the hat?", "park", (Edit("REMOVE", both("kite", "hat")),)
    ),
    Instructed("Clean the picture of cups", "kitchen", (Edit("REMOVE", all_("cup")),)),
    Instructed("Remove the leftmost car", "harbour", (Edit("REMOVE", end("car", "left")),)),
    # blur
    Instructed("Blur the people", "street", (Edit("BLUR", all_("person")),)),
    Instructed("Blur out every person in the photo", "harbour", (Edit("BLUR", all_("person")),)),
    Instructed("make the car blurry", "street", (Edit("BLUR", all_("car")),)),
    Instructed("Blur the background behind the horse", "farm", (Edit("BGBLUR", all_("horse")),)),
    Instructed("Blur everything except the boat", "harbour", (Edit("BGBLUR", all_("boat")),)),
    Instructed(
        "Blur everything but the cat and the kite.", "park", (Edit("BGBLUR", both("cat", "kite")),)
    ),
    Instructed("Keep the bus in focus and blur the rest", "street", (Edit("BGBLUR", all_("bus")),)),
    Instructed("Put the bowl in focus", "kitchen", (Edit("BGBLUR", all_("bowl")),)),
    Instructed("Give the couch a bokeh effect", "room", (Edit("BGBLUR", all_("couch")),)),
    # colour pop
    Instructed(
        "Create a color pop of the umbrella", "harbour", (Edit("COLORPOP", all_("umbrella")),)
    ),
    Instructed("Colour-pop the bus", "street", (Edit("COLORPOP", all_("bus")),)),
    Instructed(
        "Make everything black and white except the balls",
        "park",
        (Edit("COLORPOP", all_("ball")),),
    ),
    Instructed("Keep only the teapot in color", "kitchen", (Edit("COLORPOP", all_("teapot")),)),
    Instructed("Turn everything but the car grey", "street", (Edit("COLORPOP", all_("car")),)),
    Instructed(
        "Desaturate everything apart from the couch", "room", (Edit("COLORPOP", all_("couch")),)
    ),
    Instructed(
        "Colorpop the boat and blur the rest",
        "harbour",
        (Edit("COLORPOP", all_("boat")), Edit("BGBLUR", all_("boat"))),
    ),
    Instructed(
        "Create a color pop of the horse and blur the background",
        "farm",
        (Edit("COLORPOP", all_("horse")), Edit("BGBLUR", all_("horse"))),
    ),
    Instructed(
        "Colour pop the kite, then remove the cat",
        "park",
        (Edit("COLORPOP", all_("kite")), Edit("REMOVE", all_("cat"))),
    ),
    # highlight
    Instructed("Highlight the cat", "park", (Edit("HIGHLIGHT", all_("cat")),)),
    Instructed("put a spotlight on the tractor", "farm", (Edit("HIGHLIGHT", all_("tractor")),)),
    Instructed("Make the clock stand out", "kitchen", (Edit("HIGHLIGHT", all_("clock")),)),
    Instructed(
        "Dim everything except the television", "room", (Edit("HIGHLIGHT", all_("television")),)
    ),
    Instructed("Emphasise all of the sheep", "farm", (Edit("HIGHLIGHT", all_("sheep")),)),
    # hide
    Instructed("Hide the car with 🙈", "street", (Edit("EMOJI", all_("car"), "🙈"),)),
    Instructed("Hide the people's faces with smiley faces", "harbour", ()),
    Instructed(
        "Cover the television with a monkey emoji",
        "room",
        (Edit("EMOJI", all_("television"), "monkey"),),
    ),
    Instructed("Put a 😎 on the cat", "park", (Edit("EMOJI", all_("cat"), "😎"),)),
    Instructed(
        "Put a heart emoji over the horse", "farm", (Edit("EMOJI", all_("horse"), "heart"),)
    ),
    Instructed(
        "Hide every person behind a 😎 emoji", "street", (Edit("EMOJI", all_("person"), "😎"),)
    ),
    # crop
    Instructed("Crop to the boat", "harbour", (Edit("CROP", all_("boat")),)),
    Instructed("crop the picture around the couch", "room", (Edit("CROP", all_("couch")),)),
    Instructed("Cut out the plate", "kitchen", (Edit("CROP", all_("plate")),)),
    Instructed("Zoom in on the tractor", "farm", (Edit("CROP", all_("tractor")),)),
    Instructed(
        "Crop the image so that only the bus is visible", "street", (Edit("CROP", all_("bus")),)
    ),
    # recolour
    Instructed("Make the umbrella green", "harbour", (Edit("RECOLOR", all_("umbrella"), "green"),)),
    Instructed("Paint the car yellow", "street", (Edit("RECOLOR", all_("car"), "yellow"),)),
    Instructed(
        "Change the colour of the couch to blue", "room", (Edit("RECOLOR", all_("couch"), "blue"),)
    ),
    Instructed("Recolor the hat purple", "park", (Edit("RECOLOR", all_("hat"), "purple"),)),
    Instructed("Turn the chair orange", "room", (Edit("RECOLOR", all_("chair"), "orange"),)),
    Instructed("colour all the balls pink", "park", (Edit("RECOLOR", all_("ball"), "pink"),)),
    Instructed("I want the teapot to be red", "kitchen", (Edit("RECOLOR", all_("teapot"), "red"),)),
    # background
    Instructed(
        "Change the background to a snowy mountain",
        "farm",
        (Edit("BACKGROUND", all_("thing"), "snowy mountain"),),
    ),
    Instructed("Put the horse on a beach", "farm", (Edit("BACKGROUND", all_("horse"), "beach"),)),
    Instructed(
        "Replace the background of the cat with a sunny meadow",
        "park",
        (Edit("BACKGROUND", all_("cat"), "sunny meadow"),),
    ),
    Instructed(
        "Place the boat in front of a sunset",
        "harbour",
        (Edit("BACKGROUND", all_("boat"), "sunset"),),
    ),
    # tagging
    Instructed("Tag all the animals", "farm", (Edit("TAG", all_("animal")),)),
    Instructed("Tag the animals in this picture", "park", (Edit("TAG", all_("animal")),)),
    Instructed("label every vehicle", "street", (Edit("TAG", all_("vehicle")),)),
    Instructed("Tag the cows and the pigs", "farm", (Edit("TAG", both("cow", "pig")),)),
    Instructed("Draw boxes around the cups", "kitchen", (Edit("TAG", all_("cup")),)),
    Instructed("Mark all the red cars", "harbour", (Edit("TAG", all_("car", "red")),)),
    Instructed("Name the fruits", "kitchen", (Edit("TAG", all_("fruit")),)),
    Instructed("Tag all the furniture", "room", (Edit("TAG", all_("furniture")),)),
    Instructed("Annotate the birds in the tree", "park", (Edit("TAG", all_("bird", held="tree")),)),
)
"""An empty tuple of edits means that refusing is right: the picture has no such thing, or it does
not say what is to be kept."""
