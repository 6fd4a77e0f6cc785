"""A terminal takes another's place: its shelf comes along once, and the old card is out."""

from base64 import urlsafe_b64decode
from datetime import date, datetime, timedelta, tzinfo
from pathlib import Path

import pytest

from server.enrolment import codes
from server.enrolment.batches import NotReplaceableError, Place, prepare_replacement
from server.ingest.desk import Desk
from server.oversight.queries.terminal_shelf import terminal_shelf
from server.store import alarms, terminals
from server.store.alarms import Finding
from server.store.database import reading, writing
from server.store.quarantine import Reason
from server.store.reconcile import reconcile
from tests.server.enrolment.newcomer import NOW, Newcomer, print_label
from tests.server.enrolment.office import make_desk
from tests.server.outlet import Outlet
from tests.server.oversight.shelves import Shop, counted, shelf_line, stock
from wire.enrolment import EnrolAnswer, EnrolRefusal, read_label
from wire.kinds import CodeLinked, CountLine, EpochBegun, PricePosted, SetAside, StockCount
from wire.receipt import read_receipt
from wire.registration import Registration
from wire.status import EpochMark

pytestmark = pytest.mark.usefixtures("store")
PLACE = Place(host="tinh33.example", port=8443, pin="A" * 32)
TERMINAL = "Q33-0101"
D1, D2 = ("D1", "A", "retail"), ("D2", "B", "retail")


@pytest.fixture
def old(store: Path | str) -> Newcomer:
    assert store
    card = Newcomer()
    with writing():
        terminals.register(
            Registration(
                terminal=TERMINAL,
                province="33",
                outlet="Nhà thuốc Mẫu",
                commune="Phường Mẫu",
                outlet_code="NT-0101",
                signing_key=card.signing_pem,
                enrolled_at=NOW,
            ),
            now=NOW,
        )
    return card


def shop() -> Shop:
    """Return the old terminal's ledger: 70 of D1 on the shelf, 5 of D2 there and 3 aside."""
    found = Shop(TERMINAL)
    found.receive(("D1", "A", 100), ("D2", "B", 8))
    found.sell(("D1", "A", 30))
    found.write(SetAside, staff="7", because="recalled", lines=(shelf_line("D2", "B", 3),))
    found.store()
    counted()
    return found


def replacement() -> Newcomer:
    label = prepare_replacement(TERMINAL, PLACE, now=NOW, until=NOW + timedelta(days=14))
    read = read_label(label.text)
    assert (read.kind, read.host, read.port, read.pin) == (
        "replacement", PLACE.host, PLACE.port, PLACE.pin,
    )  # fmt: skip
    return Newcomer(code=read.code, board="b" * 64)


def enrolled(card: Newcomer) -> EnrolAnswer:
    answer = make_desk().decide(card.request(), NOW)
    assert isinstance(answer, EnrolAnswer)
    return answer


def outlet_of(card: Newcomer, epoch: str = "") -> Outlet:
    found = Outlet(id=TERMINAL, key=card.signing)
    found.epoch = epoch or found.epoch
    return found


def carry_over(answer: EnrolAnswer) -> Shop:
    """Begin a new epoch as a terminal does: named after the old one, with its shelf counted in."""
    new = Shop(TERMINAL, began=NOW)
    new.write(
        EpochBegun, because="damaged", previous=answer.follows or None,
        previous_through=answer.follows_through,
    )  # fmt: skip
    lines = tuple(
        CountLine(
            drug=line.drug,
            batch=line.batch,
            expiry=date.fromisoformat(line.expiry),
            expected=0,
            counted=line.units,
            aside=line.aside,
        )
        for line in answer.stock
    )
    new.write(StockCount, staff="", because="carried-over", lines=lines)
    return new


@pytest.mark.usefixtures("old")
def test_the_shelf_comes_along_with_quarantine_apart() -> None:
    before = shop()
    answer = enrolled(replacement())
    assert answer.replaces
    assert [(one.drug, one.batch, one.units, one.aside, one.owner) for one in answer.stock] == [
        ("D1", "A", 70, 0, "retail"),
        ("D2", "B", 5, 3, "retail"),
    ]
    assert {one.expiry for one in answer.stock} == {"2027-06-30"}
    assert answer.stock_of == before.now
    assert (answer.follows, answer.follows_through) == (before.epoch, 3)
    assert answer.registration.terminal == TERMINAL


@pytest.mark.usefixtures("old")
def test_a_shelf_that_is_carried_over_is_not_doubled() -> None:
    shop()
    answer = enrolled(replacement())
    new = carry_over(answer)
    new.sell(("D1", "A", 10))
    new.store()
    counted()
    assert stock(TERMINAL) == {D1: (60, 0), D2: (5, 3)}
    with reading():
        again = terminal_shelf(TERMINAL)
    assert (again.epoch, [line.on_shelf for line in again.lines]) == (new.epoch, [60, 5])


