"""The runtime for visual programs."""
