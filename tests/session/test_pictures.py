"""Pictures from files: what can be read, and one line for what cannot."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PilImage

from visprog import picture
from visprog.errors import UsageError
from visprog.types import Image


@pytest.fixture
def red(tmp_path: Path) -> Path:
    path = tmp_path / "red.png"
    PilImage.new("RGB", (6, 4), "red").save(path)
    return path


def test_files_arrays_and_pil_images_agree(red: Path) -> None:
    from_file = picture.read(red)
    assert (from_file.width, from_file.height) == (6, 4)
    assert picture.read(np.asarray(PilImage.open(red))) == from_file
    assert picture.read(PilImage.open(red)) == from_file
    assert picture.read(from_file) is from_file


def test_transparency_is_laid_on_white_and_exif_applied(tmp_path: Path) -> None:
    clear = PilImage.new("RGBA", (2, 2), (255, 0, 0, 0))
    assert picture.read(clear).pixels.tolist() == [[[255, 255, 255]] * 2] * 2
    turned = PilImage.new("RGB", (6, 4))
    exif = turned.getexif()
    exif[0x0112] = 6
    turned.save(tmp_path / "turned.jpg", exif=exif)
    assert picture.read(tmp_path / "turned.jpg").width == 4


def test_grey_arrays_are_pictures() -> None:
    assert picture.read(np.zeros((3, 5), np.uint8)).width == 5


def header(width: int, height: int) -> bytes:
    """A PNG that claims a size, begins its pixels and ends."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    return b"\x89PNG\r\n\x1a\n" + chunk + struct.pack(">I", 1000) + b"IDAT" + b"x"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("text.png", b"this is not a picture", "not a picture"),
        ("empty.png", b"", "not a picture"),
        ("huge.png", header(30_000, 30_000), "million pixels"),
        ("large.png", header(9_500, 9_500), "million pixels"),
        ("cut.png", header(10, 10), "cannot be read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_a_picture_is_refused_in_one_line(
    tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UsageError, match=says) as caught:
        picture.read(tmp_path / name)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_files_and_folders(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such picture"):
        picture.read(tmp_path / "none.png")
    with pytest.raises(UsageError, match="folder"):
        picture.read(tmp_path)


def test_writing_is_whole_or_not_at_all(tmp_path: Path, red: Path) -> None:
    image = picture.read(red)
    picture.write(image, tmp_path / "copy.png")
    assert picture.read(tmp_path / "copy.png") == image
    with pytest.raises(UsageError, match="cannot write"):
        picture.write(image, tmp_path / "no" / "copy.png")


def test_names_of_one_two_and_more_pictures() -> None:
    images = [Image(np.full((2, 2, 3), value, np.uint8)) for value in range(3)]
    assert set(picture.named(images[0])) == {"IMAGE", "image"}
    two = picture.named(images[:2])
    assert two["LEFT"] is two["IMAGE1"] is two["left"] is images[0]
    assert two["RIGHT"] is two["image2"] is images[1]
    assert set(picture.named(images)) == {f"{w}{i}" for w in ("IMAGE", "image") for i in (1, 2, 3)}
    assert set(picture.named({"scene": images[0]})) == {"scene", "IMAGE", "image"}
    for bad in ([], {"a b": images[0]}, {"_x": images[0]}):
        with pytest.raises(UsageError):
            picture.named(bad)  # type: ignore[arg-type]