def test_the_old_card_is_refused_at_once_and_the_new_one_believed(old: Newcomer) -> None:
    desk = Desk(province="33", key=Outlet().key)
    before = outlet_of(old)
    before.sell(2)
    assert desk.take(before.batch(before.bodies[:1])).receipt
    new = replacement()
    enrolled(new)
    refused = desk.take(before.batch(before.bodies[1:]))
    assert (refused.receipt, refused.refused) == (None, Reason.FORGED)
    after = outlet_of(new)
    after.sell()
    assert desk.take(after.batch(after.bodies)).receipt


def test_what_the_old_card_had_not_sent_comes_by_the_new_one_under_its_old_epoch(
    old: Newcomer,
) -> None:
    desk = Desk(province="33", key=Outlet().key)
    before = outlet_of(old)
    before.sell(3)
    desk.take(before.batch(before.bodies[:1]))
    new = replacement()
    enrolled(new)
    brought = outlet_of(new, before.epoch)
    brought.bodies = before.bodies
    receipt = desk.take(brought.batch(brought.bodies[1:])).receipt
    assert receipt is not None
    payload = receipt.split(b".")[1]
    assert read_receipt(_decoded(payload)).through == 3


def _decoded(payload: bytes) -> bytes:
    return urlsafe_b64decode(payload + b"=" * (-len(payload) % 4))


@pytest.mark.usefixtures("old")
def test_sales_that_come_late_from_the_old_card_leave_the_new_shelf_alone() -> None:
    before = shop()
    answer = enrolled(replacement())
    before.sell(("D1", "A", 1))
    new = carry_over(answer)
    new.store()
    before.store()
    counted()
    assert stock(TERMINAL) == {D1: (70, 0), D2: (5, 3)}


def test_what_never_came_is_told_as_damage_and_not_as_a_silent_loss(old: Newcomer) -> None:
    desk = Desk(province="33", key=Outlet().key)
    before = outlet_of(old)
    before.sell(5)
    desk.take(before.batch(before.bodies[:3]))
    said = EpochMark(epoch=before.epoch, last_seq=5, head=before.head, unsent=2)
    desk.see_through([(before.status_topic, before.status(unsent=2, marks=(said,)))])
    new = replacement()
    answer = enrolled(new)
    assert (answer.follows, answer.follows_through) == (before.epoch, 3)
    ledger = outlet_of(new)
    ledger.write(
        "epoch-begun", because="damaged", previous=answer.follows,
        previous_through=answer.follows_through, at=NOW,
    )  # fmt: skip
    assert desk.take(ledger.batch(ledger.bodies)).receipt
    now_says = EpochMark(epoch=ledger.epoch, last_seq=1, head=ledger.head, unsent=0)
    desk.see_through([(ledger.status_topic, ledger.status(marks=(now_says,)))])
    reconcile(NOW + timedelta(days=2))
    with reading():
        found = [(one.kind, one.epoch, one.detail) for one in alarms.list_alarms(open_only=True)]
    assert [(kind, epoch) for kind, epoch, _detail in found] == [(Finding.DAMAGED, before.epoch)]
    assert found[0][2] == "2: 4-5"


@pytest.mark.usefixtures("old")
def test_a_terminal_that_never_sent_anything_is_replaced_with_an_empty_shelf() -> None:
    answer = enrolled(replacement())
    assert (answer.replaces, answer.stock, answer.stock_of) == (True, (), None)
    assert (answer.follows, answer.follows_through) == ("", 0)


def test_a_terminal_that_moved_no_goods_still_names_its_epoch(old: Newcomer) -> None:
    desk = Desk(province="33", key=Outlet().key)
    before = outlet_of(old)
    before.sell(2)
    desk.take(before.batch(before.bodies))
    answer = enrolled(replacement())
    assert (answer.follows, answer.follows_through) == (before.epoch, 2)


def test_a_stolen_terminal_that_was_revoked_is_replaced_all_the_same(old: Newcomer) -> None:
    with writing():
        terminals.revoke(TERMINAL)
    new = replacement()
    enrolled(new)
    with reading():
        known = terminals.find([TERMINAL])[TERMINAL]
    assert (known.active, known.signing_key) == (True, new.signing_pem)
    assert known.keys(NOW) == [new.signing_pem]
    assert known.signing_key != old.signing_pem


def test_nobody_replaces_a_terminal_that_is_not_there() -> None:
    with pytest.raises(NotReplaceableError):
        replacement()


def test_particulars_come_from_the_first_label_where_there_was_one() -> None:
    first = Newcomer()
    print_label(first.code)
    enrolled(first)
    label = prepare_replacement(TERMINAL, PLACE, now=NOW, until=NOW + timedelta(days=1))
    assert (label.outlet, label.place, label.label) == (
        "Nhà thuốc Mẫu “Bình An”", "12 Đường Mẫu", "máy 01",
    )  # fmt: skip
    with reading():
        assert [one.kind for one in codes.listed(state="open")] == ["replacement"]


