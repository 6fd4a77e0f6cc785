from collections.abc import Iterable
from datetime import timedelta

import pytest

from server.store import alarms
from server.store.alarms import MAX_OF_A_KIND, MAX_OF_ONE, OVERFLOW, Alarm, Finding, Raised
from server.store.database import reading, writing
from server.store.quarantine import Reason
from tests.server.outlet import NOW, Outlet

GAP = Alarm(Finding.GAP, "Q33-0001", "e" * 32, "3-4", "2 in 3-4")
REVOKED = Alarm(Reason.REVOKED, "Q33-0002")


@pytest.fixture(autouse=True)
def _open(store: object) -> None:
    assert store


def happened(*found: Alarm, days: float = 0) -> None:
    with writing():
        alarms.raise_(found, NOW + timedelta(days=days))


def held(*found: Alarm, days: float = 0) -> int:
    with writing():
        return alarms.hold(found, [Finding.GAP, Finding.CLOCK], NOW + timedelta(days=days))


def seen(alarm: str, *, days: float = 0) -> bool:
    with writing():
        return alarms.see(alarm, by="Lan", now=NOW + timedelta(days=days))


def listed(*, open_only: bool = True) -> list[Raised]:
    with reading():
        return alarms.list_alarms(open_only=open_only)


def kinds(found: Iterable[Raised]) -> list[str]:
    return [alarm.kind for alarm in found]


def test_what_happens_again_is_the_same_alarm_counted_once_more() -> None:
    happened(GAP)
    happened(GAP._replace(detail="now more"), days=2)
    (found,) = listed()
    assert (found.times, found.detail) == (2, "now more")
    assert (found.first_at, found.last_at) == (NOW, NOW + timedelta(days=2))
    assert (found.kind, found.terminal, found.epoch, found.subject) == GAP[:4]


def test_another_kind_terminal_epoch_or_subject_is_another_alarm() -> None:
    happened(
        GAP,
        GAP._replace(kind=Finding.CLONE),
        GAP._replace(terminal="Q33-0002"),
        GAP._replace(epoch="f" * 32),
        GAP._replace(subject="9"),
    )
    assert len({alarm.id for alarm in listed()}) == 5


def test_the_same_alarm_twice_in_one_message_counts_once() -> None:
    happened(REVOKED, REVOKED)
    assert listed()[0].times == 1


def test_an_alarm_names_the_outlet_where_the_terminal_is_registered(outlet: Outlet) -> None:
    happened(GAP._replace(terminal=outlet.id), REVOKED)
    assert {(alarm.terminal, alarm.outlet) for alarm in listed()} == {
        ("Q33-0001", "Quầy thuốc Thử Nghiệm"),
        ("Q33-0002", ""),
    }


def test_seen_is_open_no_more_and_says_by_whom() -> None:
    happened(GAP)
    assert alarms.count_open() == 1
    assert seen(listed()[0].id)
    assert (listed(), alarms.count_open()) == ([], 0)
    (found,) = listed(open_only=False)
    assert (found.seen_by, found.seen_at) == ("Lan", NOW)
    assert not seen("00000000")


def test_what_goes_on_within_a_day_of_being_seen_stays_seen_and_later_does_not() -> None:
    happened(REVOKED)
    assert seen(listed()[0].id)
    happened(REVOKED, days=0.9)
    assert listed() == []
    happened(REVOKED, days=2.5)
    (found,) = listed()
    assert (found.times, found.seen_by) == (3, None)


def test_a_state_that_has_been_seen_stays_seen_however_long_it_lasts() -> None:
    held(GAP)
    assert seen(listed()[0].id)
    held(GAP, days=40)
    assert listed() == []


def test_a_state_closes_with_its_cause_and_opens_with_it_again() -> None:
    held(GAP)
    assert seen(listed()[0].id)
    assert held(days=1) == 1
    assert [alarm.closed_at for alarm in listed(open_only=False)] == [NOW + timedelta(days=1)]
    assert held(days=2) == 0
    held(GAP, days=3)
    (found,) = listed()
    assert (found.seen_by, found.closed_at, found.times) == (None, None, 2)


def test_only_the_kinds_that_were_looked_for_are_closed() -> None:
    happened(REVOKED, GAP._replace(kind=Finding.FLOOD))
    held(GAP)
    assert held() == 1
    assert sorted(kinds(listed())) == ["flood", "revoked"]


def test_open_comes_before_seen_and_seen_before_closed() -> None:
    held(GAP)
    held()
    happened(REVOKED)
    seen(listed()[0].id)
    happened(Alarm(Reason.FORGED), days=-3)
    assert kinds(listed(open_only=False)) == ["forged", "revoked", "gap"]


def test_strangers_who_invent_names_fill_no_disk() -> None:
    invented = [Alarm(Reason.UNKNOWN_TERMINAL, f"Q33-{n:05}") for n in range(MAX_OF_A_KIND + 3)]
    happened(*invented)
    happened(invented[0], REVOKED)
    found = {alarm.terminal or alarm.subject: alarm.times for alarm in listed()}
    assert len(found) == MAX_OF_A_KIND + 2
    assert (found[OVERFLOW], found["Q33-00000"], found[REVOKED.terminal]) == (3, 2, 1)


def test_one_terminal_that_raises_alarms_without_end_hides_none_of_another() -> None:
    loud = [Alarm(Reason.CONFLICT, "Q33-0001", f"{n:032x}") for n in range(MAX_OF_A_KIND)]
    happened(*loud)
    happened(Alarm(Reason.CONFLICT, "Q33-0002", "e" * 32))
    found = [(alarm.terminal, alarm.subject) for alarm in listed()]
    assert len(found) == MAX_OF_ONE + 2
    assert ("Q33-0001", OVERFLOW) in found
    assert ("Q33-0002", "") in found


def test_an_alarm_belongs_to_the_transaction_that_raises_it() -> None:
    def fail() -> None:
        with writing():
            alarms.raise_([GAP], NOW)
            raise ValueError("on purpose")

    with pytest.raises(ValueError, match="on purpose"):
        fail()
    assert listed() == []


def test_a_long_detail_is_cut() -> None:
    happened(GAP._replace(detail="x" * 5000))
    assert len(listed()[0].detail) == alarms.MAX_DETAIL


def test_ids_are_short_and_the_same_in_every_database() -> None:
    happened(GAP)
    assert listed()[0].id == "15ee3240"
