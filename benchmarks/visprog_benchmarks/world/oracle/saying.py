"""What can be said of a picture: VQA, simple_query, CAPTION and OCR, as if no model ever erred."""

from __future__ import annotations

from visprog.errors import ToolError
from visprog.types import Image
from visprog_benchmarks.world import asking
from visprog_benchmarks.world.oracle.known import Known
from visprog_benchmarks.world.oracle.meant import Sight, answer
from visprog_benchmarks.world.scene import Scene, Thing

NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
BARE = 0.12
"""Share of a picture that has to be free of things before its ground is spoken of."""


class Saying:
    """Answers are words that the micro models use: a noun, a colour, a number, yes or no."""

    known: Known

    def vqa(
        self,
        image: Image,
        question: str,
        more: list[Image] | None = None,
        examples: object = None,
    ) -> str:
        """Raises ``ToolError`` for a question that the scene graph does not settle."""
        del examples
        if more:
            raise ToolError("the perfect VQA answers about one picture")
        return self._answer(image, question)

    def simple_query(self, patch: Image, question: str = "What is this?") -> str:
        return self._answer(patch, question)

    def caption(self, image: Image) -> str:
        things = self.known.things(image)
        free = float((self.known.ids(image) == 0).mean())
        ground = f", on {self.known.scene(image).ground}" if free >= BARE else ""
        return f"{told(self.known.scene(image), things)}{ground}"

    def ocr(self, image: Image) -> str:
        sign = self.known.sign(image)
        return "" if sign is None else sign.text

    def _answer(self, image: Image, question: str) -> str:
        if not question.strip():
            raise ToolError("the perfect VQA needs a question: it is empty")
        scene, sign = self.known.scene(image), self.known.sign(image)
        window = image.frame.to_root(image.box)
        main = self.known.best(scene.things, window)
        return answer(
            question,
            Sight(
                scene=scene,
                things=tuple(self.known.things(image)),
                main=main,
                middle=window.center.x,
                text=sign.text if sign else "",
                ink=sign.lettering if sign else None,
            ),
        )


def told(scene: Scene, things: list[Thing]) -> str:
    """`two people in a boat and a red car`, from left to right; what is held with its holder."""
    holders = {_holder(scene, thing) for thing in things} - {None}
    here = {id(thing) for thing in things}
    held = [thing for thing in things if _holder(scene, thing) in here]
    groups: dict[tuple[str, int], list[Thing]] = {}
    for thing in things:
        if thing not in held:
            alone = id(thing) if id(thing) in holders else 0
            groups.setdefault((thing.noun, alone), []).append(thing)
    phrases = []
    for members in groups.values():
        inside = [thing for thing in held if _holder(scene, thing) == id(members[0])]
        phrase = _amount(members)
        if inside:
            relation = "in" if inside[0].inside is not None else "on"
            phrase = f"{_listed(inside)} {relation} {phrase}"
        phrases.append(phrase)
    return _joined(phrases) or "nothing"


def _holder(scene: Scene, thing: Thing) -> int | None:
    return None if thing.holder is None else id(scene.things[thing.holder])


def _listed(things: list[Thing]) -> str:
    groups: dict[str, list[Thing]] = {}
    for thing in things:
        groups.setdefault(thing.noun, []).append(thing)
    return _joined([_amount(group) for group in groups.values()])


def _amount(things: list[Thing]) -> str:
    """`a red car`, `two cars` (of different colours)."""
    if len(things) == 1:
        return asking.a(things[0].phrase)
    colours = {thing.colour for thing in things}
    colour = colours.pop() if len(colours) == 1 else None
    number = NUMBERS[len(things)] if len(things) < len(NUMBERS) else str(len(things))
    return " ".join(filter(None, (number, colour, asking.plural(things[0].noun))))


def _joined(phrases: list[str]) -> str:
    if len(phrases) < 2:
        return "".join(phrases)
    return f"{', '.join(phrases[:-1])} and {phrases[-1]}"
