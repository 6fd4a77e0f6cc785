"""The purge: what goes, what stays, and that nothing else can."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from device.clock import local_day
from device.counter.drug import Offer
from device.ledger.checkup import check_up
from device.ledger.drafts import VoidDraft
from device.ledger.errors import AlreadyUndoneError, LedgerError
from device.ledger.ledger import Ledger
from device.ledger.memory import Memory
from device.ledger.outbox import Applied, OutboxQueue
from device.ledger.projection import differences
from device.ledger.purge import Retention, purge, purge_old
from device.ledger.room import Limits, Room
from tests.device.ledger.books import AT, TERMINAL, line, open_book, sale, sealed_blocks
from tests.device.ledger.test_damage import begun
from wire.entry import Reference
from wire.receipt import Receipt, Rejected

DAY = timedelta(days=1)


def sell(ledger: Ledger, how_many: int, *, sealed: bool = False) -> None:
    for number in range(how_many):
        sold = sale(line(batch=f"B{number % 3}"), on_prescription=sealed, card=sealed)
        ledger.commit_sale(sold, staff="NV-07")


def receive(
    ledger: Ledger, through: int, *rejected: Rejected, at: datetime = AT, head: str = ""
) -> Applied:
    receipt = Receipt(
        terminal=TERMINAL,
        epoch=ledger.epoch,
        through=through,
        head=head or ledger.sale(through)[1],
        rejected=rejected,
        at=at,
    )
    return OutboxQueue(ledger.database, terminal=TERMINAL).apply(receipt, at=at)


def numbers(ledger: Ledger) -> list[int]:
    return [entry.seq for entry in ledger.entries()]


def check(ledger: Ledger) -> None:
    check_up(ledger.database, TERMINAL, thorough=True)
    assert differences(ledger.database) == []
    last = ledger.marks()[-1].last_seq
    assert ledger.commit_sale(sale(), staff="NV-07").number == last + 1


def test_only_what_was_received_goes_and_never_what_is_behind_one_that_waits(
    ledger: Ledger,
) -> None:
    sell(ledger, 10)
    assert purge(ledger.database) == 0
    receive(ledger, 6)
    assert purge(ledger.database) == 6
    assert numbers(ledger) == [7, 8, 9, 10]
    assert purge(ledger.database) == 0
    check(ledger)


def test_the_newest_stays_and_the_next_sale_continues_it(ledger: Ledger, file: Path) -> None:
    sell(ledger, 5)
    receive(ledger, 5)
    assert purge(ledger.database) == 4
    assert numbers(ledger) == [5]
    check(ledger)
    ledger.close()
    again = open_book(file)
    assert numbers(again) == [5, 6]
    check(again)
    again.close()


def test_what_the_province_set_aside_stays_for_itself(ledger: Ledger) -> None:
    sell(ledger, 6)
    rejected = Rejected(seq=2, sha256=ledger.sale(2)[1], reason="undecodable")
    receive(ledger, 5, rejected)
    assert purge(ledger.database) == 4
    assert numbers(ledger) == [2, 6]
    check(ledger)


def test_the_outlets_legal_book_stays_whatever_room_it_takes(ledger: Ledger) -> None:
    sell(ledger, 3)
    sell(ledger, 2, sealed=True)
    sell(ledger, 3)
    receive(ledger, 7)
    assert Room(ledger.database, Limits(wanted_bytes=1 << 60)).make() == 5
    assert numbers(ledger) == [4, 5, 8]
    assert set(sealed_blocks(ledger)) == {4, 5}
    check(ledger)


def test_what_was_sold_on_a_prescription_is_not_forgotten_for_want_of_room(
    ledger: Ledger,
) -> None:
    """RX-04: nothing of it is sealed, and the province leaves this terminal's own sales out."""
    memory = Memory(ledger.database, catalogue=NoCatalogue(), today=lambda: local_day(AT))
    for number in range(1, 4):
        ledger.commit_sale(sale(on_prescription=True), staff="NV-07")
        sell(ledger, number)
    void = VoidDraft(sale=Reference(epoch=ledger.epoch, seq=1, sha256=ledger.sale(1)[1]))
    ledger.record(void, staff="NV-07")
    sell(ledger, 1)
    receive(ledger, 11)
    assert Room(ledger.database, Limits(wanted_bytes=1 << 60)).make() == 6
    assert numbers(ledger) == [1, 3, 6, 10, 11]
    assert memory.sold_on_code("01234ab12cd3-c") == {"FREE": 20}
    check(ledger)
    assert purge_old(ledger.database, AT + 400 * DAY, Retention()) == 0
    assert purge_old(ledger.database, AT + 401 * DAY, Retention()) == 5
    assert numbers(ledger) == [12]
    check(ledger)


class NoCatalogue:
    """Knows no drug."""

    def offers(self, drug_id: str) -> tuple[Offer, ...]:
        del drug_id
        return ()


def test_age_is_counted_from_the_receipt_and_the_legal_book_has_its_own(ledger: Ledger) -> None:
    retention = Retention(entries=400 * DAY, sealed=1000 * DAY)
    sell(ledger, 2, sealed=True)
    sell(ledger, 6)
    receive(ledger, 4)
    receive(ledger, 7, at=AT + 100 * DAY)
    assert purge_old(ledger.database, AT + 400 * DAY, retention) == 0
    assert purge_old(ledger.database, AT + 401 * DAY, retention) == 2
    assert numbers(ledger) == [1, 2, 5, 6, 7, 8]
    assert purge_old(ledger.database, AT + 501 * DAY, retention) == 3
    assert purge_old(ledger.database, AT + 1001 * DAY, retention) == 2
    assert numbers(ledger) == [8]
    assert sealed_blocks(ledger) == {}
    check(ledger)