@pytest.mark.usefixtures("old")
def test_the_first_card_that_asks_again_after_the_replacement_gets_nothing() -> None:
    first = replacement()
    enrolled(first)
    second = Newcomer(code=replacement().code, board="c" * 64)
    enrolled(second)
    refused = make_desk().decide(first.request(), NOW + timedelta(minutes=1))
    assert refused == EnrolRefusal(reason="used-code", at=NOW)
    with reading():
        known = terminals.find([TERMINAL])[TERMINAL]
    assert known.signing_key == second.signing_pem
    with writing():
        terminals.revoke(TERMINAL)
    refused = make_desk().decide(second.request(), NOW + timedelta(minutes=1))
    assert refused == EnrolRefusal(reason="revoked", at=NOW)


@pytest.mark.usefixtures("old")
def test_prices_and_codes_that_people_told_the_old_terminal_come_along() -> None:
    before = Shop(TERMINAL)
    before.receive(("D1", "A", 100))
    for price in (1_000, 1_200):
        before.write(PricePosted, staff="7", drug="D1", unit="viên", price_vnd=price)
    for drug in ("D9", "D1"):
        before.write(CodeLinked, staff="7", gtin="08938501000118", drug=drug, unit="hộp")
    before.store()
    counted()
    other = Shop("Q33-0999", began=NOW)
    other.write(PricePosted, staff="7", drug="D1", unit="viên", price_vnd=9_000)
    other.store()
    counted()
    answer = enrolled(replacement())
    assert [(one.drug, one.unit, one.price_vnd) for one in answer.prices] == [("D1", "viên", 1_200)]
    assert [(one.gtin, one.drug, one.unit) for one in answer.links] == [
        ("08938501000118", "D1", "hộp")
    ]


class _SoonAfter:
    """The server's clock."""

    @staticmethod
    def now(tz: tzinfo) -> datetime:
        return (NOW + timedelta(minutes=1)).astimezone(tz)


def _begun(card: Newcomer, old: Outlet, *, because: str) -> Outlet:
    """Begin a new epoch as a new card does, right after it came in."""
    new = outlet_of(card)
    new.write(
        "epoch-begun", because=because, previous=old.epoch, previous_through=len(old.bodies), at=NOW
    )
    return new


def _replaced(old: Newcomer) -> tuple[Desk, Outlet, Newcomer]:
    """Let a terminal sell and be replaced; return the province's desk, its ledger, the new card."""
    desk, before = Desk(province="33", key=Outlet().key), outlet_of(old)
    before.sell(3)
    desk.take(before.batch(before.bodies))
    card = replacement()
    enrolled(card)
    return desk, before, card


def _kinds() -> list[str]:
    reconcile(NOW + timedelta(days=2))
    with reading():
        return [one.kind for one in alarms.list_alarms(open_only=True)]


@pytest.mark.parametrize("because", ["damaged", "overtaken"])
def test_a_replacement_that_lost_nothing_is_no_alarm(old: Newcomer, because: str) -> None:
    desk, before, card = _replaced(old)
    after = _begun(card, before, because=because)
    desk.take(after.batch(after.bodies))
    assert _kinds() == []


def test_a_new_card_whose_clock_nobody_had_set_yet_is_no_alarm(
    old: Newcomer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.ingest.desk.datetime", _SoonAfter)
    desk, before, card = _replaced(old)
    after = outlet_of(card)
    after.write(
        "epoch-begun", because="overtaken", previous=before.epoch, previous_through=3,
        at=NOW - timedelta(days=3), clock="untrusted",
    )  # fmt: skip
    desk.take(after.batch(after.bodies))
    assert _kinds() == []


@pytest.mark.parametrize(
    ("because", "kind"), [("damaged", Finding.DAMAGED), ("overtaken", Finding.RESTORED)]
)
def test_an_epoch_that_follows_without_a_replacement_is_one(
    old: Newcomer, because: str, kind: Finding
) -> None:
    desk = Desk(province="33", key=Outlet().key)
    before = outlet_of(old)
    before.sell(3)
    desk.take(before.batch(before.bodies))
    after = _begun(old, before, because=because)
    desk.take(after.batch(after.bodies))
    assert _kinds() == [kind]


def test_only_the_first_epoch_of_the_new_card_is_explained(old: Newcomer) -> None:
    desk, before, card = _replaced(old)
    after = _begun(card, before, because="damaged")
    desk.take(after.batch(after.bodies))
    later = _begun(card, after, because="damaged")
    later.bodies = []
    later.write(
        "epoch-begun", because="damaged", previous=after.epoch, previous_through=1,
        at=NOW + timedelta(hours=1),
    )  # fmt: skip
    desk.take(later.batch(later.bodies))
    assert _kinds() == [Finding.DAMAGED]
