"""Tools, model adapters and packs that visual programs call."""
