"""Results by content, in memory and on disk; damage is a miss."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from tests.contracts.strategies import values
from tests.contracts.test_encoding import same
from tests.engine.fakes import Lab, engine_of, picture, playing, spec
from visprog.engine.cache import MISS, Cache, cache_key
from visprog.types import Box, Image, Mask, Region, Regions

MEGABYTE = 2**20
RICH = {
    "array": np.arange(6, dtype=np.float32),
    "found": Regions((Region(Box(0, 0, 2, 2), "dog", 0.5, Mask(np.eye(2, dtype=np.bool_))),)),
    "picture": picture(7),
}


def kept(directory: Path, value: Any, key: str = "ab" * 32) -> str:
    cache = Cache(directory, MEGABYTE)
    cache.put(key, value)
    cache.close()
    return key


def fetched(directory: Path, key: str) -> Any:
    cache = Cache(directory, MEGABYTE)
    value = cache.fetch(key).result(30) if cache.stored(key) else MISS
    cache.close()
    return value


# -- keys


def test_a_key_says_everything_that_a_result_depends_on() -> None:
    lab = Lab()
    image = picture(1, 8, 8)
    item = {"image": image, "question": "q"}
    base = cache_key(spec(lab), "answer", item)
    assert base == cache_key(spec(lab), "answer", dict(reversed(item.items())))
    other = [
        cache_key(spec(lab, family="other"), "answer", item),
        cache_key(spec(lab, checkpoint="other"), "answer", item),
        cache_key(spec(lab, revision="2"), "answer", item),
        cache_key(spec(lab, dtype="bfloat16"), "answer", item),
        cache_key(spec(lab), "sized", item),
        cache_key(spec(lab), "answer", {**item, "question": "Q"}),
        cache_key(spec(lab), "answer", {**item, "image": picture(2, 8, 8)}),
        cache_key(spec(lab), "answer", {**item, "more": None}),
    ]
    assert len({base, *other}) == len(other) + 1


def test_equal_crops_of_different_places_share_a_key() -> None:
    image = picture(1, 8, 8)
    keys = {
        cache_key(spec(Lab()), "answer", {"image": image.crop(Box(x, x, x + 3, x + 3))})
        for x in range(4)
    }
    assert len(keys) == 1


def test_an_argument_without_a_hash_has_no_key() -> None:
    assert cache_key(spec(Lab()), "answer", {"x": object()}) is None


# -- memory


def test_memory_is_bounded_by_bytes_and_forgets_the_least_used() -> None:
    cache = Cache(None, 10_000)
    for name in "abc":
        cache.put(name, np.zeros(3000, np.uint8))
    assert cache.get("a") is not MISS
    cache.put("d", np.zeros(3000, np.uint8))
    assert cache.get("b") is MISS
    assert cache.get("a") is not MISS
    cache.put("e", np.zeros(50_000, np.uint8))
    assert cache.get("e") is MISS
    assert cache.get("a") is not MISS
    cache.put("n", None)
    assert cache.get("n") is None


def test_shared_arrays_cannot_be_written() -> None:
    cache = Cache(None, MEGABYTE)
    cache.put("a", [{"x": np.zeros(3)}])
    with pytest.raises(ValueError, match="read-only"):
        cache.get("a")[0]["x"][0] = 1


# -- disk


@given(values)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_value_survives_the_disk(tmp_path: Path, value: Any) -> None:
    key = kept(tmp_path, value)
    assert same(fetched(tmp_path, key), value)


async def test_another_process_needs_no_model(tmp_path: Path) -> None:
    for turn in range(2):
        lab = Lab()
        async with engine_of(spec(lab), cache_dir=tmp_path) as engine, playing(engine) as play:
            image = play.executor.provide("IMAGE", picture())
            assert await play.look(play.call("VQA", image=image, question="q")) == "q!"
            assert lab.loads == 1 - turn
            assert play.run.steps[0].cached == bool(turn)


async def test_errors_are_asked_for_again() -> None:
    lab = Lab()
    async with engine_of(spec(lab)) as engine:
        for _ in range(2):
            async with playing(engine) as play:
                image = play.executor.provide("IMAGE", picture())
                with pytest.raises(Exception, match="bad question"):
                    await play.look(play.call("VQA", image=image, question="bad"))
    assert lab.sizes == [1, 1]


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) * 2 // 3] ^= 0x10
    path.write_bytes(bytes(data))


DAMAGE: list[Callable[[Path], Any]] = [
    _truncate,
    _flip,
    Path.unlink,
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(b"{}"),
    lambda path: path.write_bytes(b"\x00" * 100),
]


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("which", ["*/*.json", "blobs/*/*.png", "blobs/*/*.npy"])
def test_a_damaged_entry_is_a_miss_and_goes(
    tmp_path: Path, which: str, damage: Callable[[Path], Any]
) -> None:
    key = kept(tmp_path, RICH)
    assert same(fetched(tmp_path, key), RICH)
    damage(next(iter(sorted(tmp_path.glob(which)))))
    assert fetched(tmp_path, key) is MISS
    assert not (tmp_path / key[:2] / f"{key}.json").exists()
    kept(tmp_path, RICH)
    assert same(fetched(tmp_path, key), RICH)


def test_an_entry_of_another_format_is_a_miss(tmp_path: Path) -> None:
    key = kept(tmp_path, 3)
    path = tmp_path / key[:2] / f"{key}.json"
    path.write_text(path.read_text().replace('"format": 1', '"format": 99'))
    assert fetched(tmp_path, key) is MISS


def test_a_directory_that_cannot_be_written_costs_one_warning(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = Cache(tmp_path / "file" / "cache", MEGABYTE)
    with caplog.at_level(logging.WARNING):
        for name in ("a" * 64, "b" * 64, "c" * 64):
            cache.put(name, 1)
            assert cache.get(name) == 1
            assert not cache.stored(name)
        cache.close()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "results stay in memory" in caplog.text


def test_a_full_disk_costs_one_warning(tmp_path: Path) -> None:
    """In a child that may not write files above 20 kB, which fails like a full disk does."""
    code = """
        import logging, resource, sys
        from pathlib import Path
        import numpy as np
        from visprog.engine.cache import Cache
        logging.basicConfig(format="%(message)s", stream=sys.stdout)
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
        cache = Cache(Path(sys.argv[1]), 2**20)
        cache.put("a" * 64, 1)
        for name in ("b" * 64, "c" * 64):
            cache.put(name, np.zeros(50_000, np.uint8))
            assert len(cache.get(name)) == 50_000
        cache.close()
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    assert done.stdout.count("\n") == 1
    assert "File too large; results stay in memory" in done.stdout
    assert fetched(tmp_path, "a" * 64) == 1
    assert fetched(tmp_path, "b" * 64) is MISS
    assert not list(tmp_path.rglob("*.part"))


