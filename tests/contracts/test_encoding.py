"""Values as JSON with blobs beside it, and back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from tests.contracts.strategies import plain, refs, values
from visprog.encoding import decode, encode
from visprog.program import Ref
from visprog.types import Image, Mask, Region, Regions, digest


class Blobs(dict[str, bytes]):
    def put(self, name: str, make: Callable[[], bytes]) -> None:
        self[name] = make()

    def get_bytes(self, name: str) -> bytes:
        return self[name]


def same(a: Any, b: Any) -> Any:
    """Equal, also where numpy's ``==`` gives arrays and where equality is not enough."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[key], b[key]) for key in a)
    if isinstance(a, Regions):
        return a == b and a.image == b.image
    return bool(a == b)


@given(values)
def test_what_is_encoded_comes_back(value: Any) -> None:
    blobs = Blobs()
    text = json.dumps(encode(value, blobs.put))
    back = decode(json.loads(text), blobs.get_bytes)
    assert same(back, value)


@given(values)
def test_a_value_that_came_back_has_the_same_hash(value: Any) -> None:
    blobs = Blobs()
    back = decode(json.loads(json.dumps(encode(value, blobs.put))), blobs.get_bytes)
    assert digest(back) == digest(value)


@given(refs)
def test_refs_come_back(ref: Ref) -> None:
    assert decode(encode(ref, Blobs().put), Blobs().get_bytes) == ref


@given(plain)
def test_plain_values_need_no_blobs(value: Any) -> None:
    blobs = Blobs()
    encode(value, blobs.put)
    assert not blobs


def test_nan_and_infinity_are_valid_json() -> None:
    data = encode([float("nan"), float("inf"), -float("inf")], Blobs().put)
    text = json.dumps(data, allow_nan=False)
    back = decode(json.loads(text), Blobs().get_bytes)
    assert np.isnan(back[0])
    assert back[1:] == [float("inf"), -float("inf")]


def test_keys_that_look_like_tags_are_only_keys() -> None:
    value = {"$ref": "s1", "type": "image", 3: "three"}
    assert decode(encode(value, Blobs().put), Blobs().get_bytes) == value


def test_equal_pictures_share_a_blob_and_bytes_are_made_on_demand() -> None:
    names: list[str] = []
    image = Image(np.zeros((2, 2, 3), np.uint8))
    again = Image(np.zeros((2, 2, 3), np.uint8))
    encode([image, again], lambda name, make: names.append(name))
    assert names == [f"{image.digest}.png"] * 2


def test_a_region_keeps_everything() -> None:
    image = Image(np.zeros((4, 6, 3), np.uint8))
    mask = Mask(np.eye(4, 6, dtype=np.bool_))
    part = image.crop(image.box)
    region = Region(image.box, "dog", 0.25, mask, part.frame, (("class", "cat"), ("margin", 0.5)))
    blobs = Blobs()
    back = decode(encode(Regions((region,), image), blobs.put), blobs.get_bytes)
    assert back[0] == region
    assert back.image == image
    assert sorted(blobs) == sorted([f"{image.digest}.png", f"{mask.digest}.png"])


@pytest.mark.parametrize("value", [object(), {1, 2}, np.float32(1), [b"bytes"], lambda: None])
def test_what_is_no_value_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match="not a value that can be stored"):
        encode(value, Blobs().put)


def test_a_missing_blob_and_an_unknown_tag_are_told_apart() -> None:
    with pytest.raises(KeyError, match="nothing"):
        decode({"$mask": "nothing.png"}, Blobs().get_bytes)
    with pytest.raises(ValueError, match="unknown tag"):
        decode({"$pickle": "gASVDgAAAAAAAA=="}, Blobs().get_bytes)
