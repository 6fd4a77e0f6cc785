"""What the pages about machines ask for, with the filters that they have."""

from dataclasses import replace
from datetime import timedelta

import pytest

from server.fleet import commands, notes
from server.fleet.alarm_list import alarm_list
from server.fleet.card import card
from server.fleet.health import State, Trouble
from server.fleet.overview import overview
from server.fleet.table import ABNORMAL, MachineLine, table
from server.query.filters import Filters
from server.store import terminals
from server.store.alarms import Alarm, Finding, raise_
from server.store.database import add, reading, run, to_text, writing
from server.store.reports import report_marks
from tests.server.fleet.fleet import MONDAY, NOW, Fleet, at, status
from wire.status import EpochMark

ALL = Filters(since=MONDAY, until=MONDAY)
DAY = timedelta(days=1)


def lines(filters: Filters = ALL, **more: object) -> list[MachineLine]:
    with reading():
        return list(table(filters, NOW, **more).rows)  # type: ignore[arg-type]


def names(filters: Filters = ALL, **more: object) -> list[str]:
    return [one.terminal for one in lines(filters, **more)]


@pytest.fixture
def mixed(fleet: Fleet) -> Fleet:
    """One of each state, in this order."""
    fleet.add("99001", 2, name="Quầy thuốc Đức Thịnh")
    fleet.add("99003", 2, kind="NT", name="Nhà thuốc Hải Yến")
    fleet.add("99003", 1, kind="TT", name="Trạm y tế An Khê", closed_weekdays=(0,))
    fleet.say(fleet.ids[1:2], NOW, printer="out-of-paper", software="4.1.6")
    fleet.say(fleet.ids[2:3], NOW, unsent=7, oldest_unsent_seconds=3600)
    fleet.last_word(fleet.ids[2:3], at(7))
    fleet.last_word(fleet.ids[4:5], at(20) - DAY)
    with writing():
        run("UPDATE terminal SET last_contact_at = NULL WHERE id = ?", (fleet.ids[3],))
    return fleet


def test_the_gravest_come_first_and_a_closed_outlet_is_said_to_be_closed(mixed: Fleet) -> None:
    one, two, three, four, five = mixed.ids
    found = {line.terminal: line for line in lines()}
    assert list(found) == [three, four, two, five, one]
    assert found[three].state is State.SILENT
    assert (found[three].unsent, found[three].unsent_age) == (7, timedelta(hours=1))
    assert found[four].state is State.NEVER
    assert (found[two].state, found[two].troubles) == (State.LOOK, (Trouble.PRINTER_PAPER,))
    assert (found[five].state, found[five].outside_hours) == (State.NORMAL, True)
    assert (found[one].state, found[one].outside_hours) == (State.NORMAL, False)
    assert (found[one].area, found[one].commune, found[one].kind) == ("T", "99001", "QT")


def test_every_filter_narrows_and_they_join(mixed: Fleet) -> None:
    one, two, three, four, five = mixed.ids
    assert set(names(replace(ALL, area="T"))) == {one, two}
    assert set(names(replace(ALL, commune="99003"))) == {three, four, five}
    assert names(replace(ALL, kind="TT")) == [five]
    assert names(replace(ALL, state="silent")) == [three]
    assert names(replace(ALL, state="printer-paper")) == [two]
    assert set(names(replace(ALL, state=ABNORMAL))) == {two, three, four}
    assert names(version="4.1.6") == [two]
    assert set(names(replace(ALL, search="duc thinh"))) == {one, two}
    assert names(replace(ALL, search="Hải YẾN " + three.lower())) == [three]
    assert names(replace(ALL, area="D", kind="QT")) == []
    assert names(replace(ALL, search="100%")) == []
    assert names(replace(ALL, search="\0", area="\0", state="\0"), alarm="\0") == []


def test_a_table_is_sorted_and_paged_as_asked(mixed: Fleet) -> None:
    assert names(replace(ALL, sort="terminal")) == mixed.ids
    assert names(replace(ALL, sort="-terminal")) == mixed.ids[::-1]
    assert names(replace(ALL, sort="-unsent_age"))[0] == mixed.ids[2]
    assert names(replace(ALL, sort="last_contact"))[-1] == mixed.ids[3], "not known comes last"
    assert names(replace(ALL, sort="no such column")) == names()
    with reading():
        found = table(replace(ALL, first=1, most=2), NOW)
    assert ([one.terminal for one in found.rows], found.total) == (names()[1:3], 5)


def test_two_terminals_of_an_outlet_are_its_first_and_second(fleet: Fleet) -> None:
    first, second = fleet.add("99001", 2)
    with writing():
        run("UPDATE terminal SET outlet_code = ?", (f"O{first}",))
    assert {one.terminal: one.number for one in lines()} == {first: 1, second: 2}
    with reading():
        found = card(second, NOW)
    assert found is not None
    assert found.machine.number == 2


