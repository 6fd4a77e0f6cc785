"""What a ledger says it holds of the terminal's epochs: nothing that it has lost."""

from pathlib import Path

from device.ledger.epochs import held
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.ledger.succession import Heritage, begin_after, go_on_with
from tests.device.ledger.books import AT, TERMINAL, open_book, sale
from wire.asking import Held
from wire.receipt import Receipt, Rejected


def sell(ledger: Ledger, how_many: int) -> None:
    for _sale in range(how_many):
        ledger.commit_sale(sale(on_prescription=True), staff="NV-07")


def receive(ledger: Ledger, through: int, *, but: tuple[int, ...] = ()) -> None:
    """Take a receipt, which sets some entries aside as another database's."""
    hashes = {entry.seq: entry.sha256 for entry in ledger.entries()}
    receipt = Receipt(
        terminal=TERMINAL, epoch=ledger.epoch, through=through, head=hashes[through], at=AT,
        rejected=tuple(Rejected(seq=seq, sha256=hashes[seq], reason="conflict") for seq in but),
    )  # fmt: skip
    if OutboxQueue(ledger.database, terminal=TERMINAL).apply(receipt, at=AT).overtaken:
        ledger.overtaken(ledger.epoch)
        ledger.catch_up()


def test_of_the_epoch_that_is_written_to_it_is_all(ledger: Ledger) -> None:
    sell(ledger, 3)
    assert held(ledger.database) == (Held(epoch=ledger.epoch),)


def test_what_a_damaged_page_took_is_not_held(ledger: Ledger, file: Path) -> None:
    sell(ledger, 9)
    ledger.database.settle()
    old = ledger.epoch
    body = next(bytes(entry.body) for entry in ledger.entries() if entry.seq == 5)
    ledger.close()
    content = bytearray(file.read_bytes())
    content[content.index(body) + len(body) - 2] ^= 1
    file.write_bytes(content)
    again = open_book(file)
    assert held(again.database) == (
        Held(epoch=old, runs=((1, 4), (6, 9))),
        Held(epoch=again.epoch),
    )
    again.close()


def test_what_another_database_wrote_under_its_numbers_is_not_held(ledger: Ledger) -> None:
    sell(ledger, 4)
    old = ledger.epoch
    receive(ledger, 4, but=(3, 4))
    assert held(ledger.database) == (
        Held(epoch=old, runs=((1, 2),)),
        Held(epoch=ledger.epoch),
    )


def test_a_card_s_ledger_that_goes_on_elsewhere_holds_what_the_province_confirms(
    ledger: Ledger, file: Path
) -> None:
    sell(ledger, 4)
    receive(ledger, 3)
    old = ledger.epoch
    ledger.close()
    go_on_with(file, terminal=TERMINAL, clock=lambda: AT)
    again = open_book(file)
    assert held(again.database) == (Held(epoch=old, runs=((1, 3),)), Held(epoch=again.epoch))
    again.close()


def test_a_ledger_that_begins_after_a_lost_one_holds_nothing_of_it(file: Path) -> None:
    file.parent.mkdir(exist_ok=True)
    begin_after(file, Heritage(epoch="0a" * 16, through=9, shelf=()), terminal=TERMINAL)
    fresh = open_book(file)
    assert held(fresh.database) == (Held(epoch=fresh.epoch),)
    fresh.close()


def test_what_made_room_was_held(ledger: Ledger) -> None:
    sell(ledger, 4)
    old = ledger.epoch
    ledger.database.run("INSERT INTO checkpoint (book, through, head) VALUES (1, 2, '')")
    ledger.database.run("DELETE FROM outbox WHERE seq <= 2")
    receive(ledger, 4, but=(4,))
    assert held(ledger.database)[0] == Held(epoch=old, runs=((1, 2), (3, 3)))
