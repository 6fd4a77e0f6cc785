"""What the till shows to the customer: a small file in memory (/run), worth nothing after a sale.

The customer's display is a program of its own. There is no field here for a person, a prescription
or an illness, so none can get onto the glass that faces the shop.
"""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from device.counter.open_sale import open_sale
from device.counter.sale import OpenSale
from device.counter.shop import Account
from device.counter.state import Paid, Saving, State, Transfer
from device.run_folder import read_note, write_note

log = logging.getLogger(__name__)

STALE_SECONDS = 10.0
"""A display that has not said anything for so long counts as gone."""
BEAT_SECONDS = 3.0
_NAME = "customer.json"
_BEAT_NAME = "customer-display.json"


class CustomerLine(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the open sale."""

    name: str
    """Of the drug."""
    quantity: int
    unit: str
    """Such as "hộp"; the display has its word in the language in use."""
    amount_vnd: int


class CustomerView(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What there is to show to the customer."""

    kind: Literal["idle", "sale", "transfer", "thanks"] = "idle"
    lines: tuple[CustomerLine, ...] = ()
    """In the order of scanning; the newest is last."""
    total_vnd: int = 0
    vietqr: str = ""
    """Text of the code to transfer by."""
    bank: str = ""
    account: str = ""
    holder: str = ""
    """Of the outlet's own account, as the bank writes it."""
    is_training: bool = False


def customer_view(
    state: State, *, account: Account | None = None, is_training: bool = False
) -> CustomerView:
    """Return what a customer may see of a state: lines and sums, never whom they are for."""
    match state:
        case Transfer():
            return _transfer(state, account, is_training=is_training)
        case Paid():
            return CustomerView(kind="thanks", total_vnd=state.total_vnd, is_training=is_training)
    sale = state.sale if isinstance(state, Saving) else open_sale(state)
    if not sale.lines:
        return CustomerView(is_training=is_training)
    return CustomerView(
        kind="sale",
        lines=_lines(sale),
        total_vnd=sale.total_vnd,
        is_training=is_training,
    )


def _transfer(state: Transfer, account: Account | None, *, is_training: bool) -> CustomerView:
    return CustomerView(
        kind="transfer",
        total_vnd=state.amount_vnd,
        vietqr=state.text,
        bank=account.bank_name if account else "",
        account=account.number if account else "",
        holder=account.holder if account else "",
        is_training=is_training,
    )


def _lines(sale: OpenSale) -> tuple[CustomerLine, ...]:
    return tuple(
        CustomerLine(
            name=line.drug.name,
            quantity=line.quantity,
            unit=line.offer.unit,
            amount_vnd=line.amount_vnd,
        )
        for line in sale.lines
    )


class CustomerBoard:
    """Shows views to the customer, as far as anybody looks. Cheap to call often, never raises."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._shown: CustomerView | None = None

    def publish(self, view: CustomerView) -> None:
        """Show a view; where that fails, the customer sees the one before, and selling goes on."""
        if view == self._shown:
            return
        try:
            write_note(self._folder, _NAME, view)
        except OSError as error:
            log.warning("the run folder does not take the customer's view: %s", error)
            return
        self._shown = view


def read_customer_view(folder: Path) -> CustomerView:
    """Return what is to be shown; nothing of a sale where the note makes no sense."""
    return read_note(folder, _NAME, CustomerView) or CustomerView()


def customer_view_stamp(folder: Path) -> tuple[int, int] | None:
    """Return what changes whenever the view does; None where there is none. Cheap."""
    try:
        found = (folder / _NAME).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino


class DisplayBeat(msgspec.Struct, frozen=True, kw_only=True):
    """The display's word that it is lit."""

    beat: float
    """`time.monotonic()` when it was written."""


def write_display_beat(folder: Path, monotonic: Callable[[], float] = time.monotonic) -> None:
    """Say that the display is lit; raise `OSError`."""
    write_note(folder, _BEAT_NAME, DisplayBeat(beat=monotonic()))


def read_display(
    folder: Path, monotonic: Callable[[], float] = time.monotonic
) -> Literal["on", "gone", "none"]:
    """Return how the customer's display is; "none" where there was none since the start."""
    said = read_note(folder, _BEAT_NAME, DisplayBeat)
    if said is None:
        return "none"
    return "on" if 0 <= monotonic() - said.beat < STALE_SECONDS else "gone"
