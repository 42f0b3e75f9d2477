"""What ``visprog tools check`` calls SHARPNESS with."""

from __future__ import annotations

from visprog_benchmarks.toolcheck import Case, Stage, Wrong


def _falls(found: list[float], stage: Stage) -> str:
    """The picture is sharper than the same picture with its boat blurred."""
    sharp, blurred = found
    if not sharp > blurred > 0:
        raise Wrong(f"{sharp:.0f} as it is, {blurred:.0f} with the boat blurred")
    return f"{sharp:.0f}, and {blurred:.0f} with the boat blurred"


CASES = (
    Case(
        "SHARPNESS",
        {"image": "image"},
        _falls,
        on="boat",
        answer="[CALL, SHARPNESS(image=BLUR(image=image, object=$boat))]",
    ),
)
