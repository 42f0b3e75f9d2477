"""Pictures from files and from other libraries' types, and back to files."""

from __future__ import annotations

import warnings
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

Picture: TypeAlias = "str | Path | Image | PilImage.Image | np.ndarray[Any, Any]"
"""Anything that :func:`read` takes."""


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
    """Save as PNG, whole or not at all. Raises :class:`UsageError` when it cannot be written."""
    scratch = path.with_name(path.name + ".part")
    try:
        scratch.write_bytes(png(image))
        scratch.replace(path)
    except OSError as error:
        scratch.unlink(missing_ok=True)
        raise UsageError(f"cannot write {path}: {error.strerror}") from None


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
