"""Batches, merged calls, order, failures and deadlines; by structure, never by the clock."""

from __future__ import annotations

import asyncio
import threading
from contextlib import AsyncExitStack
from typing import Any

import pytest

from tests.engine.fakes import Fake, Lab, Play, engine_of, picture, playing, spec
from visprog.engine import Engine
from visprog.errors import RunFailure, ToolError, Unavailable, WorkerLost
from visprog.events import ModelCalled, StepFinished
from visprog.program import Ref
from visprog.tool import Context, tool
from visprog.types import Image


def ask(play: Play, *questions: str) -> list[Ref]:
    if "IMAGE" not in play.executor.graph:
        play.executor.provide("IMAGE", picture())
    return [play.call("VQA", image=Ref("IMAGE", "image"), question=text) for text in questions]


@tool("MANY", example="X=MANY(questions='a,b')", roles=("vqa",))
async def many(questions: list[str], context: Context) -> list[str]:
    """Ask all at once."""
    asked = [context.models.vqa.answer(question=question) for question in questions]
    answers: list[str] = await asyncio.gather(*asked)
    return answers


@tool("SIZED", example="X=SIZED(image=IMAGE)", roles=("vqa",))
async def sized(image: Image, context: Context) -> object:
    """The shape, as a model sees it."""
    return await context.models.vqa.sized(image=image)


async def until(condition: Any) -> None:
    """Let others run until something is so."""
    async with asyncio.timeout(30):
        while not condition():  # noqa: ASYNC110 - what it waits for happens on other threads
            await asyncio.sleep(0.001)


# -- batches


async def test_six_independent_calls_are_one_batch() -> None:
    lab = Lab(seconds=0.02)
    async with engine_of(spec(lab)) as engine, playing(engine) as play:
        refs = ask(play, *"abcdef")
        assert await play.executor.resolve(refs) == [f"{letter}!" for letter in "abcdef"]
        assert lab.sizes == [6]
        calls = play.of(ModelCalled)
        assert len({call.batch for call in calls}) == 1
        assert {(call.batch_size, call.device, call.model) for call in calls} == {
            (6, "cpu", "fake/vqa")
        }
        assert play.executor.usage()["model_calls"] == 6


async def test_many_items_outside_any_run_are_batched_and_cached() -> None:
    lab = Lab()
    async with engine_of(spec(lab)) as engine:
        items = [{"question": letter} for letter in "abcdefghij"]
        answers = await engine.compute("vqa", "answer", items)
        assert answers == [f"{letter}!" for letter in "abcdefghij"]
        assert lab.sizes == [8, 2]
        assert await engine.compute("vqa", "answer", items[3:5]) == ["d!", "e!"]
        assert lab.sizes == [8, 2]
        with pytest.raises(ToolError, match="bad question"):
            await engine.compute("vqa", "answer", [{"question": "x"}, {"question": "bad"}])
        with pytest.raises(Unavailable, match="no model serves the role 'ocr'"):
            await engine.compute("ocr", "read", items)
        await until(lambda: engine.broker.idle)


async def test_a_program_that_is_still_calling_fills_the_batch() -> None:
    """Calls that arrive turn by turn, as frames from a child process do."""
    lab = Lab()
    async with engine_of(spec(lab)) as engine, playing(engine) as play:
        for letter in "abcdef":
            ask(play, letter)
            for _ in range(5):
                await asyncio.sleep(0)
        await play.look(Ref("s1", "text"))
        assert lab.sizes == [6]


async def test_a_lone_look_does_not_wait_for_others() -> None:
    lab = Lab()
    async with engine_of(spec(lab), settle_seconds=3600.0) as engine:
        for letter in "ab":
            async with playing(engine) as play:
                assert await play.look(ask(play, letter)[0]) == f"{letter}!"
    assert lab.sizes == [1, 1]


async def test_patience_with_those_who_only_compute_has_an_end() -> None:
    lab = Lab()
    async with (
        engine_of(spec(lab), settle_seconds=0.01) as engine,
        playing(engine) as busy,
        playing(engine) as waiting,
    ):
        busy.call("ADD", a=1)  # and then its program computes for ever
        assert await waiting.look(ask(waiting, "a")[0]) == "a!"
        assert lab.sizes == [1]


async def test_a_full_batch_goes_at_once_and_the_rest_follows() -> None:
    lab = Lab()
    letters = [chr(ord("a") + index) for index in range(19)]
    async with engine_of(spec(lab, max_batch=4)) as engine, playing(engine) as play:
        refs = ask(play, *letters)
        assert await play.executor.resolve(refs) == [f"{letter}!" for letter in letters]
        assert sum(lab.sizes) == 19
        assert max(lab.sizes) == 4
        assert len(lab.sizes) == 5


