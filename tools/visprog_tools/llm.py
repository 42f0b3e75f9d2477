"""LIST, LLM_QUERY and their ViperGPT names: what a language model knows.

The operation ``complete(prompt, max_tokens)`` of the role ``llm`` returns a dict with ``text`` and
its price, at temperature 0, so that results can be cached.
"""

from __future__ import annotations

import re

from visprog.errors import ToolError
from visprog.tool import Context, tool
from visprog.types import Image
from visprog_tools import knowledge
from visprog_tools.answer import text_of

MOST_ITEMS = 100
SHORT_TOKENS = 32
LONG_TOKENS = 256

LIST_PROMPT = (
    "List at most {max} answers to the request below, one name on each line, nothing else.\n"
    "Request: {query}"
)
GUESS_PROMPT = (
    "Two guesses were made for an answer. Give the better one, or a better answer of your own, in "
    "a few words and nothing else.\nQuestion: {prompt}\nGuess 1: {guess1}\nGuess 2: {guess2}"
)


@tool(
    "LIST",
    "List",
    example="LIST0=LIST(query='main characters on the TV show Friends',max=6)",
    roles=("llm",),
)
async def list_facts(query: str, context: Context, max: float = 20) -> list[str]:
    """Names that answer a request for knowledge, at most `max` of them.

    Without a language model the pack's table of lists answers the requests that it has.
    """
    if not query.strip():
        raise ToolError("LIST needs a request: query is empty")
    if not 1 <= max <= MOST_ITEMS:
        raise ToolError(f"LIST: max is between 1 and {MOST_ITEMS}, got {max:g}")
    if context.models.llm.settings.get("tables") == knowledge.WORLD:
        known = knowledge.listed(query)
        if known is not None:
            context.note("table", "from the shipped table of lists: no language model is set")
            return list(known[: int(max)])
    prompt = LIST_PROMPT.format(max=int(max), query=query.strip())
    names = items(await _complete(prompt, 16 * int(max), context))[: int(max)]
    if not names:
        raise ToolError(f"LIST: the language model listed nothing for {query.strip()[:60]!r}")
    return names


def items(text: str) -> list[str]:
    """The entries of a list that a language model wrote, in whatever form it wrote it."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) == 1:
        lines = lines[0].split(",")
    bare = (re.sub(r"^\s*(?:[-*•]|\(?\d+[.)])\s*", "", line).strip(" \t.,;'\"") for line in lines)
    return list(dict.fromkeys(name for name in bare if name))


@tool(
    "LLM_QUERY",
    example="ANSWER0=LLM_QUERY(query='Which city is the capital of France?')",
    roles=("llm",),
)
async def query(query: str, context: Context, facts: object = None) -> str:
    """Ask a language model, in a few words; `facts` (any plain value) are shown to it first."""
    asked = _question("LLM_QUERY", "query", query)
    _check_plain("LLM_QUERY", "facts", facts)
    return await _ask(asked, facts, long_answer=False, context=context)


@tool(
    "llm_query",
    example="llm_query('What is the capital of France?', long_answer=False)",
    dialect="vipergpt",
    roles=("llm",),
)
async def llm_query(
    query: str, context_: Context, context: object = None, long_answer: bool = True
) -> str:
    """Ask a language model. `context` (any plain value) is shown to it first."""
    asked = _question("llm_query", "query", query)
    _check_plain("llm_query", "context", context)
    return await _ask(asked, context, long_answer=long_answer, context=context_)


@tool(
    "ImagePatch.llm_query",
    example="image_patch.llm_query('What is a boat made of?')",
    dialect="vipergpt",
    method=True,
    roles=("llm",),
)
async def patch_llm_query(
    patch: Image, question: str, context: Context, long_answer: bool = True
) -> str:
    """Ask a language model; as in ViperGPT it is not shown the patch."""
    asked = _question("llm_query", "question", question)
    return await _ask(asked, None, long_answer=long_answer, context=context)


@tool(
    "process_guesses",
    example="process_guesses('What sport is this?', 'tennis', 'squash')",
    dialect="vipergpt",
    roles=("llm",),
)
async def process_guesses(
    prompt: str, context: Context, guess1: str | None = None, guess2: str | None = None
) -> str:
    """The better of two guesses at an answer, judged by a language model; the only one if one."""
    asked = _question("process_guesses", "prompt", prompt)
    given = [guess.strip() for guess in (guess1, guess2) if guess and guess.strip()]
    if not given:
        raise ToolError("process_guesses needs at least one guess: guess1 or guess2")
    if len(set(given)) == 1:
        return given[0]
    written = GUESS_PROMPT.format(prompt=asked, guess1=given[0], guess2=given[1])
    return await _complete(written, SHORT_TOKENS, context)


def _question(tool: str, argument: str, text: str) -> str:
    """The text without blanks around it. Raises ``ToolError`` when that leaves nothing."""
    if not text.strip():
        raise ToolError(f"{tool} needs a question: {argument} is empty")
    return text.strip()


def _check_plain(tool: str, argument: str, facts: object) -> None:
    """Raises ``ToolError`` for what a language model could not read."""
    waiting = [facts]
    while waiting:
        match waiting.pop():
            case list() | tuple() as items:
                waiting.extend(items)
            case dict() as table:
                waiting.extend(table.values())
            case None | bool() | int() | float() | str():
                pass
            case other:
                kind = type(other).__name__.lower()
                raise ToolError(
                    f"{tool}: {argument} must be texts, numbers, or lists and dicts of them, "
                    f"not {kind}: ask VQA or CAPTION what a picture shows"
                )


async def _ask(question: str, facts: object, *, long_answer: bool, context: Context) -> str:
    parts = [f"Context: {facts}"] if facts is not None else []
    parts.append(f"Question: {question}")
    parts.append("Answer:" if long_answer else "Answer in a few words and nothing else:")
    return await _complete("\n".join(parts), LONG_TOKENS if long_answer else SHORT_TOKENS, context)


async def _complete(prompt: str, most: int, context: Context) -> str:
    return text_of(await context.models.llm.complete(prompt=prompt, max_tokens=most), context)
