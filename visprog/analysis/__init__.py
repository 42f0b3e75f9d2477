"""What recorded runs have to say: which step is to blame, and how reliable tools and answers are.

Two interventions are kept apart throughout. Correcting a step's *value* shows where an answer is
**repairable**; replacing a step's *mechanism* by an oracle on the inputs that it really got shows
**blame**. One error in the first of three steps is repairable at all three, and only the first is
to blame.
"""
