"""Pictures from files and other libraries' types, back to files, and the names programs use."""

from __future__ import annotations

import io
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from PIL import Image as PilImage
from PIL import ImageOps, UnidentifiedImageError

from visprog.encoding import png
from visprog.errors import UsageError
from visprog.types import Image

MOST_PIXELS = 80_000_000
"""Larger pictures are refused by their header, before a pixel is decoded."""

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
"""What :func:`write` can write, by suffix."""

Picture: TypeAlias = "str | Path | Image | PilImage.Image | np.ndarray[Any, Any]"
"""Anything that :func:`read` takes."""

Pictures: TypeAlias = "Picture | Sequence[Picture] | Mapping[str, Picture]"
"""One picture, several in order, or several by the name that programs use."""


def read(source: Picture) -> Image:
    """A picture from a file, a PIL image or a ``(height, width, 3)`` or ``(height, width)`` array.

    EXIF orientation is applied and transparency is laid on white. Raises :class:`UsageError`, in
    one line, for a missing, corrupt or too large file and for anything that is not a picture.
    """
    if isinstance(source, Image):
        return source
    if isinstance(source, np.ndarray):
        return _from_array(source)
    if isinstance(source, PilImage.Image):
        return _from_pil(source, "the picture")
    path = Path(source)
    if path.is_dir():
        raise UsageError(f"{path} is a folder, not a picture")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", PilImage.DecompressionBombWarning)
            with PilImage.open(path) as opened:
                return _from_pil(opened, str(path))
    except FileNotFoundError:
        raise UsageError(f"no such picture: {path}") from None
    except UnidentifiedImageError:
        raise UsageError(
            f"{path} is not a picture that can be read (PNG, JPEG, WebP ...)"
        ) from None
    except (PilImage.DecompressionBombError, PilImage.DecompressionBombWarning):
        raise UsageError(_too_large(str(path))) from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise UsageError(f"{path} cannot be read as a picture: {error}") from None


def write(image: Image, path: Path) -> None:
    """Save as the suffix says (PNG, JPEG, WebP), whole or not at all.

    Raises :class:`UsageError` for another suffix and when the file cannot be written.
    """
    kind = FORMATS.get(path.suffix.lower())
    if kind is None:
        raise UsageError(f"{path} must end in {', '.join(FORMATS)} to be written as a picture")
    scratch = path.with_name(path.name + ".part")
    try:
        scratch.write_bytes(png(image) if kind == "PNG" else _encoded(image, kind))
        scratch.replace(path)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise UsageError(f"cannot write {path}: {error.strerror}") from None


def named(images: Pictures) -> dict[str, Image]:
    """Pictures by the names under which programs find them, read and checked.

    One is ``IMAGE``, two are ``LEFT`` and ``RIGHT``, and all are ``IMAGE1`` .. ``IMAGEn``; every
    name exists in lower case too. Raises :class:`UsageError`.
    """
    if isinstance(images, Mapping):
        by_name: dict[str, Image] = {}
        for name, source in images.items():
            if not name.isidentifier() or name.startswith("_"):
                raise UsageError(f"{name!r} cannot name a picture: use letters, digits and _")
            by_name[name] = read(source)
        if len(by_name) == 1:
            (only,) = by_name.values()
            by_name |= dict.fromkeys(names(1), only)
        return by_name
    sources: list[Any] = list(images) if isinstance(images, list | tuple) else [images]
    if not sources:
        raise UsageError("at least one picture is needed")
    found = [read(source) for source in sources]
    if len(found) == 1:
        return dict.fromkeys(names(1), found[0])
    return {name: image for i, image in enumerate(found) for name in _aliases(i, len(found))}


def _aliases(index: int, count: int) -> list[str]:
    upper = [f"IMAGE{index + 1}"]
    if count == 2:
        upper.insert(0, ("LEFT", "RIGHT")[index])
    return [*upper, *(name.lower() for name in upper)]


def names(count: int) -> tuple[str, ...]:
    """The names under which a program finds ``count`` pictures."""
    if count == 1:
        return ("IMAGE", "image")
    return tuple(name for index in range(count) for name in _aliases(index, count))


def distinct(by_name: Mapping[str, Image]) -> list[tuple[str, Image]]:
    """Each picture once, under its first name."""
    seen: dict[int, tuple[str, Image]] = {}
    for name, image in by_name.items():
        seen.setdefault(id(image), (name, image))
    return list(seen.values())


def _encoded(image: Image, kind: str) -> bytes:
    out = io.BytesIO()
    PilImage.fromarray(image.pixels).save(out, kind, quality=92)
    return out.getvalue()


def _from_pil(picture: PilImage.Image, name: str) -> Image:
    if picture.width * picture.height > MOST_PIXELS:
        raise UsageError(_too_large(f"{name} ({picture.width} x {picture.height})"))
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        rgba = upright.convert("RGBA")
        white = PilImage.new("RGBA", rgba.size, "white")
        upright = PilImage.alpha_composite(white, rgba)
    return Image(np.asarray(upright.convert("RGB")))


def _from_array(pixels: np.ndarray[Any, Any]) -> Image:
    if pixels.ndim == 2 and pixels.dtype == np.uint8:
        pixels = np.repeat(pixels[..., None], 3, axis=2)
    try:
        return Image(pixels)
    except ValueError as error:
        raise UsageError(str(error)) from None


def _too_large(name: str) -> str:
    return f"{name} has more than {MOST_PIXELS // 1_000_000} million pixels: make it smaller first"
