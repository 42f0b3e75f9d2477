"""Calls become steps: what they wait for, what a program sees of them, how they fail."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.fakes import Lab, Play, engine_of, picture, playing, spec
from visprog.engine import Engine
from visprog.errors import LimitExceeded, RunFailure, ToolError, Unavailable
from visprog.events import Looked, Noted, Printed, StepFinished, StepStarted
from visprog.graph import Edge
from visprog.program import Control, Limits, Ref, Site
from visprog.tool import Context, ToolTable, tool
from visprog.types import Box, Image, Mask, Point, Region, Regions


@pytest.fixture
async def engine() -> AsyncIterator[Engine]:
    async with engine_of(spec(Lab())) as engine:
        yield engine


@pytest.fixture
async def play(engine: Engine) -> AsyncIterator[Play]:
    async with playing(engine) as play:
        yield play


@tool("FIND", example="BOX0=FIND(image=IMAGE)")
def find(image: Image) -> Regions:
    """Two things."""
    boxes = [Box(0, 0, 1, 2), Box(1, 1, 4, 3)]
    found = [
        Region(box, name, 0.5, None, image.frame) for box, name in zip(boxes, "ab", strict=True)
    ]
    return Regions(tuple(found), image)


# -- the graph


async def test_the_graph_is_what_the_program_uses(engine: Engine) -> None:
    async with playing(engine, find) as play:
        image = play.executor.provide("IMAGE", picture())
        boxes = play.call("FIND", image=image)
        first = (await play.look(boxes))[0]
        count = play.call("COUNT", box=[first, Ref("s1", "region", (1,))])
        total = await play.look(count)
        play.call("EVAL", expr="n == 2", n=total, sources={"n": ("s2",)})
        branch = Control(("s2", "s1"), Site(4), "True")
        last = play.call("ECHO", value={"deep": [boxes, (count,)]}, control=(branch,))
        await play.executor.resolve(last)
        assert play.executor.graph.edges() == [
            Edge("IMAGE", "s1", "data", "image"),
            Edge("s1", "s2", "data", "box"),
            Edge("s1", "s4", "data", "value"),
            Edge("s1", "s4", "control", "line 4 True"),
            Edge("s2", "s3", "data", "n"),
            Edge("s2", "s4", "data", "value"),
            Edge("s2", "s4", "control", "line 4 True"),
        ]
        started = play.of(StepStarted)
        assert sorted(edge for event in started for edge in event.edges) == sorted(
            play.executor.graph.edges()
        )
        assert sorted(play.run.graph().edges()) == sorted(play.executor.graph.edges())


@given(
    st.lists(
        st.tuples(st.integers(0, 10**6), st.integers(0, 10**6), st.booleans()),
        min_size=1,
        max_size=25,
    )
)
@settings(max_examples=40, deadline=None)
def test_any_program_gives_what_plain_python_gives(
    program: list[tuple[int, int, bool]],
) -> None:
    """Random DAGs of additions, some looked at on the way, some asynchronous."""

    @tool("LATER", example="X=LATER(a=1,b=2)")
    async def later(a: float, b: float) -> float:
        """The sum, some turns later."""
        for _ in range(int(a) % 4):
            await asyncio.sleep(0)
        return a + b

    async def go() -> None:
        async with engine_of() as engine, playing(engine, later) as play:
            refs: list[Any] = [play.executor.provide("ONE", 1)]
            plain = [1]
            uses: list[set[str]] = [set()]
            for index, (left, right, slow) in enumerate(program):
                i, j = left % len(refs), right % len(refs)
                a, sources = refs[i], {}
                if slow and isinstance(a, Ref):  # through plain Python
                    a = await play.look(a)
                    sources = {"a": (refs[i].step,)}
                name = "LATER" if slow else "ADD"
                refs.append(play.call(name, a=a, b=refs[j], sources=sources))
                plain.append(plain[i] + plain[j])
                uses.append({refs[i].step, refs[j].step})
                assert refs[-1].step == f"s{index + 1}"
            assert await play.executor.resolve(refs[1:]) == plain[1:]
            for ref, used in zip(refs[1:], uses[1:], strict=True):
                edges = play.executor.graph.edges_to(ref.step)
                assert {edge.source for edge in edges} == used

    asyncio.run(go())


# -- when steps run


async def test_independent_steps_run_at_the_same_time(engine: Engine) -> None:
    met: list[str] = []
    meeting = asyncio.Event()

    @tool("MEET", example="X=MEET(name='a')")
    async def meet(name: str) -> str:
        """Wait for the other one."""
        met.append(name)
        if len(met) == 2:
            meeting.set()
        await asyncio.wait_for(meeting.wait(), 30)
        return name

    async with playing(engine, meet) as play:
        refs = [play.call("MEET", name=name) for name in "ab"]
        assert await play.executor.resolve(refs) == ["a", "b"]


async def test_a_step_waits_for_its_own_inputs_only(engine: Engine) -> None:
    release = asyncio.Event()

    @tool("SLOW", example="X=SLOW()")
    async def slow() -> int:
        """Wait until somebody looks elsewhere."""
        await release.wait()
        return 5

    async with playing(engine, slow) as play:
        blocked = play.call("SLOW")
        depends = play.call("ADD", a=blocked)
        free = play.call("ADD", a=play.call("ADD", a=1))
        assert await play.look(free) == 3
        assert play.run.step(depends.step).status == "running"
        release.set()
        assert await play.look(depends) == 6


async def test_slow_synchronous_tools_run_at_the_same_time(engine: Engine) -> None:
    together = threading.Barrier(4)  # breaks after 30 s unless all are there

    @tool("SLEEP", example="X=SLEEP(n=1)")
    def sleep(n: int, context: Context) -> int:
        """Wait for the others, with the thread held."""
        together.wait(30)
        context.note("ran", "on some thread")
        return n

    async with playing(engine, sleep) as play:
        for known in (float("inf"), 1.0):  # at first, and when it was seen to be slow
            engine._mechanisms.of(sleep).seconds = known
            refs = [play.call("SLEEP", n=n) for n in range(4)]
            assert await play.executor.resolve(refs) == [0, 1, 2, 3]
        order = [type(event) for event in play.events if getattr(event, "step", "") == "s2"]
        assert order == [StepStarted, Noted, StepFinished]


async def test_cheap_tools_stay_on_the_loop_unless_the_picture_is_large(engine: Engine) -> None:
    threads: list[int] = []

    @tool("FILTER", example="X=FILTER(image=IMAGE)")
    def blur(image: Image) -> Image:
        """Look at where it runs."""
        threads.append(threading.get_ident())
        return image

    async with playing(engine, blur) as play:
        small = play.executor.provide("SMALL", picture())
        large = play.executor.provide("LARGE", picture(0, 700, 600))
        await play.executor.resolve(play.call("FILTER", image=small))
        engine._mechanisms.of(blur).seconds = 0.0001  # as it is unless the machine is very busy
        for image in (small, large):
            await play.executor.resolve(play.call("FILTER", image=image))
        here = threading.get_ident()
        assert [thread == here for thread in threads[1:]] == [True, False]


# -- what a program sees


async def test_looking_gives_plain_values_and_refs_for_the_rest(engine: Engine) -> None:
    found = Regions((Region(Box(0, 0, 1, 1), "a"),))
    mixed = {"n": [1, Box(0, 0, 1, 2)], "p": picture(), "deep": (found, Point(1, 2))}
    async with playing(engine, find) as play:
        executor = play.executor
        provided = executor.provide("MIXED", mixed)
        boxes = play.call("FIND", image=executor.provide("IMAGE", picture()))
        assert await play.look(boxes) == [Ref("s1", "region", (0,)), Ref("s1", "region", (1,))]
        seen = await play.look(provided)
        assert seen == {
            "n": [1, [0.0, 0.0, 1.0, 2.0]],
            "p": Ref("MIXED", "image", (1,)),
            "deep": (Ref("MIXED", "regions", (2, 0)), [1.0, 2.0]),
        }
        assert await executor.resolve(seen["p"]) == mixed["p"]
        assert await play.look(seen["deep"][0]) == [Ref("MIXED", "region", (2, 0, 0))]
        same = play.call("ECHO", value=Ref("IMAGE", "image"))
        assert await play.look(same) == Ref(same.step, "image")
        assert [event.shown for event in play.of(Looked)][1] == seen


async def test_what_a_program_cannot_see_is_said(engine: Engine) -> None:
    async with playing(engine, find) as play:
        image = play.executor.provide("IMAGE", picture())
        mask = play.executor.provide("MASK", Mask(np.ones((2, 2), np.bool_)))
        boxes = play.call("FIND", image=image)
        for ref, words in (
            (image, "IMAGE is an image, which a program cannot look into"),
            (mask, "MASK is a mask"),
            (Ref("s1", "region", (0,)), r"s1\[0\] is a region"),
            (Ref("s1", "region", (7,)), r"s1\[7\] is not there"),
            (Ref("s9", "any"), "there is no step 's9'"),
            (Ref("IMAGE", "any", (0,)), r"IMAGE\[0\] is not there"),
        ):
            with pytest.raises(ToolError, match=words):
                await play.look(ref)
        assert await play.look(boxes)


async def test_attributes_are_read_by_what_the_value_is(engine: Engine) -> None:
    async with playing(engine, find) as play:
        image = play.executor.provide("IMAGE", picture())
        boxes = play.call("FIND", image=image)
        first = (await play.look(boxes))[0]
        executor = play.executor
        assert await executor.attribute(first, "label", Site(2)) == "a"
        assert await executor.attribute(image, "width", Site(2)) == 4
        with pytest.raises(ToolError, match=r"IMAGE \(image\) has no attribute 'pixels'; it has"):
            await executor.attribute(image, "pixels", Site(2))
        with pytest.raises(ToolError, match=r"has no attribute 'x'; it has none"):
            await executor.attribute(play.call("ADD", a=1), "x", Site(2))
        assert [(event.ref, event.shown) for event in play.of(Looked)][-2:] == [
            ("s1[0].label", "a"),
            ("IMAGE.width", 4),
        ]


async def test_regions_picked_one_by_one_keep_their_image(engine: Engine) -> None:
    async with playing(engine, find) as play:
        image = play.executor.provide("IMAGE", picture())
        first, second = await play.look(play.call("FIND", image=image))

        seen: list[Regions] = []

        @tool("TAKE", example="X=TAKE(box=BOX0)")
        def take(box: Regions) -> int:
            """Keep them."""
            seen.append(box)
            return len(box)

        play.executor._tools = ToolTable([take])
        await play.executor.resolve([play.call("TAKE", box=[second, first])])
        await play.executor.resolve([play.call("TAKE", box=second)])
        assert [[region.label for region in regions] for regions in seen] == [["b", "a"], ["b"]]
        assert all(regions.image == picture() for regions in seen)


# -- failures


async def test_a_failed_input_fails_what_needs_it_and_names_the_first(play: Play) -> None:
    bad = play.call("BREAK", how="tool")
    middle = play.call("ADD", a=bad)
    last = play.call("ADD", a=middle)
    free = play.call("ADD", a=1)
    with pytest.raises(ToolError, match=r"^BREAK: nothing to see here$"):
        await play.look(bad)
    reason = r"^ADD has no input: s1 \(BREAK\) failed: BREAK: nothing to see here$"
    with pytest.raises(ToolError, match=reason):
        await play.look(last)
    with pytest.raises(ToolError, match=reason):
        await play.executor.resolve([free, {"x": last}])
    assert await play.look(free) == 2
    assert [step.status for step in play.run.steps] == ["error", "error", "error", "ok"]


async def test_a_long_chain_behind_a_failure_fails_without_recursion(play: Play) -> None:
    gate = play.call("BREAK", how="tool")
    for _ in range(900):
        gate = play.call("ADD", a=gate)
    with pytest.raises(ToolError, match=r"s1 \(BREAK\)"):
        await play.look(gate)


@pytest.mark.parametrize(
    ("how", "words"),
    [("zero", "BREAK failed: ZeroDivisionError: by design$"), ("exit", "BREAK failed: SystemExit")],
)
async def test_a_bug_in_a_tool_is_one_line_and_its_traceback_is_kept(
    play: Play, how: str, words: str
) -> None:
    bad = play.call("BREAK", how=how)
    with pytest.raises(ToolError, match=words):
        await play.look(bad)
    (note,) = play.of(Noted)
    assert note.code == "traceback"
    assert "fakes.py" in note.facts["traceback"]
    assert play.run.step("s1").notes == []


@pytest.mark.parametrize(
    ("returns", "value", "words"),
    [
        (Regions, [Region(Box(0, 0, 1, 1))], "promises regions and returned a list of 1"),
        (int, "3", "promises number and returned text '3'"),
        (int, True, "promises number and returned boolean True"),
        (str, None, "promises text and returned None"),
        (bool, np.bool_(True), "promises boolean and returned bool"),
        (object, {"x": {1, 2}}, "promises any and returned a dict"),
    ],
)
async def test_a_tool_must_return_what_it_promises(
    engine: Engine, returns: Any, value: Any, words: str
) -> None:
    def wrong() -> Any:
        """Return something else."""
        return value

    wrong.__annotations__["return"] = returns
    async with playing(engine, tool("WRONG", example="X=WRONG()")(wrong)) as play:
        with pytest.raises(ToolError, match=f"^WRONG {words}"):
            await play.look(play.call("WRONG"))


async def test_a_call_that_cannot_be_is_a_step_that_failed(play: Play) -> None:
    with pytest.raises(ToolError, match="there is no tool 'NONE'"):
        play.call("NONE", x=1)
    with pytest.raises(ToolError, match="ADD: a takes a number"):
        play.call("ADD", a="1")
    assert [(step.tool, step.status, step.error) for step in play.run.steps] == [
        ("NONE", "error", "there is no tool 'NONE'"),
        ("ADD", "error", "ADD: a takes a number, got text '1'"),
    ]
    with pytest.raises(ToolError, match="ADD uses s77, which is not a step"):
        play.call("ADD", a=Ref("s77", "number"))
    with pytest.raises(ToolError, match="EVAL uses s78"):
        play.call("EVAL", expr="1", sources={"expr": ("s78",)})
    assert await play.look(play.call("ADD", a=1)) == 2


def nested(levels: int) -> Any:
    value: Any = 1
    for level in range(levels):
        value = [value] if level % 2 else {"x": value}
    return value


async def test_deep_values_are_refused_before_anyone_walks_them(engine: Engine) -> None:
    @tool("DEEP", example="X=DEEP(levels=3)")
    def deep(levels: int) -> object:
        """As deep as that."""
        return nested(levels)

    async with playing(engine, deep) as play:
        for value in (nested(51), nested(100_000)):
            with pytest.raises(ToolError, match="EVAL: an argument is nested too deeply"):
                play.call("EVAL", expr="x", a=value)
            with pytest.raises(ToolError, match="the answer is nested too deeply"):
                await play.executor.resolve(value)
        assert await play.look(play.call("DEEP", levels=40)) == nested(40)
        with pytest.raises(ToolError, match="DEEP promises any and returned"):
            await play.look(play.call("DEEP", levels=60))


async def test_a_missing_role_ends_the_run(engine: Engine) -> None:
    @tool("DEPTH", example="X=DEPTH(image=IMAGE)", roles=("depth",))
    async def depth(context: Context) -> int:
        """Needs a model that the pack lacks."""
        await context.models.depth.estimate()
        return 1

    async with playing(engine, depth) as play:
        waiting = play.call("ADD", a=play.call("DEPTH"))
        with pytest.raises(
            Unavailable, match=r"no model serves the role 'depth': this pack serves"
        ):
            await play.look(waiting)
        with pytest.raises(Unavailable):
            play.call("ADD", a=1)
        with pytest.raises(Unavailable):
            await play.executor.resolve(3)
        assert play.run.step("s1").status == "error"


async def test_an_unknown_operation_says_what_there_is(engine: Engine) -> None:
    @tool("ODD", example="X=ODD()", roles=("vqa",))
    async def odd(context: Context) -> int:
        """Ask for something else."""
        assert context.models.vqa.settings["stand_in"] is False
        await context.models.vqa.sing()
        return 1

    async with playing(engine, odd) as play:
        with pytest.raises(ToolError, match="no operation 'sing'; it has answer, short, sized"):
            await play.look(play.call("ODD"))


async def test_limits_end_the_run(engine: Engine) -> None:
    async with playing(engine, limits=Limits(calls=2, looks=10, printed=5)) as play:
        slow = play.call("VQA", image=play.executor.provide("IMAGE", picture()), question="q")
        play.call("ADD", a=1)
        with pytest.raises(LimitExceeded, match="more than 2 tool calls"):
            play.call("ADD", a=1)
        with pytest.raises(LimitExceeded):
            await play.look(slow)
        assert play.run.step("s1").status == "cancelled"
    async with playing(engine, limits=Limits(looks=2)) as play:
        one = play.call("ADD", a=1)
        await play.look(one)
        await play.look(one)
        with pytest.raises(LimitExceeded, match="looked at values more than 2 times"):
            await play.look(one)
    async with playing(engine, limits=Limits(printed=5)) as play:
        play.executor.printed("12345", Site(1))
        with pytest.raises(LimitExceeded, match="printed more than 5 characters"):
            play.executor.printed("6", Site(1))
        assert [event.text for event in play.of(Printed)] == ["12345"]


async def test_closing_cancels_what_still_runs(engine: Engine) -> None:
    ended: list[str] = []

    @tool("HANG", example="X=HANG()")
    async def hang() -> int:
        """For ever."""
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("cancelled")
        return 1

    async with playing(engine, hang) as play:
        done = play.call("ADD", a=1)
        hanging = play.call("HANG")
        behind = play.call("ADD", a=hanging)
        assert await play.look(done) == 2
        look = asyncio.create_task(play.look(behind))
        await asyncio.sleep(0)
        await play.executor.close()
        with pytest.raises(RunFailure, match=r"the run ended before step s3 \(ADD\) did"):
            await look
    assert ended == ["cancelled"]
    assert [step.status for step in play.run.steps] == ["ok", "cancelled", "cancelled"]
    assert await play.executor.resolve(done) == 2
    with pytest.raises(RunFailure, match="the run has ended"):
        play.call("ADD", a=1)


async def test_settling_waits_for_what_nobody_looked_at(engine: Engine) -> None:
    async with playing(engine) as play:
        image = play.executor.provide("IMAGE", picture())
        play.call("VQA", image=image, question="q")
        play.call("ADD", a=play.call("ADD", a=1))
        await play.executor.settle()
        assert [step.status for step in play.run.steps] == ["ok", "ok", "ok"]
        bad = play.call("BREAK", how="tool")
        play.call("ADD", a=bad)
        with pytest.raises(ToolError, match=r"^BREAK: nothing to see here$"):
            await play.executor.settle()
        with pytest.raises(ToolError):
            await play.look(bad)  # now the program was told, and may have caught it
        await play.executor.settle()


async def test_an_input_needs_a_name_of_its_own(play: Play) -> None:
    play.executor.provide("s1", 7)
    for name in ("s1", "answer"):
        with pytest.raises(ValueError, match=name):
            play.executor.provide(name, 1)
    ref = play.call("ADD", a=Ref("s1", "number"))
    assert ref.step == "s2"
    assert await play.look(ref) == 8


async def test_oracles_may_replace_mechanisms(engine: Engine) -> None:
    class Oracle:
        def __call__(self, a: float, b: float = 0) -> float:
            return 42

    async with playing(engine) as play:
        table = play.executor._tools
        for oracle in (Oracle(), lambda a, b=0: 42):
            play.executor._tools = table.replaced({"ADD": oracle})
            assert await play.look(play.call("ADD", a=1)) == 42


async def test_a_tool_reaches_the_picture_that_a_crop_was_cut_from(engine: Engine) -> None:
    @tool("HALF", example="IMAGE0=HALF(image=IMAGE)")
    def half(image: Image) -> Image:
        """The upper half."""
        return image.crop(Box(0, 0, image.width, image.height // 2))

    @tool("HEIGHT", example="X=HEIGHT(image=IMAGE)")
    async def height(image: Image, context: Context) -> int:
        """Of the whole picture."""
        return context.whole(image).height

    stranger = picture().crop(Box(0, 0, 1, 1))
    other = Image(np.full((9, 9, 3), 7, np.uint8))
    async with playing(engine, half, height) as play:
        image = play.executor.provide("IMAGE", picture())
        play.executor.provide("OTHER", other)
        quarter = play.call("HALF", image=play.call("HALF", image=image))
        assert await play.look(play.call("HEIGHT", image=quarter)) == picture().height
        assert await play.look(play.call("HEIGHT", image=image)) == picture().height
    async with playing(engine, height) as play:
        lost = play.executor.provide("IMAGE", stranger)
        assert await play.look(play.call("HEIGHT", image=lost)) == 1


async def test_a_tool_is_given_the_runs_settings_and_the_packs(engine: Engine) -> None:
    @tool("TELL", example="X=TELL()", roles=("vqa",))
    async def tell(context: Context) -> object:
        """What it was given."""
        context.note("fallback", "used the whole picture", score=0.25)
        settings = context.models.vqa.settings
        with pytest.raises(TypeError):
            settings["stand_in"] = True  # type: ignore[index]
        return [context.seed, context.empty, settings["stand_in"], sorted(settings)]

    async with playing(engine, tell, seed=7, empty="whole-image") as play:
        assert await play.look(play.call("TELL")) == [
            7,
            "whole-image",
            False,
            ["lab", "note", "stand_in"],
        ]
        step = play.run.step("s1")
        assert step.notes == ["used the whole picture"]
        assert step.noted[0].facts == {"score": 0.25}
        assert step.to_json()["notes"] == step.notes
