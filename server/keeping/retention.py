"""How long each kind of data stays, by what law, and what is deleted when it is due."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.store.database import rows, run, to_text

YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A kind of data and how long it stays. `table` empty: nothing is deleted by this program."""

    name: str
    table: str = ""
    moment: str = ""
    """Column with the moment from which the time counts."""
    when: str = ""
    """What else must hold of a row, in SQL."""
    stays: timedelta | None = None
    """None: for good."""
    basis: str
    """Where the time comes from (the law, or this product's decision)."""


KINDS: tuple[Kept, ...] = (
    Kept(
        name="entries",
        basis="LD Đ42 k2 m, GPP II.4 d: expiry of the batch + 1 year; TT18 Đ15 k3 for controlled"
        " drugs, whose years nobody has fixed: 20. Decision: entries hold no patient and stay.",
    ),
    Kept(
        name="sealed patient data", table="sealed", moment="stored_at", stays=20 * YEAR,
        basis="CTL-13 (TT18 Đ15 k3 with TT33: no line fits; decision: 20 years)",
    ),
    Kept(
        name="prescriptions that were fetched", table="prescription", moment="loaded_at",
        stays=timedelta(days=120),
        basis="L91 Đ3 (no longer than the purpose needs): the longest prescription runs 90 days"
        " (TT26 annex VII); decision: 30 days more",
    ),
    Kept(
        name="log of who saw what", table="audit", moment="at", stays=5 * YEAR,
        basis="NĐ333 Đ16 k6, Đ20 k3: at least 12 months; access to patient data 5 years (decision)",
    ),
    Kept(
        name="sessions that are over", table="websession", moment="seen_at",
        stays=timedelta(days=90), basis="decision; the log of sign-ins is kept apart",
    ),
    Kept(
        name="hourly health of terminals", table="statushour", moment="hour",
        stays=timedelta(days=30), basis="decision: no person in it",
    ),
    Kept(
        name="failed tries to sign in", table="failedtry", moment="at",
        stays=timedelta(days=90), basis="decision; the log keeps what matters of them",
    ),
    Kept(
        name="answers to commands", table="fleetcommand", moment="valid_until",
        stays=timedelta(days=30), basis="decision: logs of a terminal",
    ),
    Kept(
        name="alarms that are closed", table="alarm", moment="closed_at",
        when="closed_at IS NOT NULL", stays=5 * YEAR,
        basis="as long as what they tell of can be asked about (decision)",
    ),
    Kept(
        name="messages that were read", table="message", moment="read_at",
        when="read_at IS NOT NULL", stays=YEAR, basis="decision",
    ),
)  # fmt: skip


def due(kind: Kept, now: datetime) -> int:
    """Return how many rows of a kind have stayed long enough."""
    if kind.stays is None:
        return 0
    return int(rows(f"SELECT count(*) {_of(kind)}", (to_text(now - kind.stays),))[0][0])


def delete(kind: Kept, now: datetime) -> int:
    """Delete what is due; return how many rows. Deleted is deleted, not hidden (PDP-03)."""
    count = due(kind, now)
    if count and kind.stays is not None:
        run(f"DELETE {_of(kind)}", (to_text(now - kind.stays),))
    return count


def _of(kind: Kept) -> str:
    more = f" AND {kind.when}" if kind.when else ""
    return f"FROM {kind.table} WHERE {kind.moment} < ?{more}"
