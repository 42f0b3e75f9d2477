"""Model adapters: one file per family of checkpoints, all loaded with ``from_pretrained``.

``FAMILIES`` is what the entry point ``visprog.models`` offers.
"""

from __future__ import annotations

from visprog.model import Model
from visprog_tools.models.blip import Blip
from visprog_tools.models.clip import Clip
from visprog_tools.models.depth_anything import DepthAnything
from visprog_tools.models.grounding_dino import GroundingDino
from visprog_tools.models.owlv2 import Owlv2

FAMILIES: tuple[type[Model], ...] = (Owlv2, GroundingDino, Clip, Blip, DepthAnything)