async def test_batches_form_across_programs() -> None:
    lab = Lab()
    async with engine_of(spec(lab)) as engine, playing(engine) as one, playing(engine) as two:
        refs = [(play, ask(play, *names)) for play, names in ((one, "abc"), (two, "def"))]
        results = await asyncio.gather(*(play.executor.resolve(mine) for play, mine in refs))
        assert results == [["a!", "b!", "c!"], ["d!", "e!", "f!"]]
        assert lab.sizes == [6]
        assert one.of(ModelCalled)[0].batch == two.of(ModelCalled)[0].batch


async def test_a_tool_that_asks_ten_things_at_once_fills_a_batch() -> None:
    lab = Lab()
    async with engine_of(spec(lab)) as engine, playing(engine, many) as play:
        assert await play.look(play.call("MANY", questions="a,b,c,d,e,f,g")) == [
            f"{letter}!" for letter in "abcdefg"
        ]
        assert lab.sizes == [7]


async def test_what_comes_while_the_model_is_busy_is_the_next_batch() -> None:
    lab = Lab()
    async with engine_of(spec(lab)) as engine, playing(engine) as play:
        lab.gate.clear()
        first = ask(play, "a")[0]
        looking = asyncio.create_task(play.look(first))
        await until(lambda: lab.batches)
        rest = ask(play, *"bcd")
        lab.gate.set()
        assert await looking == "a!"
        await play.executor.resolve(rest)
        assert lab.sizes == [1, 3]


async def test_different_buckets_never_share_a_batch() -> None:
    lab = Lab()
    async with engine_of(spec(lab)) as engine, playing(engine, sized) as play:
        shapes = [(4, 3), (5, 3), (4, 3), (5, 3)]
        images = [
            play.executor.provide(f"I{index}", picture(index, *shape))
            for index, shape in enumerate(shapes)
        ]
        got = await play.executor.resolve([play.call("SIZED", image=image) for image in images])
        assert got == [[height, width, 3] for width, height in shapes]
        assert lab.sizes == [2, 2]


async def test_the_oldest_program_goes_first() -> None:
    lab = Lab()
    async with (
        engine_of(spec(lab, max_batch=2)) as engine,
        playing(engine) as old,
        playing(engine) as new,
    ):
        lab.gate.clear()
        ask(new, "first")
        looking = asyncio.create_task(new.executor.resolve(Ref("s1", "text")))
        await until(lambda: lab.batches)
        late = ask(new, *"wxyz")
        early = ask(old, *"ab")
        await until(lambda: sum(engine.broker.depths().values()) == 7)
        lab.gate.set()
        await asyncio.gather(looking, new.executor.resolve(late), old.executor.resolve(early))
        assert lab.questions[0] == ["first"]
        assert lab.questions[1:3] == [["a", "w"], ["b", "x"]], "it leads, and takes its share"


async def test_a_program_of_many_calls_leaves_room_for_others() -> None:
    lab = Lab()
    async with engine_of(spec(lab, max_batch=8)) as engine, AsyncExitStack() as stack:
        plays = [await stack.enter_async_context(playing(engine)) for _ in range(4)]
        lab.gate.clear()
        first = asyncio.create_task(plays[3].executor.resolve(ask(plays[3], "first")))
        await until(lambda: lab.batches)
        many = ask(plays[0], *(f"old{i}" for i in range(40)))
        few = [ask(play, f"few{i}") for i, play in enumerate(plays[1:])]
        await until(lambda: sum(engine.broker.depths().values()) == 44)
        lab.gate.set()
        await asyncio.gather(
            first,
            plays[0].executor.resolve(many),
            *(play.executor.resolve(refs) for play, refs in zip(plays[1:], few, strict=True)),
        )
        assert set(lab.questions[1]) == {"few0", "few1", "few2", *(f"old{i}" for i in range(5))}
        assert lab.questions[1][0] == "old0"


# -- one computation for one question


async def test_identical_calls_in_flight_are_computed_once() -> None:
    lab = Lab()
    async with engine_of(spec(lab)) as engine, playing(engine) as one, playing(engine) as two:
        refs = ask(one, "a", "a", "b"), ask(two, "a")
        plays = zip((one, two), refs, strict=True)
        got = await asyncio.gather(*(play.executor.resolve(mine) for play, mine in plays))
        assert got == [["a!", "a!", "b!"], ["a!"]]
        assert lab.questions == [["a", "b"]]
        assert [call.merged for call in one.of(ModelCalled)].count(True) == 1
        assert [call.merged for call in two.of(ModelCalled)] == [True]
        assert one.executor.usage() | {"seconds": 0} == {
            "model_calls": 2,
            "cached": 0,
            "merged": 1,
            "seconds": 0,
        }


