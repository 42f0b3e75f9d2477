"""Questions about rendered scenes, the same ones for the same seed on every machine."""

from __future__ import annotations

from collections.abc import Iterable

from visprog_benchmarks.world.draws import Draws
from visprog_benchmarks.world.families import EVERY, FAMILIES, Kind
from visprog_benchmarks.world.layout import make_scene
from visprog_benchmarks.world.question import Question
from visprog_benchmarks.world.scene import Scene, Split, Stage
from visprog_benchmarks.world.splits import SEEDS

TRIES = 400
"""Scenes looked at for one question with one answer, before the next answer is wanted."""

USES = 3
"""Questions that one scene may serve."""


def questions(
    n: int,
    seed: int,
    split: Stage = "test",
    *,
    world: Split = "plain",
    families: Iterable[str] | None = None,
) -> list[Question]:
    """``n`` questions, the families in turn, the answers of each family balanced.

    ``split`` says from which seeds the scenes come, ``world`` how hard they are. By default those
    families are asked that the offline grammar reads.
    """
    names = list(families or FAMILIES)
    if unknown := set(names) - set(EVERY):
        raise ValueError(f"no family is called {', '.join(sorted(unknown))}")
    pool = _Pool(Draws(f"questions {split} {world}", seed), split, world)
    turns = dict.fromkeys(names, 0)
    asked: list[Question] = []
    said: set[tuple[str, tuple[int, ...]]] = set()
    while len(asked) < n:
        name = names[len(asked) % len(names)]
        kind = EVERY[name]
        for turn in range(len(kind.answers)):
            wanted = kind.answers[(turns[name] + turn) % len(kind.answers)]
            question = pool.ask(name, kind, wanted, said)
            if question is not None:
                turns[name] += turn + 1
                asked.append(question)
                said.add((question.text, question.seeds))
                break
        else:
            raise ValueError(f"no scene among {TRIES} allows a question of the family {name}")
    return asked


class _Pool:
    """Scenes in the order of their drawing, made when they are first looked at."""

    def __init__(self, draws: Draws, split: Stage, world: Split) -> None:
        self.draws = draws
        self.seeds = SEEDS[split]
        self.world = world
        self.scenes: list[Scene] = []
        self.uses: list[int] = []
        self.served: list[set[str]] = []
        self.start = 0

    def ask(
        self, name: str, kind: Kind, wanted: str, said: set[tuple[str, tuple[int, ...]]]
    ) -> Question | None:
        position = self.start
        for _ in range(TRIES):
            places = self._free(name, kind.images, position)
            position = places[-1] + 1
            scenes = tuple(self.scenes[place] for place in places)
            question = kind.ask(scenes, self.draws, wanted)
            if question is None or (question.text, question.seeds) in said:
                continue
            for place in places:
                self.uses[place] += 1
                self.served[place].add(name)
            while self.start < len(self.uses) and self.uses[self.start] >= USES:
                self.start += 1
            return question
        return None

    def _free(self, name: str, images: int, position: int) -> list[int]:
        """The next places whose scenes may serve one more question, and this family too."""
        found: list[int] = []
        while len(found) < images:
            if position == len(self.scenes):
                self._draw()
            if self.uses[position] < USES and name not in self.served[position]:
                found.append(position)
            position += 1
        return found

    def _draw(self) -> None:
        seed = self.draws.whole(self.seeds.start, self.seeds.stop - 1)
        self.scenes.append(make_scene(seed, split=self.world))
        self.uses.append(0)
        self.served.append(set())
