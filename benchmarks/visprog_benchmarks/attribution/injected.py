"""Right runs made wrong by one fault, or by two that are both necessary."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from visprog.analysis import Recording, replay
from visprog.analysis.causal import Outcome, SetMechanism, Structure
from visprog.analysis.faults import Slip, misprints, slipping, slips
from visprog.analysis.whole import Whole
from visprog.program import refs_in
from visprog.types import Box, Image, Regions
from visprog_benchmarks.attribution.stage import Sound
from visprog_tools.sprites import nouns

ATTEMPTS = 12
"""Faults tried in one run before it is left out: many are absorbed."""

MISPRINTED = 0.25
"""The share of runs whose fault is in the program's text."""


@dataclass
class Case:
    """A run that is wrong because of what was done to ``steps``."""

    sound: Sound
    kinds: tuple[str, ...]
    steps: tuple[str, ...]
    model: Structure
    """The faulty run as a causal model."""
    recorded: Outcome
    calls: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Plain arguments of the right program where they differ."""

    @property
    def misprinted(self) -> bool:
        return bool(self.calls)

    @property
    def exact(self) -> bool:
        """The guilty step asks no model: a count or a calculation."""
        table = self.sound.stage.session.tools
        return all(not table[self.model.nodes[step].tool].roles for step in self.steps)


def single(sound: Sound, draw: random.Random) -> Case | None:
    """One fault that makes the run's answer wrong, where one is found."""
    case = _misprinted(sound, draw) if draw.random() < MISPRINTED else None
    return case or _slipped(sound, draw)


def double(sound: Sound, draw: random.Random) -> Case | None:
    """Two slips of which neither oracle alone makes the answer right."""
    for _ in range(ATTEMPTS):
        slips = [found for _ in range(2) if (found := _slip(sound, draw)) is not None]
        natural = {step: way for step, _, way in slips}
        if len(natural) < 2:
            continue
        model = sound.model(natural)
        perfect = sound.stage.perfect(model)
        tried = [model({}), *(model({step: perfect[step]}) for step in natural)]
        if not any(sound.score(outcome.answer) for outcome in tried):
            case = _recorded(sound, tuple(kind for _, kind, _ in slips), natural)
            if case is not None:
                return case
    return None


def clean(sound: Sound, draw: random.Random) -> Case | None:
    """The right run, or, half the time, with boxes a little off, as any annotator would accept."""
    natural: dict[str, SetMechanism] = {}
    if draw.random() < 0.5:
        for step, way in sound.stage.perfect(sound.structure).items():
            if sound.structure.nodes[step].tool in sound.stage.oracles:
                natural[step] = SetMechanism(_jittery(way.function, draw.randrange(2**30)))
    case = _recorded(sound, ("clean",), natural)
    return case if case is not None and sound.score(case.recorded.answer) else None


def _slipped(sound: Sound, draw: random.Random) -> Case | None:
    for _ in range(ATTEMPTS):
        found = _slip(sound, draw)
        if found is None:
            continue
        step, kind, way = found
        if not sound.score(sound.model({step: way})({}).answer):
            return _recorded(sound, (kind,), {step: way})
    return None


def _recorded(
    sound: Sound, kinds: tuple[str, ...], natural: Mapping[str, SetMechanism]
) -> Case | None:
    """The run as it is recorded when these mechanisms are faulty: the program runs in its sandbox,
    and may take another way than the right run took. ``None`` when that misses a faulty step."""
    session = sound.stage.session
    faulty = {step: way.function for step, way in natural.items()}
    replayed = replay(session, sound.recording, mechanisms=faulty, keep=False, changes={})
    recording = Recording.of(replayed.run)
    own = {
        child: way
        for step, way in natural.items()
        if (child := replayed.child_of(step)) is not None
    }
    if len(own) < len(natural):
        return None
    again = Whole(session, recording)
    model = Structure(recording, session.tools, natural=own, again=again)
    return Case(sound, kinds, tuple(own), model, model.observed)


def _slip(sound: Sound, draw: random.Random) -> tuple[str, Slip, SetMechanism] | None:
    """A slip at a step, both drawn evenly; ``None`` where the value allows none."""
    structure = sound.structure
    perfect = sound.stage.perfect(structure)
    step = draw.choice(list(perfect))
    kinds = slips(structure.nodes[step].value)
    if not kinds:
        return None
    kind = draw.choice(kinds)
    words = [thing.noun for scene in sound.task.scenes for thing in scene.things]
    function = slipping(perfect[step].function, kind, draw.randrange(2**30), words)
    return step, kind, SetMechanism(function)


def _misprinted(sound: Sound, draw: random.Random) -> Case | None:
    stage = sound.stage
    steps = list(sound.structure.nodes.values())
    for _ in range(ATTEMPTS):
        node = draw.choice(steps)
        words = draw.sample(nouns(), 3)
        texts = list(misprints(sound.task.program, node.line, words))
        if not texts:
            continue
        kind, text = draw.choice(texts)
        (answer,) = stage.run([(text, stage.images(sound.task))])
        if not answer.ok or sound.score(answer.result):
            continue
        recording = Recording.of(answer)
        table = stage.session.tools
        model = Structure(recording, table, again=Whole(stage.session, recording))
        calls = corrected_calls(model, sound.structure)
        if calls is not None and len(calls) == 1:
            return Case(sound, (kind,), tuple(calls), model, model.observed, calls)
    return None


def corrected_calls(model: Structure, right: Structure) -> dict[str, Mapping[str, Any]] | None:
    """By step, the plain arguments with which a right run makes the same call, where they differ;
    ``None`` when the runs do not make the same calls one for one."""
    if [node.tool for node in model.nodes.values()] != [n.tool for n in right.nodes.values()]:
        return None
    found: dict[str, Mapping[str, Any]] = {}
    for node, other in zip(model.nodes.values(), right.nodes.values(), strict=True):
        own, wanted = dict(node.arguments), dict(other.arguments)
        if own.keys() != wanted.keys():
            return None
        differing = {
            name: value
            for name, value in wanted.items()
            if not any(refs_in(value)) and value != own[name]
        }
        if differing:
            found[node.id] = differing
    return found


def _jittery(function: Callable[..., Any], seed: int) -> Callable[..., Any]:
    """The mechanism with every box moved by up to 3 % of its size."""

    def jittered(**arguments: Any) -> Any:
        draw = random.Random(seed)
        value = function(**arguments)
        if isinstance(value, Regions):
            moved = (replace(r, box=_jitter(r.box, value.image, draw)) for r in value)
            return Regions(tuple(moved), value.image)
        if isinstance(value, list) and all(isinstance(item, Image) for item in value):
            return [
                item.crop(Box(0, 0, item.width - item.width * 0.03, item.height)) for item in value
            ]
        return value

    return jittered


def _jitter(box: Box, image: Image | None, draw: random.Random) -> Box:
    dx, dy = (draw.uniform(-0.03, 0.03) * side for side in (box.width, box.height))
    moved = box.moved(dx, dy)
    return moved if image is None else moved.clipped(image.width, image.height)
