"""How fast: what the models cost, and how near to that the engine comes."""
