"""Draw one recorded run as a picture: what was found, the program, and the graph of its steps.

visprog ask examples/boat.png "Are there exactly 3 people in the boat?" --trace-dir runs
python docs/draw_run.py runs/<id> docs/run.png
"""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from visprog.graph import ANSWER
from visprog.trace import Run, Step, read
from visprog.types import Regions

COLOURS = ("#c2410c", "#1d4ed8", "#15803d", "#7e22ce", "#0e7490", "#a16207")
INK, FAINT, PAPER = "#1f2937", "#94a3b8", "#ffffff"
NODE_WIDTH, NODE_HEIGHT, GAP, MARGIN = 172, 74, 34, 24


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def colour(step: Step) -> str:
    return COLOURS[(int(step.id.removeprefix("s")) - 1) % len(COLOURS)]


def draw_picture(run: Run) -> Image.Image:
    """The first picture with the boxes of every step that found regions."""
    picture = Image.fromarray(run.images[0][1].load().pixels).convert("RGB")
    pen = ImageDraw.Draw(picture)
    for step in run.steps:
        value = step.load()
        for region in value if isinstance(value, Regions) else ():
            box = region.root_box
            pen.rectangle(box.xyxy, outline=colour(step), width=4)
            label = f"{step.id} {region.label} {region.score:.2f}"
            left, top, right, bottom = pen.textbbox((box.left, box.top - 20), label, font=font(16))
            pen.rectangle((left - 3, top - 3, right + 3, bottom + 3), fill=colour(step))
            pen.text((box.left, box.top - 20), label, font=font(16), fill=PAPER)
    return picture


def draw_program(run: Run, width: int, height: int) -> Image.Image:
    """Question, program and answer; each line in the colour of its step."""
    sheet = Image.new("RGB", (width, height), PAPER)
    pen = ImageDraw.Draw(sheet)
    by_line = {step.line: step for step in run.steps}
    pen.text((0, 8), run.question or "", font=font(22), fill=INK)
    y = 64
    for number, line in enumerate((run.program or "").splitlines(), 1):
        pen.text(
            (0, y), line, font=font(17), fill=colour(by_line[number]) if number in by_line else INK
        )
        y += 34
    pen.text(
        (0, y + 22),
        f"answer: {'yes' if run.answer is True else run.answer}",
        font=font(26),
        fill=INK,
    )
    return sheet


def draw_graph(run: Run, width: int) -> Image.Image:
    """The executed steps from left to right, with the arguments on the edges."""
    sheet = Image.new("RGB", (width, NODE_HEIGHT + 110), PAPER)
    pen = ImageDraw.Draw(sheet)
    names = [*(step.id for step in run.steps), ANSWER]
    step_width = min(NODE_WIDTH + GAP, (width - 20) // len(names))
    place = {name: 10 + index * step_width for index, name in enumerate(names)}
    for edge in run.graph().edges():
        if edge.source not in place or edge.target not in place:
            continue
        start = place[edge.source] + step_width - GAP
        end = place[edge.target]
        y = 34 + NODE_HEIGHT / 2
        far = names.index(edge.target) - names.index(edge.source) > 1
        if far:
            low = 34 + NODE_HEIGHT + 26
            pen.line(
                [(start - 30, 34 + NODE_HEIGHT), (start - 30, low), (end + 20, low)],
                fill=FAINT,
                width=2,
            )
            pen.line([(end + 20, low), (end + 20, 34 + NODE_HEIGHT)], fill=FAINT, width=2)
        else:
            pen.line([(start, y), (end, y)], fill=INK, width=2)
            pen.polygon([(end, y), (end - 8, y - 5), (end - 8, y + 5)], fill=INK)
            pen.text((start + 1, y - 22), edge.label, font=font(13), fill=INK)
    for step in run.steps:
        x = place[step.id]
        pen.rounded_rectangle(
            (x, 34, x + step_width - GAP, 34 + NODE_HEIGHT),
            8,
            fill=PAPER,
            outline=colour(step),
            width=3,
        )
        pen.text((x + 10, 42), f"{step.id}  {step.tool}", font=font(16), fill=colour(step))
        pen.text((x + 10, 64), (step.value or "")[:19], font=font(13), fill=INK)
        pen.text((x + 10, 84), f"{step.ms:.0f} ms", font=font(13), fill=FAINT)
    x = place[ANSWER]
    pen.text((x + 8, 34 + NODE_HEIGHT / 2 - 12), ANSWER, font=font(18), fill=INK)
    return sheet


def main(trace: str, out: str) -> None:
    run = read(Path(trace))
    picture = draw_picture(run)
    program = draw_program(run, 620, picture.height)
    width = picture.width + program.width + 3 * MARGIN
    graph = draw_graph(run, width - 2 * MARGIN)
    sheet = Image.new("RGB", (width, picture.height + graph.height + 3 * MARGIN), PAPER)
    sheet.paste(picture, (MARGIN, MARGIN))
    sheet.paste(program, (picture.width + 2 * MARGIN, MARGIN))
    sheet.paste(graph, (MARGIN, picture.height + 2 * MARGIN))
    sheet.save(out, optimize=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
