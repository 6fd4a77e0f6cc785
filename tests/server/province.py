"""A province with its desk, and outlets that sell, send and report."""

from dataclasses import replace
from datetime import datetime, timedelta

from server.store import alarms
from server.store.database import reading, writing
from server.store.reconcile import Outcome, reconcile
from server.store.reports import report_marks
from server.store.terminals import register
from tests.server.desk import Desk
from tests.server.outlet import NOW, Outlet
from wire.entry import encode
from wire.kinds import EpochBegun
from wire.status import EpochMark, Status

LATER = timedelta(days=2)


class Province:
    """A province with its desk, and outlets that report."""

    def __init__(self) -> None:
        self.desk = Desk()

    def outlet(self, name: str = "Q33-0001", *, sold: int = 0) -> Outlet:
        outlet = Outlet(id=name)
        with writing():
            register(outlet.registration)
        outlet.sell(sold)
        return outlet

    def store(self, outlet: Outlet, *seqs: int) -> None:
        """Receive these entries of the outlet's ledger, all of them by default."""
        self.desk.receive_batch(outlet, [outlet.bodies[n - 1] for n in seqs] or outlet.bodies)

    def compare(self, *, at: timedelta = LATER) -> Outcome:
        return reconcile(_now() + at)

    def found(self, *, at: timedelta = LATER) -> list[tuple[str, str, str]]:
        """Compare, and return what is open: kind, terminal, subject."""
        self.compare(at=at)
        with reading():
            return sorted(
                (str(a.kind), a.terminal, a.subject)
                for a in alarms.list_alarms(open_only=True)
                if a.kind in {"gap", "silent-loss", "head", "clone", "restored", "damaged", "clock"}
            )


def _now() -> datetime:
    """Ingest stamps what it stores with the computer's own time."""
    return datetime.now(NOW.tzinfo)


def mark(outlet: Outlet, last: int | None = None, *, unsent: int = 0) -> EpochMark:
    last = len(outlet.bodies) if last is None else last
    head = outlet.hashes[last - 1] if last else Outlet(id=outlet.id, epoch=outlet.epoch).head
    return EpochMark(epoch=outlet.epoch, last_seq=last, head=head, unsent=unsent)


def report(
    outlet: Outlet,
    *marks: EpochMark,
    ahead: timedelta = timedelta(0),
    said: timedelta = timedelta(0),
) -> None:
    """Take in what an outlet says of its epochs, `said` from now by the server's clock."""
    now = _now() + said
    with writing():
        report_marks(
            Status(
                terminal=outlet.id,
                epoch=outlet.epoch,
                at=now + ahead,
                last_seq=len(outlet.bodies),
                unsent=0,
                software="0.1.0",
                marks=marks or (mark(outlet),),
            ),
            now,
        )


def begun(outlet: Outlet, old: Outlet, because: str, **facts: object) -> Outlet:
    """Return the outlet's ledger after `old`, with its first entry."""
    new = Outlet(id=outlet.id, key=outlet.key)
    first = EpochBegun(
        terminal=new.id,
        epoch=new.epoch,
        seq=1,
        prev=new.head,
        at=NOW,
        because=because,  # type: ignore[arg-type]
        previous=old.epoch,
        **facts,  # type: ignore[arg-type]
    )
    new.bodies.append(encode(first))
    return new


def forked(outlet: Outlet, at: int, *, sold: int) -> Outlet:
    """Return a copy of a ledger as it was at a number, that has gone on by itself."""
    copy = replace(outlet, bodies=outlet.bodies[:at])
    copy.sell(sold, at=NOW + timedelta(hours=5))
    return copy
