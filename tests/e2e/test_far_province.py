"""Reference data, commands and messages over a real broker, with kill -9 in between."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from device.catalogue.file import CatalogueFile
from device.clock import system_clock, write_sighting
from device.mail.file import MailFile
from device.mail.inbox import Inbox
from device.province import Province
from device.reference.rows import Rows
from device.self_test.line import read_line
from server.store import notices
from tests.e2e.far_province import FarProvince
from tests.e2e.outpost import until
from tests.e2e.slow_line import WEATHER
from tests.netns import NotPermittedError, open_line
from tests.server.answers.test_notice_list import recall
from wire.command import Order

pytestmark = [pytest.mark.e2e, pytest.mark.broker, pytest.mark.timeout(300)]
DRUGS = 3_000


@pytest.fixture(scope="module")
def far(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FarProvince]:
    with FarProvince(tmp_path_factory.mktemp("far") / "outpost", "127.0.0.1") as far:
        far.answers.start()
        until(lambda: "answers has started" in far.said_by_answers)
        far.link.start()
        until(lambda: far.is_online)
        far.publish_drugs(range(DRUGS))
        # As after a receipt: nothing here has set the clock.
        write_sighting(far.folder / "run", datetime.now(UTC), clock=system_clock)
        yield far


def catalogue(far: FarProvince) -> CatalogueFile:
    return CatalogueFile(far.folder / "terminal" / "catalogue.sqlite")


def rows_here(far: FarProvince) -> int:
    rows = Rows(far.folder / "terminal" / "reference.sqlite")
    count = sum(1 for _row in rows.rows("catalogue"))
    rows.close()
    return count


def holds_here(far: FarProvince) -> set[str]:
    return {number for (number,) in far.ledger.database.rows("SELECT number FROM hold")}


def test_the_link_is_killed_between_pages_and_the_catalogue_comes_whole(far: FarProvince) -> None:
    before = 0
    for _kill in range(4):
        until(lambda before=before: rows_here(far) > before)  # type: ignore[misc]
        far.link.kill()
        far.link.start()
        assert rows_here(far) >= before, "a page that was taken stays"
        before = min(rows_here(far), DRUGS - 1)
    until(lambda: far.word.versions.get("catalogue") is not None)
    assert rows_here(far) == DRUGS
    assert far.word.versions["catalogue"].rows == DRUGS
    found = catalogue(far).by_id("VD-02999")
    assert found is not None
    assert found.name == "Thuốc mẫu số 2999"


def test_shop_people_and_parameters_are_in_use_within_seconds(far: FarProvince) -> None:
    person = {"badge": "NV-07", "name": "Trần Thị Lan", "roles": ["staff"], "degree": "dai_hoc"}
    parameter = {"name": "rx_valid_days", "since": "2026-01-01", "value": 4}
    far.publish("people", {"NV-07": msgspec.json.encode(person)}, own=True)
    far.publish("shop", {"shop": msgspec.json.encode({"kind": "QT"})}, own=True)
    far.publish("parameters", {"rx_valid_days@2026-01-01": msgspec.json.encode(parameter)})
    wanted = {"people", "shop", "parameters"}
    until(lambda: wanted <= set(far.word.versions))
    assert msgspec.json.decode(far.word.people[0])["degree"] == "dai_hoc"
    assert msgspec.json.decode(far.word.shop[0]) == {"kind": "QT"}
    assert msgspec.json.decode(far.word.parameters[0])["value"] == 4


def test_the_line_is_measured_over_the_connection_that_is_there(far: FarProvince) -> None:
    run = far.folder / "run"
    before = read_line(run)
    province = Province(run, lambda _event: None)
    province.start()

    def measured() -> bool:
        province.measure()  # as long as the screen has just come, nobody listens yet
        found = read_line(run)
        return found is not None and found != before and found.answer_ms is not None

    until(measured)
    province.close()
    found = read_line(run)
    assert found is not None
    assert found.lost == 0
    assert found.answer_ms is not None
    assert found.answer_ms < 5_000
    assert abs(found.clock_offset_seconds or 0) <= 5


def test_orders_are_carried_out_and_answered(far: FarProvince) -> None:
    orders: tuple[tuple[Order, str], ...] = (
        ("self-test", "ledger: ok"),
        ("send-logs", "device.link.commands: the province orders self-test"),
    )
    for order, part in orders:
        name = far.order(order)
        until(lambda name=name: far.outcome(name) is not None)  # type: ignore[misc]
        outcome = far.outcome(name)
        assert outcome is not None
        assert outcome[0] == "done"
        assert part in outcome[1]


def test_a_restart_ends_the_link_so_that_it_is_started_again(far: FarProvince) -> None:
    name = far.order("restart")
    until(lambda: not far.link.running)
    far.link.start()
    until(lambda: far.outcome(name) is not None)
    outcome = far.outcome(name)
    assert outcome is not None
    assert outcome[0] == "done"
    assert far.link.running, "once, and not again"


def test_a_message_waits_for_a_person_and_the_province_hears_that_it_was_read(
    far: FarProvince,
) -> None:
    far.write("Mời họp thứ Sáu")
    mail = MailFile(far.folder / "terminal" / "mail.sqlite")
    inbox = Inbox(mail)
    until(lambda: len(inbox.unread()) == 1)
    (message,) = inbox.unread()
    assert message.text == "Mời họp thứ Sáu"
    far.link.kill()
    inbox.read(message.id, at=datetime.now(UTC))
    assert far.unread() == 1
    far.link.start()
    until(lambda: far.unread() == 0)
    until(lambda: inbox.to_say() == ())
    assert inbox.unread() == ()
    mail.close()


def test_many_recalls_come_through_the_broker_and_are_lifted_and_a_note_with_them(
    far: FarProvince,
) -> None:
    given = [recall(number) for number in range(200)]
    with far.office():
        for notice in given:
            notices.give(notice)
    far.write("Rà soát các lô thu hồi")
    until(lambda: holds_here(far) == {notice.number for notice in given})
    mail = MailFile(far.folder / "terminal" / "mail.sqlite")
    until(lambda: len(Inbox(mail).unread()) == 1)
    mail.close()
    with far.office() as now:
        for notice in given[:-1]:
            notices.lift(notice.number, now)
    until(lambda: holds_here(far) == {given[-1].number})


def test_over_a_bad_line_a_catalogue_comes_while_the_counter_sells(tmp_path: Path) -> None:
    """64 kbit/s, a tenth of all packets lost, cut in the middle."""
    try:
        with (
            open_line(WEATHER) as line,
            FarProvince(tmp_path / "outpost", line.here, line.command) as far,
        ):
            far.answers.start()
            until(lambda: "answers has started" in far.said_by_answers)
            far.link.start()
            until(lambda: far.is_online)
            far.publish_drugs(range(DRUGS))
            until(lambda: rows_here(far) > 0)
            line.stick(stuck=True)
            for number in range(10):
                far.sell(number)
            line.stick(stuck=False)
            until(lambda: far.unsent == 0)
            assert rows_here(far) < DRUGS, "entries go first"
            until(lambda: far.word.versions.get("catalogue") is not None, seconds=200)
            assert rows_here(far) == DRUGS
    except NotPermittedError as reason:
        pytest.skip(f"no network namespace: {reason}")
