"""What is said of the steps: each in a row, and what a technician was promised."""

from typing import Any

from bench.field.steps import Step
from bench.report import Claim, at_most, publish

WANTED_SECONDS = 600.0
"""Ten minutes from a blank card to a selling terminal."""


def publish_steps(name: str, steps: list[Step]) -> int:
    """Print and write what the steps took; return 1 where a claim does not hold."""
    return publish(name, [_row(step) for step in steps], _claims(steps))


def _row(step: Step) -> dict[str, Any]:
    return {
        "step": step.name,
        "who": step.who,
        "seconds": round(step.seconds, 1),
        "scans": step.scans,
        "touches": step.touches,
        "typed": step.typed,
    }


def _claims(steps: list[Step]) -> list[Claim]:
    typed = sum(step.typed for step in steps)
    technician = sum(step.touches for step in steps if step.who == "technician")
    seconds = sum(step.seconds for step in steps)
    return [
        at_most("characters typed", typed, 0),
        at_most("touches by the technician", technician, 0),
        at_most("seconds of the machines in all", round(seconds, 1), WANTED_SECONDS),
    ]
