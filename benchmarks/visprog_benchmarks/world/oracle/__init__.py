"""Perfect tools: what every model of the world would say if none ever erred.

They answer from the scene graph for any picture that is a rendered scene or was cut from one; no
pixel is looked at. Put into a tool table with ``table.replaced(Oracle(...).tools())``. Every tool
that asks a model has one; the others are their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from visprog.types import Image
from visprog_benchmarks.world.oracle.finding import Finding
from visprog_benchmarks.world.oracle.knowing import Knowing
from visprog_benchmarks.world.oracle.known import Known
from visprog_benchmarks.world.oracle.measuring import Measuring
from visprog_benchmarks.world.oracle.painting import Painting
from visprog_benchmarks.world.oracle.saying import Saying
from visprog_benchmarks.world.oracle.telling import Telling
from visprog_benchmarks.world.render import render
from visprog_benchmarks.world.scene import Scene
from visprog_benchmarks.world.signs import SignedScene, render_signed

__all__ = ["Oracle", "picture"]


def picture(scene: Scene | SignedScene) -> Image:
    """The rendered scene as tools see it."""
    if isinstance(scene, SignedScene):
        return Image(render_signed(scene)[0])
    return Image(render(scene)[0])


class Oracle(Finding, Telling, Measuring, Saying, Painting, Knowing):
    """The tools' answers for a set of pictures whose scenes are known."""

    def __init__(self, known: Iterable[tuple[Image, Scene | SignedScene]]) -> None:
        self.known = Known(known)

    def tools(self) -> dict[str, Callable[..., Any]]:
        """By tool name, with the parameters of the tools that they stand in for."""
        return {
            "LOC": self.loc,
            "DETECT": self.detect,
            "SEG": self.seg,
            "POINT": self.point,
            "find": self.find,
            "exists": self.exists,
            "CLASSIFY": self.classify,
            "SELECT": self.select,
            "verify_property": self.verify_property,
            "best_text_match": self.best_text_match,
            "best_image_match": self.best_image_match,
            "DEPTH": self.depth,
            "compute_depth": self.compute_depth,
            "CROP_FRONTOF": self.crop_frontof,
            "CROP_BEHIND": self.crop_behind,
            "VQA": self.vqa,
            "simple_query": self.simple_query,
            "CAPTION": self.caption,
            "OCR": self.ocr,
            "FACEDET": self.facedet,
            "REPLACE": self.replace,
            "REMOVE": self.remove,
            "BACKGROUND": self.background,
            "LIST": self.list_facts,
            "LLM_QUERY": self.llm_query,
            "llm_query": self.vipergpt_llm_query,
            "ImagePatch.llm_query": self.patch_llm_query,
            "process_guesses": self.process_guesses,
        }