def test_a_clock_that_stood_in_1970_when_the_receipt_came_purges_nothing(ledger: Ledger) -> None:
    sell(ledger, 2, sealed=True)
    sell(ledger, 3)
    receipt = Receipt(
        terminal=TERMINAL, epoch=ledger.epoch, through=4, head=ledger.sale(4)[1], at=AT
    )
    outbox = OutboxQueue(ledger.database, terminal=TERMINAL)
    outbox.apply(receipt, at=datetime(1970, 1, 1, tzinfo=UTC))
    assert purge_old(ledger.database, AT + DAY, Retention()) == 0
    assert len(sealed_blocks(ledger)) == 2


@pytest.mark.parametrize("is_rejected", [False, True])
def test_what_undid_a_sale_stays_as_long_as_the_sale(ledger: Ledger, *, is_rejected: bool) -> None:
    sell(ledger, 1, sealed=not is_rejected)
    sha256 = ledger.sale(1)[1]
    void = VoidDraft(sale=Reference(epoch=ledger.epoch, seq=1, sha256=sha256))
    ledger.record(void, staff="NV-07")
    sell(ledger, 3)
    rejected = [Rejected(seq=1, sha256=sha256, reason="undecodable")] if is_rejected else []
    receive(ledger, 4, *rejected)
    assert purge(ledger.database) == 2
    assert numbers(ledger) == [1, 2, 5]
    with pytest.raises(AlreadyUndoneError):
        ledger.record(void, staff="NV-07")
    check(ledger)


def test_a_receipt_for_what_was_purged_is_no_sign_of_another_writer(ledger: Ledger) -> None:
    sell(ledger, 8)
    head = ledger.sale(3)[1]
    receive(ledger, 6)
    purge(ledger.database)
    assert receive(ledger, 3, head=head) == Applied(0, overtaken=False)
    assert receive(ledger, 6, head=ledger.marks()[0].head) == Applied(0, overtaken=True)
    assert receive(ledger, 8) == Applied(2, overtaken=False)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM entry WHERE seq = 7",
        "DELETE FROM entry WHERE seq = 2",
        "DELETE FROM entry WHERE seq = 10",
        "DELETE FROM entry",
        "UPDATE entry SET body = x'7b7d' WHERE seq = 2",
    ],
)
def test_the_triggers_let_the_purge_through_and_nothing_else(
    ledger: Ledger, statement: str
) -> None:
    sell(ledger, 10)
    rejected = Rejected(seq=2, sha256=ledger.sale(2)[1], reason="undecodable")
    receive(ledger, 6, rejected)
    purge(ledger.database)
    before = numbers(ledger)
    with pytest.raises(LedgerError, match="entries never"):
        ledger.database.run(statement)
    assert numbers(ledger) == before


def test_room_is_made_until_there_is_enough_and_no_further(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    sell(ledger, 40)
    receive(ledger, 30)
    free = iter([0, 0, 10_000])
    monkeypatch.setattr("device.ledger.room.free_bytes", lambda _file: next(free))
    monkeypatch.setattr("device.ledger.room.CHUNK", 10)
    assert Room(ledger.database, Limits(wanted_bytes=5000)).make() == 20
    assert numbers(ledger)[0] == 21
    check(ledger)


def test_a_purge_gives_the_disk_its_room_back(ledger: Ledger, file: Path) -> None:
    sell(ledger, 400)
    receive(ledger, 400)
    ledger.database.tidy(least_pages=1)
    before = file.stat().st_size
    Room(ledger.database, Limits(wanted_bytes=1 << 60)).make()
    assert file.stat().st_size < before / 2
    check(ledger)


def test_a_disk_below_its_reserve_counts_as_full(ledger: Ledger) -> None:
    assert not Room(ledger.database, Limits(reserve_bytes=0)).is_full
    assert Room(ledger.database, Limits(reserve_bytes=1 << 60)).is_full


def test_quiet_moments_shorten_the_log_and_lose_nothing(ledger: Ledger, file: Path) -> None:
    log = file.with_name(f"{file.name}-wal")
    sell(ledger, 50)
    long = log.stat().st_size
    assert not ledger.database.tidy(least_pages=10_000)
    assert ledger.database.tidy(least_pages=10)
    assert log.stat().st_size < long / 10
    assert numbers(ledger) == list(range(1, 51))
    check(ledger)


def test_the_checkpoint_survives_a_salvage(ledger: Ledger, file: Path) -> None:
    sell(ledger, 20)
    receive(ledger, 10)
    purge(ledger.database)
    shelf = ledger.database.rows("SELECT drug, batch, on_hand FROM stock ORDER BY batch")
    epoch = ledger.epoch
    ledger.database.run("UPDATE outbox SET answered_at = NULL, id = id + 500 WHERE seq = 20")
    ledger.close()
    again = open_book(file)
    assert again.epoch != epoch
    assert [entry.seq for entry in again.entries() if entry.epoch == epoch] == [*range(11, 21)]
    assert begun(again).missing == ()
    assert again.database.rows("SELECT drug, batch, on_hand FROM stock ORDER BY batch") == shelf
    check(again)
    again.close()
