"""``visprog bench load``: how long a pack takes from ``import torch`` to its answers.

Everything is timed in fresh processes, several times; the figures are those of the process that
needed least of the CPU, which other processes disturb less than the clock.

* *roles*: ``import torch``, then every role's model, one after the other, until its weights are in
  memory, with the imports that it needs. Roles that name the same weights share a model.
* *session*: ``import torch``, then a session that answers the demo question; then the same about a
  picture of which a pixel differs, so that nothing is remembered.
* *library*: ``import torch``, then only what all models of transformers derive from.

``python -m visprog_benchmarks.loading PART PACK [PICTURE...]`` is one of these processes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from visprog.errors import RunFailure, Unavailable, VisprogError

QUESTION = "Are there exactly 3 people in the boat?"
RUNS = 3


def measure(pack: str, runs: int = RUNS, say: Callable[[str], None] = print) -> dict[str, Any]:
    """Seconds by the clock and of this process's CPU. Raises ``UsageError`` for an unknown pack,
    ``Unavailable`` for missing weights."""
    from visprog_tools import packs

    specs = packs.load(pack).models
    with tempfile.TemporaryDirectory() as folder:
        pictures = _pictures(Path(folder))
        parts: dict[str, list[dict[str, Any]]] = {"roles": [], "session": [], "library": []}
        for number in range(runs):
            say(f"run {number + 1} of {runs}")
            for part, found in parts.items():
                found.append(_in_a_process(part, pack, pictures if part == "session" else ()))
    roles = min(parts["roles"], key=lambda run: float(run["loaded"]["cpu"]))
    library = min(parts["library"], key=lambda run: float(run["library"]["cpu"]))
    first = min((run["first"] for run in parts["session"]), key=lambda taken: float(taken["cpu"]))
    warm = min((run["warm"] for run in parts["session"]), key=lambda taken: float(taken["cpu"]))
    return {
        "pack": pack,
        "megabytes": round(sum(_sizes(specs.values()).values()) / 1e6, 1),
        "models": len({spec.key for role, spec in specs.items() if role in roles["roles"]}),
        "torch": roles["torch"],
        "roles": roles["roles"],
        "loaded": roles["loaded"],
        "library": library["library"],
        "first_answer": first,
        "warm_answer": warm,
        "question": QUESTION,
        "answer": parts["session"][0]["answer"],
        "runs": runs,
        "cores": os.cpu_count(),
        "python": sys.version.split()[0],
        "versions": roles["versions"],
    }


def show(report: dict[str, Any]) -> None:
    """The report for people."""
    versions = ", ".join(f"{name} {version}" for name, version in report["versions"].items())
    print(
        f"{report['pack']}: {report['models']} models, {report['megabytes']} MB of weights; "
        f"{report['cores']} cores, Python {report['python']}, {versions}; "
        f"the best of {report['runs']} fresh processes\n"
    )
    print(f"{'':34}{'seconds':>8}{'of CPU':>8}")
    _row("import torch", report["torch"])
    for role, taken in report["roles"].items():
        _row(f"  {role}", taken)
    _row("after torch, every model loaded", report["loaded"])
    _row("  of it transformers' base alone", report["library"])
    print()
    print(f"{report['question']} {report['answer']}")
    _row("after torch, the first answer", report["first_answer"])
    _row("the next one, another picture", report["warm_answer"])


def _row(what: str, taken: dict[str, Any]) -> None:
    if "with" in taken:
        print(f"{what:34}{'':>8}  with {taken['with']}")
        return
    print(f"{what:34}{taken['seconds']:8.2f}{taken['cpu']:8.2f}")


def _pictures(folder: Path) -> list[Path]:
    """The demo's picture, and one that differs in a pixel."""
    from PIL import Image

    from visprog_benchmarks.world.examples import SCENES
    from visprog_benchmarks.world.render import render

    pixels = render(SCENES["boat"])[0].copy()
    paths = [folder / "first.png", folder / "next.png"]
    for path in paths:
        Image.fromarray(pixels).save(path)
        pixels[0, 0] ^= 1
    return paths


def _sizes(specs: Any) -> dict[str, float]:
    """Bytes of weights by checkpoint: of the files that are here, else what the pack says."""
    from visprog_tools.models import checkpoint

    sizes: dict[str, float] = {}
    for spec in filter(checkpoint.has_weights, specs):
        folder = Path(checkpoint.location(spec.checkpoint))
        here = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
        sizes[spec.checkpoint] = sum(here) or 1e6 * (spec.megabytes or 0)
    return sizes


def _in_a_process(part: str, pack: str, pictures: Sequence[Path]) -> dict[str, Any]:
    command = [sys.executable, "-m", __name__, part, pack, *map(str, pictures)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    if done.returncode == 0 and lines:
        return dict(json.loads(lines[-1]))
    reason = (done.stderr.strip().splitlines() or ["without a word"])[-1]
    if done.returncode == Unavailable.exit_code:
        raise Unavailable(reason)
    raise RunFailure(f"the process that was timed ended with {done.returncode}: {reason}")


# -- in such a process


@contextmanager
def _timed(taken: dict[str, float]) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    taken["seconds"] = round(time.perf_counter() - wall, 3)
    taken["cpu"] = round(time.process_time() - cpu, 3)


def _roles(pack: str) -> dict[str, Any]:
    roles: dict[str, dict[str, Any]] = {}
    loaded: dict[str, float] = {}
    with _timed(loaded):
        from visprog import plugins
        from visprog_tools import packs

        families = plugins.families()
        models: dict[str, Any] = {}
        for role, spec in packs.load(pack).models.items():
            family = families[spec.family]
            if family.remote:
                continue
            if spec.key in models:
                roles[role] = {"with": models[spec.key].spec.role}
                continue
            roles[role] = {}
            with _timed(roles[role]):
                models[spec.key] = family(spec)
                models[spec.key].load()
    return {"roles": roles, "loaded": loaded}


def _session(pack: str, pictures: Sequence[str]) -> dict[str, Any]:
    first: dict[str, float] = {}
    warm: dict[str, float] = {}
    with _timed(first):
        from visprog import Session

        session = Session(pack=pack, device="cpu")
        answer = session.ask(pictures[0], QUESTION)
    with session, _timed(warm):
        session.ask(pictures[1], QUESTION)
    said = answer.text if answer.ok else str(answer.error)
    return {"first": first, "warm": warm, "answer": said}


def _library() -> dict[str, Any]:
    library: dict[str, float] = {}
    with _timed(library):
        from visprog_tools.models import checkpoint

        with checkpoint.loading():
            import transformers.modeling_utils  # noqa: F401
    return {"library": library}


def main(part: str, pack: str, *pictures: str) -> None:
    """Print what was timed, as one line of JSON."""
    taken: dict[str, float] = {}
    with _timed(taken):
        import torch
    if part == "roles":
        found = _roles(pack)
    elif part == "session":
        found = _session(pack, pictures)
    else:
        found = _library()
    import transformers

    versions = {"torch": torch.__version__, "transformers": transformers.__version__}
    print(json.dumps({"torch": taken, **found, "versions": versions}))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except VisprogError as error:
        print(" ".join(str(error).split()), file=sys.stderr)
        sys.exit(error.exit_code)
