"""Fuzzing by coverage, with atheris: ``python -m tests.fuzz TARGET -runs=99999``."""
