"""Signals become alarms that name a place and a number, and close by themselves."""

from datetime import timedelta

from server import alarm_texts
from server.fleet import signals, watch
from server.fleet.health import Trouble
from server.store import alarms
from server.store.alarms import Raised
from server.store.database import reading, run, writing
from server.store.terminals import revoke
from tests.server.fleet.fleet import NOW, Fleet, at, open_alarms

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


def told(found: list[Raised]) -> set[tuple[str, str, str]]:
    return {(one.kind, one.subject, one.detail) for one in found}


def test_an_outage_of_40_terminals_is_one_alarm_and_its_end_closes_it(fleet: Fleet) -> None:
    gone, rest = fleet.add("99001", 40), fleet.add("99002", 20)
    fleet.say(rest, at(13))
    (alarm,) = fleet.look(at(13))
    assert told([alarm]) == {("outage", "commune:99001", "40: Xã 99001")}
    assert alarm_texts.what(alarm) == "Mất liên lạc cùng lúc: 40 máy"
    assert alarm_texts.where(alarm) == "Xã 99001"
    with reading():
        assert len(signals.of_alarm(alarm.id)) == 40
    fleet.say(gone, at(13, 5))
    assert fleet.look(at(13, 5)) == []
    with reading():
        assert signals.of_alarm(alarm.id) == []
        assert signals.count_ended(at(13)) == 40


def test_terminals_that_come_back_one_by_one_do_not_make_new_alarms(fleet: Fleet) -> None:
    gone, rest = fleet.add("99001", 40), fleet.add("99002", 20)
    for minute in range(41):
        now = at(13) + minute * MINUTE
        fleet.say([*rest, *gone[:minute]], now)
        kinds = [one.kind for one in fleet.look(now)]
        assert len(kinds) <= 1
        assert minute > 37 or kinds == ["outage"]
    assert open_alarms() == []


def test_an_outage_at_night_is_found_when_the_shops_should_have_opened(fleet: Fleet) -> None:
    """They were switched off at different hours, and the line fell while all slept."""
    gone, rest = fleet.add("99001", 8), fleet.add("99002", 8)
    for number, name in enumerate(gone):
        fleet.last_word([name], at(21) + 13 * number * MINUTE)
    tomorrow = at(9) + DAY
    fleet.say(rest, tomorrow)
    assert told(fleet.look(tomorrow)) == {("outage", "commune:99001", "8: Xã 99001")}


def test_a_whole_area_is_one_alarm_and_not_one_for_each_commune(fleet: Fleet) -> None:
    fleet.add("99001", 10)
    fleet.add("99002", 10)
    fleet.say(fleet.add("99003", 25), at(13))
    assert told(fleet.look(at(13))) == {("outage", "area:T", "20: Tây")}


def test_everybody_at_once_is_the_broker_or_our_own_line(fleet: Fleet) -> None:
    fleet.add("99001", 10)
    fleet.add("99003", 10)
    assert fleet.look(NOW + 30 * MINUTE) == []
    (alarm,) = fleet.look(NOW + 31 * MINUTE)
    assert told([alarm]) == {("outage", "province", "20: ")}
    assert alarm_texts.where(alarm) == "toàn tỉnh"
    assert "trạm MQTT" in alarm_texts.advice(alarm.kind)
    fleet.say(fleet.ids, at(11, 15))
    assert fleet.look(at(11, 15)) == []


def test_a_province_that_sleeps_is_no_outage(fleet: Fleet) -> None:
    fleet.add("99001", 10)
    fleet.add("99003", 10)
    fleet.say(fleet.ids, at(20, 55))
    assert fleet.look(at(23)) == []
    assert fleet.look(at(6, 59) + DAY) == []


def test_four_of_a_commune_are_four_and_no_outage(fleet: Fleet) -> None:
    fleet.add("99001", 4)
    fleet.say(fleet.add("99002", 10), at(13))
    assert told(fleet.look(at(13))) == {("silent", "", "4")}


def test_five_of_eleven_are_no_outage_and_six_are(fleet: Fleet) -> None:
    names = fleet.add("99001", 11)
    fleet.say(fleet.add("99003", 10), at(13))
    fleet.say(names[5:], at(13))
    assert told(fleet.look(at(13))) == {("silent", "", "5")}
    fleet.last_word([names[5]], NOW)
    assert told(fleet.look(at(13))) == {("outage", "commune:99001", "6: Xã 99001")}


