"""Steps: what is to be so, whether it is so already, and how to make it so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from words import _

Say = Callable[[str], None]


class Step(Protocol):
    """One thing that a server must have."""

    @property
    def said(self) -> str:
        """What will be so, in a few words."""
        ...

    def check(self) -> bool:
        """Whether it is so already."""
        ...

    def apply(self) -> None:
        """Make it so; raise `ProvisioningError`."""
        ...


@dataclass(frozen=True, slots=True)
class Count:
    """How many steps there were, and how many of them had something to do."""

    steps: int
    done: int


def carry_out(steps: Iterable[Step], say: Say, *, only_look: bool = False) -> Count:
    """Go through steps in order, telling of each; raise `ProvisioningError` at the first fault.

    A step is looked at when its turn has come: what it needs, an earlier one may have made.
    """
    looked = done = 0
    for step in steps:
        looked += 1
        if step.check():
            say(_("  đã có  {step}").format(step=step.said))
            continue
        done += 1
        if only_look:
            say(_("  sẽ làm {step}").format(step=step.said))
            continue
        say(_("  làm    {step}").format(step=step.said))
        step.apply()
    return Count(looked, done)
