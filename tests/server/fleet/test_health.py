"""One word for a terminal, from everything that is known of it."""

from datetime import timedelta
from typing import Any

import pytest

from server.fleet.health import DISK_LOW_BYTES, Known, State, Trouble, judge
from tests.server.fleet.fleet import NOW

TWO_DAYS = timedelta(days=2)


@pytest.mark.parametrize(
    ("said", "trouble"),
    [
        ({"printer": "out-of-paper"}, Trouble.PRINTER_PAPER),
        ({"printer": "cover-open"}, Trouble.PRINTER_COVER),
        ({"printer": "offline"}, Trouble.PRINTER_GONE),
        ({"printer": "absent"}, Trouble.PRINTER_GONE),
        ({"printer": "fault"}, Trouble.PRINTER_FAULT),
        ({"printer": "ok"}, None),
        ({"printer": None}, None),
        ({"printer": "a word of a later version"}, None),
        ({"scanner": "absent"}, Trouble.SCANNER),
        ({"scanner": "ok"}, None),
        ({"screen": "gone"}, Trouble.SCREEN),
        ({"screen": "on"}, None),
        ({"disk_free_bytes": DISK_LOW_BYTES - 1}, Trouble.DISK),
        ({"disk_free_bytes": DISK_LOW_BYTES}, None),
        ({"temperature_c": 80.0}, Trouble.HEAT),
        ({"temperature_c": 79.9}, None),
        ({"under_voltage": True}, Trouble.POWER),
        ({"under_voltage": False}, None),
        ({"clock": "untrusted"}, Trouble.CLOCK),
        ({"ahead_seconds": 301}, Trouble.CLOCK),
        ({"ahead_seconds": 300}, None),
        ({"ahead_seconds": -12 * 3600 - 1}, Trouble.CLOCK),
        ({"ahead_seconds": -12 * 3600}, None),
        ({"unsent": 3, "oldest_unsent_seconds": 86_401, "reported_at": NOW}, Trouble.LATE),
        ({"unsent": 3, "oldest_unsent_seconds": 86_400, "reported_at": NOW}, None),
        ({"unsent": 0, "oldest_unsent_seconds": 999_999, "reported_at": NOW}, None),
        ({"is_outdated": True}, Trouble.OLD_VERSION),
        ({"certificate_days": 30, "reported_at": NOW}, None),
        ({"certificate_days": 29, "reported_at": NOW}, Trouble.CERTIFICATE),
        ({"certificate_days": -3, "reported_at": NOW}, Trouble.CERTIFICATE),
        ({"certificate_days": 31, "reported_at": NOW - TWO_DAYS}, Trouble.CERTIFICATE),
        ({"certificate_days": None, "reported_at": NOW}, None),
    ],
)
def test_each_fault_has_its_limit(said: dict[str, Any], trouble: Trouble | None) -> None:
    judged = judge(Known(last_contact=NOW, **said), NOW)
    assert judged.troubles == ((trouble,) if trouble else ())
    assert judged.state is (State.LOOK if trouble else State.NORMAL)


@pytest.mark.parametrize(
    ("known", "state"),
    [
        (Known(last_contact=NOW), State.NORMAL),
        (Known(last_contact=NOW, printer="fault"), State.LOOK),
        (Known(last_contact=NOW - TWO_DAYS, printer="fault"), State.SILENT),
        (Known(last_contact=None, printer="fault"), State.NEVER),
        (Known(last_contact=NOW - TWO_DAYS, printer="fault", is_active=False), State.REVOKED),
        (Known(last_contact=None, is_active=False), State.REVOKED),
    ],
)
def test_the_graver_word_hides_the_others(known: Known, state: State) -> None:
    assert judge(known, NOW).state is state


def test_silence_does_not_hide_what_else_was_wrong() -> None:
    judged = judge(Known(last_contact=NOW - TWO_DAYS, printer="fault"), NOW)
    assert judged.troubles == (Trouble.SILENT, Trouble.PRINTER_FAULT)


def test_what_was_unsent_has_grown_older_since_it_was_told() -> None:
    known = Known(
        last_contact=NOW,
        unsent=1,
        oldest_unsent_seconds=600,
        reported_at=NOW - timedelta(minutes=20),
    )
    assert judge(known, NOW).unsent_age == timedelta(minutes=30)


def test_a_certificate_goes_on_ending_while_its_terminal_is_silent() -> None:
    known = Known(last_contact=NOW, reported_at=NOW - timedelta(days=40), certificate_days=35)
    assert judge(known, NOW).certificate_days == -5
    assert judge(known, NOW - timedelta(days=50)).certificate_days == 35
