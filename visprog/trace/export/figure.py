"""A picture with what was found on it, as SVG over a picture that the page holds once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from visprog.trace.export.markup import Markup, join, tag
from visprog.trace.export.pictures import colour, embedded, overlay
from visprog.types import Box, Image, Mask

LARGEST = 400.0
"""Pixels on the page of a picture's longer side."""


class Gallery:
    """The pictures of a page, each held once."""

    def __init__(self) -> None:
        self._held: dict[str, Image] = {}

    def use(self, image: Image) -> Markup:
        """The picture, in its own pixels."""
        name = f"p-{image.digest[:16]}"
        self._held.setdefault(name, image)
        return tag("use", href=f"#{name}")

    def store(self) -> Markup:
        """The pictures themselves; once, anywhere in the page."""
        held = [
            tag(
                "image", id=name, href=embedded(image), width=image.width, height=image.height,
                preserveAspectRatio="none",
            )
            for name, image in self._held.items()
        ]  # fmt: skip
        return tag("svg", tag("defs", *held), width=0, height=0, class_="store", aria_hidden="true")


@dataclass(frozen=True, slots=True)
class Drawn:
    """A box to draw, in the picture's own pixels."""

    box: Box
    label: str = ""
    title: str = ""
    number: int = 0
    """Chooses the colour."""
    counted: bool = True
    """Otherwise it is dashed and grey: below a threshold, or suppressed."""


def figure(
    gallery: Gallery,
    image: Image,
    caption: str,
    *,
    boxes: Sequence[Drawn] = (),
    masks: Sequence[Mask] = (),
    window: Box | None = None,
    described: str = "",
    largest: float = LARGEST,
) -> Markup:
    """A picture with boxes, masks and the outline of what was cut from it."""
    longer = max(image.width, image.height)
    scale = min(1.5, largest / longer)
    small = longer < largest / 3
    if small:
        scale = min(6.0, largest / 2 / longer)
    unit = 1 / scale
    layers: list[Markup] = [gallery.use(image)]
    if masks:
        layers.append(
            tag(
                "image", href=overlay(masks, (image.width, image.height)), width=image.width,
                height=image.height, preserveAspectRatio="none", class_="masks",
            )
        )  # fmt: skip
    if window is not None:
        layers.append(_window(image, window))
    layers += [_box(drawn, unit, image) for drawn in sorted(boxes, key=lambda d: d.counted)]
    drawing = tag(
        "svg",
        tag("title", described or caption),
        *layers,
        viewBox=f"0 0 {image.width} {image.height}",
        width=round(image.width * scale),
        height=round(image.height * scale),
        role="img",
        class_="small" if small else None,
    )
    return tag("figure", drawing, tag("figcaption", caption))


def plain_picture(address: str, caption: str, width: int, height: int) -> Markup:
    """A picture that is shown in one place only."""
    scale = min(1.0, LARGEST / max(width, height))
    shown = tag(
        "img", src=address, alt=caption, width=round(width * scale), height=round(height * scale)
    )
    return tag("figure", shown, tag("figcaption", caption))


def _window(image: Image, window: Box) -> Markup:
    """Everything but the window in shade."""
    inside = window.clipped(image.width, image.height)
    left, top, right, bottom = inside.xyxy
    hole = f"M{left:.1f} {top:.1f}H{right:.1f}V{bottom:.1f}H{left:.1f}z"
    shade = tag(
        "path", d=f"M0 0H{image.width}V{image.height}H0z{hole}", fill_rule="evenodd", class_="shade"
    )
    rim = tag("path", d=hole, class_="window", fill="none", vector_effect="non-scaling-stroke")
    return join(shade, rim)


def _box(drawn: Drawn, unit: float, image: Image) -> Markup:
    box = drawn.box.clipped(image.width, image.height)
    ink = colour(drawn.number) if drawn.counted else None
    rim = tag(
        "rect", x=box.left, y=box.top, width=max(box.width, unit), height=max(box.height, unit),
        fill="none", stroke=ink, class_="box" if drawn.counted else "box other",
        vector_effect="non-scaling-stroke",
    )  # fmt: skip
    parts = [tag("title", drawn.title or drawn.label), rim]
    if drawn.label and drawn.counted:
        size = 12 * unit
        label = drawn.label
        if (len(label) * 0.58 + 0.9) * size > max(box.width, 30 * unit) * 1.25:
            label = label.split(" ")[0]  # the number alone, which the table explains
        wide = (len(label) * 0.58 + 0.9) * size
        x = min(max(box.left, 0.0), max(0.0, image.width - wide))
        y = box.top - 1.5 * size if box.top > 1.5 * size else box.top
        parts.append(tag("rect", x=x, y=y, width=wide, height=1.5 * size, fill=ink, class_="tab"))
        parts.append(tag("text", label, x=x + 0.45 * size, y=y + 1.1 * size, font_size=size))
    return tag("g", *parts, class_="found")
