"""Views of every screen of a first start, as the gallery shows them. All is invented."""

from datetime import UTC, datetime, timedelta

from device.enrolment import states
from device.enrolment.book import BookPapers
from device.enrolment.errors import DoorFault
from device.enrolment.states import Note, State
from device.ui.first_start.view import FirstView
from device.ui.view import ScannerTrouble
from hardware.errors import PrinterFault
from wire.enrolment import RefusalReason

NOW = datetime(2026, 11, 22, 3, 42, tzinfo=UTC)
"""10:42 at the counter."""
PAPERS = BookPapers(
    card="QUAY:K/0000000000MAU000000000000", recovery="22222K-33333Q-44444W-55555B-66666H"
)
HOST = "may-chu.so-y-te-tinh-mau.example"
_REFUSALS: tuple[RefusalReason, ...] = (
    "unknown-code", "used-code", "expired-code", "stolen-code", "other-terminal",
    "unsound-request", "revoked", "too-many", "not-now", "too-old",
)  # fmt: skip


def first_views() -> dict[str, FirstView]:
    """Return every screen by the name of its picture."""
    found = {name: FirstView(state=state, now=NOW) for name, state in _states().items()}
    missing = FirstView(state=states.ScanLabel(), now=NOW, scanner=ScannerTrouble.MISSING)
    return {**found, "first-start-no-scanner": missing}


def _states() -> dict[str, State]:
    scanning: dict[str, State] = {
        "first-start": states.ScanLabel(),
        **{f"first-start-{_name(note)}": states.ScanLabel(note) for note in Note},
        "first-start-asking": states.Asking(),
        **{f"first-start-{_name(fault)}": states.NoAnswer(fault, HOST) for fault in DoorFault},
        "first-start-no-network-wifi": states.NoAnswer(DoorFault.NO_NETWORK, HOST, Note.WIFI_TOLD),
        **{f"first-start-{reason}": _refused(reason) for reason in _REFUSALS},
        "first-start-unsound-answer": states.Refused("unsound-answer"),
        "first-start-refused-other-code": states.Refused("used-code", NOW, Note.OTHER_CODE),
    }
    return {**scanning, **_old_terminal(), **_keeper()}


def _refused(reason: RefusalReason) -> State:
    at = (
        NOW - timedelta(days=3)
        if reason in {"used-code", "expired-code", "other-terminal"}
        else None
    )
    return states.Refused(reason, at)


def _old_terminal() -> dict[str, State]:
    then = NOW - timedelta(hours=19)
    return {
        "first-start-old-card": states.FindOldCard(),
        "first-start-old-card-unreadable": states.FindOldCard("unreadable"),
        "first-start-old-card-other": states.FindOldCard("other-terminal"),
        "first-start-old-card-earlier": states.FindOldCard("earlier"),
        "first-start-old-card-reading": states.ReadingOldCard(),
        "first-start-old-card-read": states.OldCardRead(12, then),
        "first-start-old-card-read-all-sent": states.OldCardRead(0, then),
        "first-start-no-old-card": states.NoOldCard(then, 1_240),
        "first-start-moving": states.Moving(),
    }


def _keeper() -> dict[str, State]:
    return {
        "first-start-keeper": states.CallKeeper(("DS. Nguyễn Thị Hương",)),
        "first-start-keeper-other": states.CallKeeper(
            ("DS. Nguyễn Thị Hương", "DS. Trần Văn Tuấn"), is_other=True
        ),
        "first-start-pin": states.SetPin("DS. Nguyễn Thị Hương", "48"),
        "first-start-pin-again": states.SetPin("DS. Nguyễn Thị Hương", "", "482915"),
        "first-start-pin-differs": states.SetPin("DS. Nguyễn Thị Hương", differs=True),
        "first-start-making-book": states.MakingBook(),
        "first-start-printing": states.KeepPapers(PAPERS),
        "first-start-papers": states.KeepPapers(PAPERS, is_printing=False),
        "first-start-papers-not-printed": states.KeepPapers(
            PAPERS, PrinterFault.NOT_CONNECTED, is_printing=False
        ),
        "first-start-papers-shown": states.KeepPapers(
            PAPERS, PrinterFault.NOT_CONNECTED, is_printing=False, shows_codes=True
        ),
        "first-start-installing": states.Installing(),
        "first-start-cannot-write": states.CannotWrite(),
        "first-start-cannot-write-code-used": states.CannotWrite(is_code_used=True),
        "first-start-done": states.Enrolled("Quầy thuốc Tâm An", "máy 01", "Q33-0001"),
    }


def _name(member: Note | DoorFault) -> str:
    return member.name.lower().replace("_", "-")
