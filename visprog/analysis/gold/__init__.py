"""Gold for a user's own data: annotated pictures (COCO, GQA) and corrections made by hand.

What is annotated becomes oracles for the tools that look: they answer from the annotations on
whatever inputs a step really got, a wrong crop included. A correction made by hand is only a value.
"""

from visprog.analysis.gold.annotated import Annotated, NoGold, Thing
from visprog.analysis.gold.by_hand import Corrections, corrections
from visprog.analysis.gold.coco import coco
from visprog.analysis.gold.gqa import gqa
from visprog.analysis.gold.oracles import Oracles
from visprog.analysis.gold.relations import Relations

__all__ = [
    "Annotated",
    "Corrections",
    "NoGold",
    "Oracles",
    "Relations",
    "Thing",
    "coco",
    "corrections",
    "gqa",
]
