"""Is what REPLACE painted what was asked for? ``python -m visprog_benchmarks.repainting``

In each of a hundred test scenes the largest thing is replaced by a noun drawn at random, and the
pack's own classifier names the region among all nouns of the world.
"""

from __future__ import annotations

import numpy as np

from visprog.session import Session
from visprog.types import Image
from visprog_benchmarks.micro.figures import share
from visprog_benchmarks.world import SEEDS, make_scene, render
from visprog_benchmarks.world.scene import Thing
from visprog_tools.sprites import nouns

SCENES = range(SEEDS["test"].start + 500, SEEDS["test"].start + 600)
PROGRAM = """O=SEG(image=IMAGE,object={box})
I=REPLACE(image=IMAGE,object=O,prompt={prompt!r})
L=CLASSIFY(image=I,object={box},categories={names!r})
RESULT(var=L)
"""


def recognised(session: Session, seed: int, noun: str) -> bool:
    """Whether the noun painted into the scene of this seed is the one that is seen there."""
    scene = make_scene(seed, width=384, height=384)
    box = [float(side) for side in max(scene.things, key=_area).box]
    prompt = f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
    program = PROGRAM.format(box=box, prompt=prompt, names=list(nouns()))
    answer = session.run(program, [Image(render(scene)[0])])
    return bool(answer.value[0].label == noun)


def _area(thing: Thing) -> float:
    left, top, right, bottom = thing.box
    return (right - left) * (bottom - top)


def main() -> None:
    """Print the share with its interval."""
    rng = np.random.default_rng(11)
    with Session(pack="micro") as session:
        right = [
            recognised(session, seed, list(nouns())[int(rng.integers(len(nouns())))])
            for seed in SCENES
        ]
    print(share("repainted thing recognised", sum(right), len(right)))


if __name__ == "__main__":
    main()
