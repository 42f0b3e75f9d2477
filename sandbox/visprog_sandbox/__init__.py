"""Checks generated programs and runs them in a locked-down child process."""