def test_large_results_stay_in_memory(tmp_path: Path) -> None:
    embedding = np.zeros(9 * MEGABYTE, np.uint8)
    cache = Cache(tmp_path, 64 * MEGABYTE)
    cache.put("a" * 64, embedding)
    assert cache.get("a" * 64) is embedding
    cache.close()
    assert fetched(tmp_path, "a" * 64) is MISS


def test_the_store_is_cut_back_when_it_has_outgrown_its_limit(tmp_path: Path) -> None:
    keys = [f"{index:064x}" for index in range(20)]
    for index, key in enumerate(keys):
        kept(tmp_path, "x" * 1000, key)
        os.utime(tmp_path / key[:2] / f"{key}.json", (index, index))
    Cache(tmp_path, MEGABYTE, disk_bytes=10_000).close()
    left = [key for key in keys if fetched(tmp_path, key) is not MISS]
    assert left == keys[-len(left) :]
    assert 0 < len(left) < 10


def test_two_processes_may_write_the_same(tmp_path: Path) -> None:
    code = """
        import sys
        from pathlib import Path
        import numpy as np
        from visprog.engine.cache import Cache
        cache = Cache(Path(sys.argv[1]), 2**20)
        for index in range(60):
            cache.put(f"{index:064x}", [index, np.full(100, index)])
        cache.close()
    """
    children = [
        subprocess.Popen([sys.executable, "-c", textwrap.dedent(code), str(tmp_path)])
        for _ in range(2)
    ]
    assert [child.wait(60) for child in children] == [0, 0]
    for index in range(60):
        assert fetched(tmp_path, f"{index:064x}")[1][99] == index


def test_pictures_come_back_as_they_went(tmp_path: Path) -> None:
    image = Image(np.arange(60, dtype=np.uint8).reshape(4, 5, 3)).crop(Box(1, 1, 4, 3))
    back = fetched(tmp_path, kept(tmp_path, image))
    assert back == image
    assert back.frame == image.frame
