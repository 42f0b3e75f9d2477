"""Gold for a user's own data: annotated pictures (COCO, GQA) and corrections made by hand.

What is annotated becomes oracles for the tools that look: they answer from the annotations on
whatever inputs a step really got, a wrong crop included. A correction made by hand is only a value.
"""

from visprog.analysis.gold.annotated import Annotated, NoGold, Oracles, Thing
from visprog.analysis.gold.by_hand import Corrections, corrections
from visprog.analysis.gold.coco import coco
from visprog.analysis.gold.gqa import gqa

__all__ = [
    "Annotated",
    "Corrections",
    "NoGold",
    "Oracles",
    "Thing",
    "coco",
    "corrections",
    "gqa",
]
