"""Do descriptions classify as well as names? ``python -m visprog_benchmarks.describing``

Animals of test scenes, cut out by their true boxes, are named among twenty kinds: by the pack's own
templates, and by the shipped table of descriptions (CuPL's way, ``prompts='cupl'``).
"""

from __future__ import annotations

from visprog.session import Session
from visprog.types import Image
from visprog_benchmarks.micro.figures import share
from visprog_benchmarks.world import SEEDS, make_scene, render
from visprog_tools.sprites import nouns, sprites

SCENES = range(SEEDS["test"].start + 1000, SEEDS["test"].start + 1240)
KINDS = tuple(noun for noun in nouns() if sprites()[noun].category == "animal")[:20]
PROGRAM = """L=CLASSIFY(image=IMAGE,object={box},categories={names!r},prompts={prompts!r})
RESULT(var=L)
"""


def named(session: Session, seed: int, prompts: str | None) -> list[bool]:
    """For every animal of the scene of this seed, whether it is given its own name."""
    scene = make_scene(seed)
    picture = Image(render(scene)[0])
    right = []
    for thing in scene.things:
        if thing.noun in KINDS:
            box = [float(side) for side in thing.box]
            program = PROGRAM.format(box=box, names=list(KINDS), prompts=prompts)
            right.append(session.run(program, [picture]).value[0].label == thing.noun)
    return right


def main() -> None:
    """Print both shares with their intervals."""
    with Session(pack="micro") as session:
        for title, prompts in (("templates", None), ("descriptions", "cupl")):
            right = [hit for seed in SCENES for hit in named(session, seed, prompts)]
            print(share(title, sum(right), len(right)))


if __name__ == "__main__":
    main()
