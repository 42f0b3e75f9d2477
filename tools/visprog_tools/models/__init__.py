"""Model adapters: one file per family of checkpoints, all loaded with ``from_pretrained``.

``FAMILIES`` is what the entry point ``visprog.models`` offers.
"""

from __future__ import annotations

from visprog.model import Model
from visprog_tools.models.blip import Blip, BlipCaption
from visprog_tools.models.cascade import Cascade
from visprog_tools.models.clip import Clip
from visprog_tools.models.depth_anything import DepthAnything
from visprog_tools.models.endpoint import Endpoint
from visprog_tools.models.got_ocr import GotOcr
from visprog_tools.models.grabcut import GrabCut
from visprog_tools.models.grounding_dino import GroundingDino
from visprog_tools.models.groundingdino_py import GroundingDinoPy
from visprog_tools.models.image_text import ImageText
from visprog_tools.models.inpaint_diffusers import InpaintDiffusers
from visprog_tools.models.inpaint_textures import InpaintTextures
from visprog_tools.models.molmo2 import Molmo2
from visprog_tools.models.open_clip import OpenClip
from visprog_tools.models.owlv2 import Owlv2
from visprog_tools.models.pp_ocr import PpOcr
from visprog_tools.models.sam2 import Sam2
from visprog_tools.models.sam2_predictor import Sam2Predictor
from visprog_tools.models.sam3 import Sam3, Sam3Tracker
from visprog_tools.models.vilt import Vilt
from visprog_tools.models.yunet import YuNet

FAMILIES: tuple[type[Model], ...] = (
    Owlv2,
    GroundingDino,
    GroundingDinoPy,
    Sam2,
    Sam2Predictor,
    Sam3,
    Sam3Tracker,
    GrabCut,
    Molmo2,
    Clip,
    OpenClip,
    Blip,
    BlipCaption,
    Vilt,
    ImageText,
    DepthAnything,
    GotOcr,
    PpOcr,
    Cascade,
    YuNet,
    InpaintTextures,
    InpaintDiffusers,
    Endpoint,
)
