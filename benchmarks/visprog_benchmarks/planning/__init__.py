"""What checking, repair and voting are worth, on a planner whose mistakes are known."""