async def test_a_second_run_makes_no_model_call_and_says_so() -> None:
    lab = Lab()
    async with engine_of(spec(lab)) as engine:
        for turn in range(2):
            async with playing(engine) as play:
                await play.executor.resolve(ask(play, *"ab"))
                assert [step.cached for step in play.run.steps] == [turn == 1] * 2
                usage = play.executor.usage()
                assert (usage["model_calls"], usage["cached"]) == ((2, 0), (0, 2))[turn]
    assert lab.sizes == [2]


async def test_roles_with_the_same_weights_share_one_model() -> None:
    lab = Lab()

    @tool("CAPTION", example="X=CAPTION()", roles=("caption",))
    async def caption(context: Context) -> str:
        """Ask in another role."""
        text: str = await context.models.caption.answer(question="caption")
        return text

    roles = spec(lab), spec(lab, role="caption")
    async with engine_of(*roles) as engine, playing(engine, caption) as play:
        refs = [*ask(play, "a"), play.call("CAPTION")]
        assert await play.executor.resolve(refs) == ["a!", "caption!"]
        assert lab.loads == 1
        assert lab.sizes == [2]
        assert {call.role for call in play.of(ModelCalled)} == {"vqa", "caption"}


async def test_several_models_compute_at_the_same_time() -> None:
    barrier = threading.Barrier(2)  # breaks after 30 s unless both are there
    labs = Lab(barrier=barrier), Lab(barrier=barrier)

    @tool("OTHER", example="X=OTHER()", roles=("caption",))
    async def other(context: Context) -> str:
        """Ask the other model."""
        text: str = await context.models.caption.answer(question="b")
        return text

    specs = spec(labs[0]), spec(labs[1], role="caption", checkpoint="fake/caption")
    async with engine_of(*specs) as engine, playing(engine, other) as play:
        assert await play.executor.resolve([*ask(play, "a"), play.call("OTHER")]) == ["a!", "b!"]


# -- failures


async def test_a_failed_item_leaves_its_neighbours_alone() -> None:
    lab = Lab()
    async with engine_of(spec(lab)) as engine, playing(engine) as play:
        good, bad, fine = ask(play, "a", "bad", "c")
        assert await play.executor.resolve([good, fine]) == ["a!", "c!"]
        with pytest.raises(ToolError, match=r"vqa\.answer failed: ValueError: bad question"):
            await play.look(bad)
        assert lab.sizes == [3]
        assert [call.error for call in play.of(ModelCalled)].count(None) == 2


async def test_a_failed_batch_is_retried_item_by_item_once() -> None:
    lab = Lab()
    async with engine_of(spec(lab)) as engine, playing(engine) as play:
        good, poison, fine = ask(play, "a", "poison", "c")
        assert await play.executor.resolve([good, fine]) == ["a!", "c!"]
        with pytest.raises(ToolError, match="RuntimeError: CUDA error: poison"):
            await play.look(poison)
        assert lab.sizes == [3, 1, 1, 1]


async def test_a_model_that_loses_a_result_fails_the_call() -> None:
    @tool("SHORT", example="X=SHORT()", roles=("vqa",))
    async def short(context: Context) -> str:
        """Ask for what gets lost."""
        text: str = await context.models.vqa.short(question="q")
        return text

    async with engine_of(spec(Lab())) as engine, playing(engine, short) as play:
        with pytest.raises(ToolError, match="short gave 0 results for 1 items"):
            await play.look(play.call("SHORT"))


async def test_one_failure_among_gathered_calls_cancels_the_others() -> None:
    lab = Lab()
    async with engine_of(spec(lab)) as engine, playing(engine, many) as play:
        with pytest.raises(ToolError, match="bad question"):
            await play.look(play.call("MANY", questions="a,bad,c"))
        await play.executor.close()
        assert engine.broker.idle


async def test_absent_weights_end_the_run_and_are_asked_for_again() -> None:
    lab = Lab(absent=True)
    async with engine_of(spec(lab)) as engine:
        async with playing(engine) as play:
            with pytest.raises(Unavailable, match="the weights of fake/vqa are not there"):
                await play.look(ask(play, "a")[0])
            finished = play.of(StepFinished)
            assert [event.status for event in finished] == ["error"]
            assert "Unavailable" in play.of(ModelCalled)[0].error
        lab.absent = False
        async with playing(engine) as play:
            assert await play.look(ask(play, "a")[0]) == "a!"


