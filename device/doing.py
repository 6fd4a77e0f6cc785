"""Carrying out what the counter wants done, one deed after the other."""

import logging
from collections.abc import Callable

from device.backroom import Backroom
from device.counter.deed import (
    AskPrescription,
    CheckPin,
    CommitSale,
    CutSeen,
    Deed,
    OpenDrawer,
    Print,
    Record,
    SwitchOff,
    WriteDiagnosis,
)
from device.counter.event import Event, NotAllowed, NotSaved, Prescribed, Recorded, Saved
from device.counter.payment import Cash
from device.counter.savefault import SaveFault
from device.counter.shop import Person
from device.household import Household
from device.ledger.errors import DamagedError, DiskFullError, LedgerError, RefusedError
from device.ledger.posting import Committed
from device.surroundings import Surroundings
from wire.entry import read_head

log = logging.getLogger(__name__)


class Doer:
    """Does what has an effect outside the counter's state."""

    def __init__(self, around: Surroundings, house: Household, *, staff: str) -> None:
        """`staff`: whose badge stands on entries while nobody is signed in."""
        self._around, self._house, self._staff = around, house, staff
        self._is_doubtful = False
        self.person: Person | None = None

    @property
    def badge(self) -> str:
        """Whose badge stands on the next entry."""
        return self.person.badge if self.person else self._staff

    def do(self, deed: Deed, back: Backroom) -> Event | None:
        """Do a deed; return what the counter is told at once, if anything."""
        match deed:
            case CommitSale():
                return self._commit(deed, back)
            case Record(note=note):
                return self._written(lambda: back.ledger.record_note(note, staff=self.badge), back)
            case AskPrescription(code=code):
                # In training nothing leaves, not even a question.
                is_asked = not back.is_training and self._around.province.ask(code)
                return None if is_asked else Prescribed(code, None)
            case _:
                self._do_more(deed, back)
        return None

    def _do_more(self, deed: Deed, back: Backroom) -> None:
        match deed:
            case Print():
                self._print(deed, back)
            case OpenDrawer():
                self._open_drawer(back)
            case CheckPin(badge=badge, pin=pin):
                self._around.pins.ask(badge, pin)
            case CutSeen():
                self._around.power.seen()
            case WriteDiagnosis():
                self._around.diagnosis.write()
            case SwitchOff():
                self._around.switch.off()

    def _commit(self, deed: CommitSale, back: Backroom) -> Event:
        def write() -> Committed:
            committed = back.ledger.commit_sale(
                deed.sale,
                staff=self.badge,
                payment=deed.payment,
                in_charge=self._in_charge(),
                parameters=self._house.parameters,
            )
            back.orders.sold(deed.sale, committed)
            return committed

        outcome = self._written(write, back)
        if isinstance(outcome, Recorded):
            if isinstance(deed.payment, Cash):
                self._open_drawer(back)
            return Saved(number=outcome.number, at=outcome.at)
        return outcome if isinstance(outcome, NotSaved) else NotSaved(SaveFault.DAMAGED)

    def _written(self, write: Callable[[], Committed], back: Backroom) -> Event:
        """Write; say under which number, or why it could not be written."""
        before = _newest(back)
        try:
            if self._is_doubtful:
                back.ledger.mend()
                self._is_doubtful = False
            committed = write()
        except RefusedError as error:
            log.warning("the ledger refused what it contradicts: %s", type(error).__name__)
            return NotAllowed(type(error).__name__)
        except DiskFullError:
            log.exception("the disk is full: nothing was written")
            return NotSaved(SaveFault.DISK_FULL)
        except LedgerError as error:
            log.exception("the ledger cannot be written")
            # Where mending failed, the next attempt tries it again.
            self._is_doubtful = self._is_doubtful or isinstance(error, DamagedError)
            return NotSaved(SaveFault.DAMAGED)
        # Whatever failed, a screen that waits must be answered; what stands, the ledger knows.
        except Exception:
            log.exception("something failed that nobody expected, while something was written")
            return _by_the_ledger(back, before)
        back.room.ring()
        return Recorded(number=committed.number, at=committed.at)

    def _in_charge(self) -> str | None:
        """Return who is in charge, where that is known and somebody else (GPP-03)."""
        people = [person.badge for person in self._house.shop.people if person.in_charge]
        return next(iter(people), None) if self.badge not in people else None

    def _open_drawer(self, back: Backroom) -> None:
        if not back.is_training:
            self._around.drawer.open()

    def _print(self, deed: Print, back: Backroom) -> None:
        try:
            back.orders.order(deed, badge=self.badge)
        except LedgerError:
            log.exception("the ledger did not take the order for a paper")


def _newest(back: Backroom) -> str | None:
    """Return the newest entry's hash; None where the ledger does not say."""
    try:
        newest = back.ledger.last()
    except LedgerError:
        return None
    return newest.sha256 if newest else ""


def _by_the_ledger(back: Backroom, before: str | None) -> Event:
    """Say whether something was written, by what the ledger holds now.

    Raises `LedgerError` where it does not say: then nobody here knows.
    """
    now = back.ledger.last()
    if before is None:
        raise LedgerError("nobody knows whether it was written")
    if now is None or now.sha256 == before:
        return NotSaved(SaveFault.DAMAGED)
    return Recorded(number=now.seq, at=read_head(now.body).at)