def test_who_falls_silent_after_the_line_is_of_the_same_outage(fleet: Fleet) -> None:
    fleet.add("99001", 6)
    late = fleet.add("99001", 1)
    fleet.say(fleet.add("99003", 10), at(15))
    fleet.last_word(late, at(11, 40))
    assert told(fleet.look(at(15))) == {("outage", "commune:99001", "7: Xã 99001")}


def test_who_was_silent_long_before_is_another_cause(fleet: Fleet) -> None:
    fleet.add("99001", 6)
    long_gone = fleet.add("99001", 1)
    fleet.say(fleet.add("99003", 10), at(13))
    fleet.last_word(long_gone, at(8) - 3 * DAY)
    assert told(fleet.look(at(13))) == {
        ("outage", "commune:99001", "6: Xã 99001"),
        ("silent", "", "1"),
    }


def test_faults_of_a_kind_are_one_alarm_with_their_number(fleet: Fleet) -> None:
    names = fleet.add("99001", 9)
    fleet.say(names[:6], printer="out-of-paper")
    fleet.say(names[6:], printer="absent", temperature_c=85.0)
    found = fleet.look(NOW)
    assert told(found) == {("printer-paper", "", "6"), ("printer-gone", "", "3"), ("heat", "", "3")}
    assert {alarm_texts.what(one) for one in found} >= {"Máy in hết giấy: 6 máy"}


def test_a_flag_that_flutters_is_one_signal_and_one_alarm(fleet: Fleet) -> None:
    (name,) = fleet.add()
    for number in range(7):
        now = NOW + 10 * number * MINUTE
        fleet.say([name], now, printer="ok" if number % 2 else "out-of-paper")
        (alarm,) = fleet.look(now)
    assert (alarm.times, alarm.first_at) == (1, NOW)
    with reading():
        (signal,) = signals.of_terminal(name)
    assert (signal.trouble, signal.since, signal.until) == (Trouble.PRINTER_PAPER, NOW, None)


def test_a_fault_that_stays_away_closes_after_its_rest(fleet: Fleet) -> None:
    (name,) = fleet.add()
    fleet.say([name], printer="out-of-paper")
    assert len(fleet.look(NOW)) == 1
    fleet.say([name], NOW + MINUTE)
    assert len(fleet.look(NOW + 14 * MINUTE)) == 1
    assert fleet.look(NOW + 15 * MINUTE) == []
    with reading():
        (signal,) = signals.of_terminal(name)
    assert signal.until == NOW + 15 * MINUTE


def test_what_a_person_has_seen_stays_seen_while_it_lasts(fleet: Fleet) -> None:
    (name,) = fleet.add()
    fleet.say([name], printer="fault")
    (alarm,) = fleet.look(NOW)
    with writing():
        alarms.see(alarm.id, by="KT. Nam", now=NOW)
    (again,) = fleet.look(NOW + 5 * MINUTE)
    assert (again.seen_by, again.times) == ("KT. Nam", 1)


def test_revoked_and_never_heard_terminals_raise_nothing(fleet: Fleet) -> None:
    revoked, never, other = fleet.add("99001", 3)
    fleet.say([revoked], printer="fault")
    with writing():
        revoke(revoked)
        run("UPDATE terminal SET last_contact_at = NULL WHERE id = ?", (never,))
    fleet.say([other], NOW + 3 * DAY)
    assert fleet.look(NOW + 3 * DAY) == []


def test_an_outlet_that_left_the_list_is_awaited_no_more(fleet: Fleet) -> None:
    fleet.add("99001", 1, is_active=False)
    fleet.say(fleet.add("99003"), at(15))
    assert fleet.look(at(15)) == []


def test_looking_again_changes_nothing(fleet: Fleet) -> None:
    fleet.add("99001", 6)
    fleet.say(fleet.add("99003", 2), at(13), scanner="absent")
    first = told(fleet.look(at(13)))
    for minute in range(3):
        watch.look(at(13, minute))
    assert told(open_alarms()) == first
    assert [one.times for one in open_alarms()] == [1, 1]
