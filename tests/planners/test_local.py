"""A language model in this process: a tiny one of a real class, that was taught one program."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest

from visprog.errors import Unavailable
from visprog.tool import ToolTable
from visprog_planners import Request, planner_named
from visprog_planners.client import Patience
from visprog_planners.llm import LLMPlanner
from visprog_planners.local import Local
from visprog_planners.prompt import Prompting, messages
from visprog_planners.source import Passing, PromptTooLong, Sampling
from visprog_tools.builtin import TOOLS

TABLE = ToolTable([spec for spec in TOOLS if spec.name in ("LOC", "COUNT", "RESULT")])
BARE = Prompting(count=0, wrong=0)
PROGRAM = """\
BOX0=LOC(image=IMAGE,object='dog')
ANSWER0=COUNT(box=BOX0)
FINAL_RESULT=RESULT(var=ANSWER0)
"""
REPLY = f"```python\n{PROGRAM}```"
TEMPLATE = (
    "{% for m in messages %}<{{ m['role'] }}>{{ m['content'] }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<assistant>{% endif %}"
)


def request(noun: str) -> Request:
    return Request(f"How many {noun}s are there?", tools=TABLE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkpoint that counts dogs and has learned nothing else."""
    import torch
    from tokenizers import ByteLevelBPETokenizer
    from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

    path = tmp_path_factory.mktemp("tiny-llm")
    texts = [turn["content"] for turn in messages(request("dog"), BARE)]
    texts.append(REPLY)
    bpe = ByteLevelBPETokenizer()
    special = ["</s>", "<system>", "<user>", "<assistant>"]
    bpe.train_from_iterator(texts, vocab_size=900, special_tokens=special, show_progress=False)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=bpe, eos_token="</s>", additional_special_tokens=special[1:]
    )
    tokenizer.chat_template = TEMPLATE
    torch.manual_seed(0)
    model = LlamaForCausalLM(
        LlamaConfig(
            vocab_size=len(tokenizer),
            hidden_size=48,
            intermediate_size=96,
            num_hidden_layers=2,
            num_attention_heads=4,
            max_position_embeddings=2048,
            eos_token_id=tokenizer.eos_token_id,
            bos_token_id=None,
        )
    )
    turns = messages(request("dog"), BARE)
    prompt = tokenizer.apply_chat_template(turns, tokenize=False, add_generation_prompt=True)
    asked = tokenizer(prompt, add_special_tokens=False)["input_ids"]
    written = tokenizer(f"{REPLY}</s>", add_special_tokens=False)["input_ids"]
    ids, labels = torch.tensor([asked + written]), torch.tensor([[-100] * len(asked) + written])
    optimiser = torch.optim.AdamW(model.parameters(), lr=1e-2)
    for _ in range(100):
        loss = model(input_ids=ids, labels=labels).loss
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        if loss.item() < 0.02:
            break
    model.save_pretrained(path)
    tokenizer.save_pretrained(path)
    return path


def local(folder: Path, **settings: object) -> LLMPlanner:
    planner = planner_named(f"transformers/{folder}", prompting=BARE, max_tokens=128, **settings)
    assert isinstance(planner, LLMPlanner)
    return planner


async def test_it_writes_its_program(folder: Path) -> None:
    heard: list[str] = []
    planner = local(folder, heard=heard.append)
    plan = await planner.plan(request("dog"))
    assert plan.program == PROGRAM
    assert plan.usage.requests == 1
    assert plan.usage.prompt_tokens > 100
    assert 20 < plan.usage.completion_tokens <= 128
    assert plan.usage.cost is None
    assert "COUNT(box=BOX0)" in "".join(heard)
    assert len(heard) > 20
    assert planner.name == f"transformers/{folder}"


async def test_a_prompt_that_it_cannot_read(folder: Path) -> None:
    long = Request("dog " * 3000, tools=TABLE)
    with pytest.raises(PromptTooLong, match="more than the 2048 that the model can read"):
        await local(folder).plan(long)


async def test_its_time_is_bounded(folder: Path) -> None:
    source = Local(str(folder))
    turns = messages(request("dog"), BARE)
    await source.ask(turns, Sampling(max_tokens=1), 60.0)
    start = time.monotonic()
    with pytest.raises(Passing, match=r"not done within 0\.001 s"):
        await source.ask(turns, Sampling(temperature=5.0, max_tokens=1000, seed=1), 0.001)
    assert time.monotonic() - start < 5


async def test_a_request_that_is_given_up_lets_the_next_one_through(folder: Path) -> None:
    source = Local(str(folder))
    turns = messages(request("dog"), BARE)
    await source.ask(turns, Sampling(max_tokens=1), 60.0)
    endless = asyncio.create_task(
        source.ask(turns, Sampling(temperature=5.0, max_tokens=1000, seed=1), 600.0)
    )
    await asyncio.sleep(0.05)
    endless.cancel()
    start = time.monotonic()
    await source.ask(turns, Sampling(max_tokens=1), 60.0)
    assert time.monotonic() - start < 10


async def test_a_seed_gives_the_same_text_again(folder: Path) -> None:
    source = Local(str(folder))
    turns = messages(request("dog"), BARE)
    drawn = [
        (await source.ask(turns, Sampling(temperature=3.0, max_tokens=24, seed=seed), 60.0)).text
        for seed in (1, 1, 2)
    ]
    assert drawn[0] == drawn[1]
    assert drawn[0] != drawn[2]


async def test_a_checkpoint_that_is_not_there(tmp_path: Path) -> None:
    patience = Patience(attempts=3, backoff_seconds=0.01)
    for name in (str(tmp_path), "nobody/no-such-model"):
        with pytest.raises(Unavailable, match="hf download") as caught:
            await local(Path(name), patience=patience).plan(request("dog"))
        assert "\n" not in str(caught.value)