def test_the_first_row_counts_what_the_table_lists(mixed: Fleet) -> None:
    with writing():
        terminals.revoke(mixed.ids[0])
    with reading():
        found = overview(NOW)
    assert found.active == 4
    assert dict(found.states) == dict.fromkeys(State, 1)
    assert found.troubles[Trouble.SILENT] == found.troubles[Trouble.PRINTER_PAPER] == 1
    assert (found.unsent, found.oldest and found.oldest.terminal) == (7, mixed.ids[2])
    assert found.unsent_ages == (3, 0, 0, 1, 0, 0, 0)
    assert found.newest_version == "4.2.0"
    assert list(found.versions) == [("4.2.0", 3), ("4.1.6", 1)]


def test_an_empty_fleet_has_empty_figures(fleet: Fleet) -> None:
    assert fleet.ids == []
    with reading():
        found, listed = overview(NOW), alarm_list(NOW)
        assert table(ALL, NOW).total == 0
        assert card("Q99-0001", NOW) is None
        assert card("Q99\0", NOW) is None
    assert (found.active, found.newest_version, found.oldest) == (0, "", None)
    assert listed == ((), 0, 0)


def test_alarms_are_listed_joined_with_who_takes_care(mixed: Fleet) -> None:
    gone = mixed.add("99002", 6)
    mixed.last_word(gone, at(8))
    mixed.look(NOW)
    with reading():
        found = alarm_list(NOW)
    assert [(one.kind, one.place, one.terminals) for one in found.alarms] == [
        (Finding.OUTAGE, "Xã 99002", 6),
        (Finding.SILENT, "", 1),
        (Finding.PRINTER_PAPER, "", 1),
    ]
    assert (found.signals, found.ended_today) == (8, 0)
    assert found.alarms[0].since == at(8)
    assert set(names(alarm=found.alarms[0].id)) == set(gone)
    with writing():
        assert notes.acknowledge(found.alarms[0].id, by="KT. Nam", note="Đã gọi", now=NOW)
        assert not notes.acknowledge("\0", by="KT. Nam", note="", now=NOW)
        assert not notes.acknowledge("00000000", by="KT. Nam", note="Đã gọi", now=NOW)
    mixed.say(gone, NOW)
    mixed.look(NOW)
    with reading():
        after = alarm_list(NOW)
        assert [one.text for one in notes.of_alarm(found.alarms[0].id)] == ["Đã gọi"]
    assert [one.kind for one in after.alarms] == [Finding.SILENT, Finding.PRINTER_PAPER]
    assert after.ended_today == 6


def test_one_machine_shows_everything_that_is_known_of_it(mixed: Fleet) -> None:
    name, other = mixed.ids[1], mixed.ids[0]
    epoch, head = "a" * 32, "b" * 64
    mixed.look(NOW)
    with writing():
        commands.give([name], "restart", by="Nam", now=NOW, until=NOW + DAY)
        notes.write("Thay máy in", terminal=name, by="KT. Nam", now=NOW)
        marks = (EpochMark(epoch=epoch, last_seq=9, head=head, unsent=2),)
        report_marks(status(name, NOW, marks=marks), NOW)
        add(
            "mark",
            ("terminal", "epoch", "through", "stored", "touched_at", "head", "aside"),
            [(name, epoch, 7, 7, to_text(NOW - DAY), "", 0)],
        )
        raise_([Alarm(Finding.GAP, name, epoch, "3-4"), Alarm(Finding.GAP, other, epoch)], NOW)
    with reading():
        found = card(name, NOW)
    assert found is not None
    assert found.machine.judged.state is State.LOOK
    assert [one.trouble for one in found.signals] == [Trouble.PRINTER_PAPER]
    assert [(one.order, one.state) for one in found.commands] == [("restart", "waiting")]
    assert [(one.by, one.text) for one in found.notes] == [("KT. Nam", "Thay máy in")]
    (ledger,) = found.ledgers
    assert (ledger.last_seq, ledger.unsent, ledger.through, ledger.stored) == (9, 2, 7, 7)
    assert (ledger.findings, ledger.reported_at) == (("gap",), NOW)


@pytest.mark.parametrize("about", [{}, {"terminal": "a", "alarm": "b"}])
def test_a_note_is_about_one_thing_and_says_something(fleet: Fleet, about: dict[str, str]) -> None:
    assert fleet.ids == []
    with pytest.raises(ValueError, match="a note"), writing():
        notes.write("x", by="Nam", now=NOW, **about)
    with pytest.raises(ValueError, match="a note"), writing():
        notes.write(" \0 ", terminal="a", by="Nam", now=NOW)
