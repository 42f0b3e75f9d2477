"""Instructions to edit rendered scenes, and what each is about: the truth that judges edits.

As questions are, an instruction is given only where it is beyond doubt which pixels it means.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from visprog_benchmarks.world import asking as ask
from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.layout import make_scene
from visprog_benchmarks.world.scene import Scene, Stage, Thing
from visprog_benchmarks.world.splits import SEEDS
from visprog_tools.sprites import COLOURS, nouns

LEAST = 0.012
"""Share of the picture that a thing covers before anyone edits it."""
FACES = ("😎", "🤖", "🎃", "🐼", "⭐", "🙈")
PAINTS = ("red", "yellow", "green", "blue", "purple")
PLACES = ("grass", "sand", "snow", "water")
"""Grounds that a picture is given in another's place."""


@dataclass(frozen=True, slots=True)
class Instruction:
    """`things` are the indices of what is edited, none for the ground; `made` is what it becomes:
    a noun, a colour, a ground, an emoji, or nothing."""

    text: str
    scene: Scene
    kind: str
    things: tuple[int, ...]
    made: str = ""


def instructions(n: int, seed: int, split: Stage = "test") -> list[Instruction]:
    """`n` instructions for as many unseen scenes, the kinds in turn."""
    draws = Draws(f"instructions {split}", seed)
    seeds = SEEDS[split]
    given: list[Instruction] = []
    while len(given) < n:
        kind = tuple(KINDS)[len(given) % len(KINDS)]
        scene = make_scene(draws.whole(seeds.start, seeds.stop - 1))
        found = KINDS[kind](scene, draws)
        if found is not None:
            given.append(found)
    return given


def replace_ground(scene: Scene, draws: Draws) -> Instruction | None:
    """Replace the grass with snow"""
    if scene.ground == "plain":
        return None
    made = draws.pick([place for place in PLACES if place != scene.ground])
    text = draws.pick(
        (f"Replace the {scene.ground} with {made}", f"Turn the {scene.ground} into {made}")
    )
    return Instruction(text, scene, "replace ground", (), made)


def background(scene: Scene, draws: Draws) -> Instruction | None:
    """Put the dog on a beach background"""
    thing = _thing(scene, draws)
    made = draws.pick([place for place in PLACES if place != scene.ground])
    return _about(f"Put the {{}} on a {made} background", scene, "background", thing, made)


def replace(scene: Scene, draws: Draws) -> Instruction | None:
    """Replace the dog with a cat"""
    thing = _thing(scene, draws)
    made = draws.pick([noun for noun in nouns() if not any(t.noun == noun for t in scene.things)])
    text = f"Replace the {{}} with {ask.a(made)}"
    return _about(text, scene, "replace", thing, made)


def remove(scene: Scene, draws: Draws) -> Instruction | None:
    """Remove the dog"""
    text = draws.pick(("Remove the {}", "Erase the {}", "Delete the {}"))
    thing = _thing(scene, draws)
    return _about(text, scene, "remove", thing)


def remove_all(scene: Scene, draws: Draws) -> Instruction | None:
    """Remove all the dogs"""
    number = ask.counts(scene)
    fit = [
        noun
        for noun in ask.present(scene)
        if number[noun] > 1 and all(_editable(one, scene) for one in scene.named(noun))
    ]
    if not fit:
        return None
    noun = draws.pick(fit)
    which = tuple(index for index, thing in enumerate(scene.things) if thing.noun == noun)
    return Instruction(f"Remove all the {ask.plural(noun)}", scene, "remove all", which)


def recolour(scene: Scene, draws: Draws) -> Instruction | None:
    """Make the car blue"""
    fit = [thing for thing in _fit(scene) if thing.colour in COLOURS]
    if not fit:
        return None
    thing = draws.pick(fit)
    made = draws.pick([paint for paint in PAINTS if paint != thing.colour])
    text = draws.pick(
        (f"Make the {{}} {made}", f"Paint the {{}} {made}", f"Recolour the {{}} {made}")
    )
    return _about(text, scene, "recolour", thing, made)


def blur(scene: Scene, draws: Draws) -> Instruction | None:
    """Blur the dog"""
    thing = _thing(scene, draws)
    return _about("Blur the {}", scene, "blur", thing)


def blur_rest(scene: Scene, draws: Draws) -> Instruction | None:
    """Blur everything but the dog"""
    if scene.ground == "plain":  # too even for a blur to be seen
        return None
    thing = _thing(scene, draws)
    return _about("Blur everything but the {}", scene, "blur rest", thing)


def colour_pop(scene: Scene, draws: Draws) -> Instruction | None:
    """Colour-pop the dog"""
    thing = _thing(scene, draws)
    return _about("Colour-pop the {}", scene, "colour-pop", thing)


def highlight(scene: Scene, draws: Draws) -> Instruction | None:
    """Highlight the dog"""
    thing = _thing(scene, draws)
    return _about("Highlight the {}", scene, "highlight", thing)


def hide(scene: Scene, draws: Draws) -> Instruction | None:
    """Hide the dog with 😎"""
    thing, face = _thing(scene, draws), draws.pick(FACES)
    return _about(f"Hide the {{}} with {face}", scene, "hide", thing, face)


KINDS: Mapping[str, Callable[[Scene, Draws], Instruction | None]] = {
    "replace ground": replace_ground,
    "background": background,
    "replace": replace,
    "remove": remove,
    "remove all": remove_all,
    "recolour": recolour,
    "blur": blur,
    "blur rest": blur_rest,
    "colour-pop": colour_pop,
    "highlight": highlight,
    "hide": hide,
}
"""By name, in the order in which they are given."""


def _about(
    text: str, scene: Scene, kind: str, thing: Thing | None, made: str = ""
) -> Instruction | None:
    """The instruction with the thing's name in it, if there is one."""
    if thing is None:
        return None
    index = scene.things.index(thing)
    return Instruction(text.format(thing.noun), scene, kind, (index,), made)


def _thing(scene: Scene, draws: Draws) -> Thing | None:
    fit = _fit(scene)
    return draws.pick(fit) if fit else None


def _fit(scene: Scene) -> list[Thing]:
    """The things that can be called "the X", stand by themselves and are large enough."""
    return [thing for thing in ask.single(scene) if _editable(thing, scene)]


def _editable(thing: Thing, scene: Scene) -> bool:
    index = scene.things.index(thing)
    large = ask.area(thing) >= LEAST * scene.width * scene.height
    return large and thing.holder is None and not scene.held_by(index)