async def test_a_family_that_is_not_installed_is_named() -> None:
    strange = spec(Lab(), family="strange")
    async with engine_of(strange) as engine, playing(engine) as play:
        with pytest.raises(Unavailable, match=r"of the family strange, .* \(installed: fake\)"):
            await play.look(ask(play, "a")[0])


async def test_a_model_that_cannot_be_loaded_is_unavailable() -> None:
    async with engine_of(spec(Lab(), settings={})) as engine, playing(engine) as play:
        with pytest.raises(Unavailable, match="fake/vqa could not be loaded: KeyError: 'lab'"):
            await play.look(ask(play, "a")[0])


async def test_a_model_that_does_not_answer_is_given_up_and_replaced() -> None:
    lab = Lab()
    settings = {"lab": lab, "deadline_seconds": 0.2}
    async with engine_of(spec(lab, settings=settings)) as engine:
        lab.gate.clear()
        async with playing(engine) as play:
            running = ask(play, "a")
            with pytest.raises(WorkerLost, match=r"fake/vqa did not answer within 0\.2 s"):
                await play.look(running[0])
        lab.gate.set()
        async with playing(engine) as play:
            assert await play.look(ask(play, "b")[0]) == "b!"
        assert lab.loads == 2


# -- cancellation


async def test_cancelled_work_leaves_the_queue_unless_others_want_it() -> None:
    lab = Lab()
    async with engine_of(spec(lab)) as engine, playing(engine) as stays:
        lab.gate.clear()
        first = asyncio.create_task(stays.executor.resolve(ask(stays, "first")))
        await until(lambda: lab.batches)
        async with playing(engine) as leaves:
            ask(leaves, "shared", "alone")
            await until(lambda: sum(engine.broker.depths().values()) == 3)
            shared = ask(stays, "shared")
            await until(lambda: len(stays.of(ModelCalled)) == 0)
            await asyncio.sleep(0.01)
        assert sum(engine.broker.depths().values()) == 2
        lab.gate.set()
        assert await first == ["first!"]
        assert await stays.executor.resolve(shared) == ["shared!"]
        assert lab.questions == [["first"], ["shared"]]


async def test_closing_the_engine_fails_what_is_queued() -> None:
    lab = Lab()
    async with engine_of(spec(lab, max_batch=1)) as engine, playing(engine) as play:
        lab.gate.clear()
        asked = ask(play, "a", "b")
        looking = asyncio.create_task(play.look(asked[1]))
        await until(lambda: lab.batches)
        closing = asyncio.create_task(engine.close())
        with pytest.raises(RunFailure, match="the engine was closed"):
            await looking
        lab.gate.set()
        await closing


# -- many loops, many programs


def test_one_engine_serves_several_event_loops() -> None:
    lab = Lab()
    engine = Engine({"vqa": spec(lab)}, {"fake": Fake}, cache_dir=None, device="cpu")
    answers: dict[int, list[str]] = {}

    async def one(number: int) -> None:
        async with playing(engine) as play:
            answers[number] = await play.executor.resolve(
                ask(play, *(f"{number}-{i}" for i in range(9)))
            )

    threads = [
        threading.Thread(target=lambda number=number: asyncio.run(one(number)))
        for number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers == {n: [f"{n}-{i}!" for i in range(9)] for n in range(6)}
    assert engine.broker.idle
    asyncio.run(engine.close())


async def test_a_storm_of_programs_that_come_fail_and_go_leaves_nothing_behind() -> None:
    lab = Lab()

    async def program(engine: Engine, number: int) -> None:
        async with playing(engine, many) as play:
            words = ["x", f"p{number}", "bad" if number % 3 == 0 else "y"]
            refs = [*ask(play, *words), play.call("MANY", questions=",".join(words))]
            if number % 4 == 0:
                await asyncio.sleep(0.001 * (number % 7))
                return  # closes with everything under way
            assert await play.look(refs[0]) == "x!"
            assert await play.look(refs[1]) == f"p{number}!"
            if number % 3 == 0:
                with pytest.raises(ToolError, match="bad question"):
                    await play.look(refs[3])
            else:
                assert await play.look(refs[3]) == [f"{word}!" for word in words]

    async with engine_of(spec(lab), settle_seconds=0.002) as engine:
        await asyncio.gather(*(program(engine, number) for number in range(120)))
        await until(lambda: engine.broker.idle)
    items = [item for _, batch in lab.batches for item in batch if item["question"] != "bad"]
    asked = [("image" in item, item["question"]) for item in items]
    assert len(asked) == len(set(asked)), "something was computed twice"
