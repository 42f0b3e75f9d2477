"""Vision tools, model adapters and packs."""
