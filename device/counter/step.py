"""What an event led to."""

from dataclasses import dataclass

from device.counter.cue import Cue
from device.counter.deed import CommitSale, Deed, Paper, Print
from device.counter.payment import Payment
from device.counter.sale import OpenSale
from device.counter.state import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What an event led to."""

    state: State
    cue: Cue | None = None
    deeds: tuple[Deed, ...] = ()
    """What must now be done, in this order."""

    @property
    def commit(self) -> OpenSale | None:
        """The sale that must be written, if any."""
        return next((deed.sale for deed in self.deeds if isinstance(deed, CommitSale)), None)

    @property
    def payment(self) -> Payment | None:
        """How the sale that must be written is paid."""
        return next((deed.payment for deed in self.deeds if isinstance(deed, CommitSale)), None)

    @property
    def reprint(self) -> bool:
        """Whether the newest receipt is wanted once more."""
        return Print(Paper.RECEIPT_COPY) in self.deeds
