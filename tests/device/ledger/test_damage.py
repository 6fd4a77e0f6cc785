"""A damaged ledger is set aside whole, and all of it that can be read goes on."""

import random
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from device.ledger.catalogue import Catalogue, store_offers
from device.ledger.counting import set_opening_stock
from device.ledger.database import PAGE_BYTES
from device.ledger.ledger import Ledger
from device.ledger.outbox import OutboxQueue
from device.ledger.projection import differences
from device.ledger.stock import OpeningStock, batches
from tests.device.ledger.books import (
    AT,
    BOX,
    COMBINATION,
    LATE,
    TERMINAL,
    line,
    open_book,
    sale,
    sealed_blocks,
)  # fmt: skip
from wire.chain import entry_hash, origin
from wire.entry import read_head
from wire.kinds import EpochBegun, StockCount, read_entry
from wire.receipt import Receipt

SALES = 40
RECEIVED = 12
Whole = dict[tuple[str, int], bytes]


def fill(file: Path, *, settle: bool = True, sealed: bool = True) -> Whole:
    """Sell, partly receipted; return every entry.

    `settle`: all of it is in the database; else in the log, as after a kill.
    """
    if settle:
        return _fill(file, sealed=sealed)
    live = file.parent.with_name(f"{file.parent.name}-live") / file.name
    whole = _fill(live, lambda: copied(live, file.parent), sealed=sealed)
    assert file.with_name(f"{file.name}-wal").stat().st_size > 100_000
    return whole


def _fill(file: Path, killed: Callable[[], object] = lambda: None, *, sealed: bool) -> Whole:
    ledger = open_book(file)
    store_offers(ledger.database, [("08938501000118", BOX)])
    set_opening_stock(ledger, [OpeningStock("FREE", "A", LATE, 1000)], staff="NV-07")
    for number in range(SALES):
        lines = line(quantity=1 + number % 3), line(COMBINATION, f"B{number % 7}")
        sold = sale(*lines, card=sealed)
        ledger.commit_sale(sold, staff="NV-07")
    head = ledger.sale(RECEIVED)[1]
    receipt = Receipt(terminal=TERMINAL, epoch=ledger.epoch, through=RECEIVED, head=head, at=AT)
    OutboxQueue(ledger.database, terminal=TERMINAL).apply(receipt, at=AT)
    found = {(entry.epoch, entry.seq): entry.body for entry in ledger.entries()}
    killed()
    ledger.close()
    return found


def copied(source: Path, folder: Path) -> Path:
    """Copy a ledger as a kill leaves it; return its file."""
    folder.mkdir()
    for part in source.parent.glob("ledger.sqlite*"):
        if not part.name.endswith(("-shm", ".lock")):
            shutil.copy(part, folder / part.name)
    return folder / source.name


def all_of(ledger: Ledger) -> Whole:
    return {(entry.epoch, entry.seq): entry.body for entry in ledger.entries()}


def begun(ledger: Ledger) -> EpochBegun:
    first = next(e for e in ledger.entries() if e.epoch == ledger.epoch and e.seq == 1)
    entry = read_entry(first.body)
    assert isinstance(entry, EpochBegun)
    return entry


def check_whole(ledger: Ledger) -> None:
    """Check hash, links and outbox of everything, and that selling goes on."""
    heads: dict[str, tuple[int, str]] = {}
    for entry in ledger.entries():
        head = read_head(entry.body)
        assert entry_hash(entry.body) == entry.sha256
        last, before = heads.get(entry.epoch, (0, origin(TERMINAL, entry.epoch)))
        assert head.prev == before or entry.seq > last + 1
        heads[entry.epoch] = (entry.seq, entry.sha256)
    states = OutboxQueue(ledger.database, terminal=TERMINAL).states()
    assert set(states) == set(all_of(ledger))
    assert differences(ledger.database) == []
    number = heads.get(ledger.epoch, (0, ""))[0]
    assert ledger.commit_sale(sale(), staff="NV-07").number == number + 1


def aside(file: Path) -> list[Path]:
    return sorted((file.parent / "set-aside").glob("*"))


@pytest.fixture(scope="module", params=["database", "log"])
def filled(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, str, Whole]:
    """A ledger that is copied for each example, where its pages are, and its entries."""
    file = tmp_path_factory.mktemp(request.param) / "filled" / "ledger.sqlite"
    end = "" if request.param == "database" else "-wal"
    return file, end, fill(file, settle=not end)


def spoil_header(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[:100] = bytes(100)
    file.write_bytes(content)


def spoil_page_one(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[:4096] = b"\xa5" * 4096
    file.write_bytes(content)


@pytest.mark.parametrize("spoil", [spoil_header, spoil_page_one])
def test_of_a_database_that_sqlite_cannot_open_every_entry_is_salvaged(
    file: Path, spoil: object
) -> None:
    whole = fill(file)
    (epoch,) = {epoch for epoch, _seq in whole}
    assert callable(spoil)
    spoil(file)
    damaged = file.read_bytes()
    ledger = open_book(file)
    assert {place: body for place, body in all_of(ledger).items() if place[0] == epoch} == whole
    assert ledger.epoch != epoch
    entry = begun(ledger)
    assert (entry.because, entry.previous, entry.previous_through, entry.missing) == (
        "damaged", epoch, SALES + 1, (),
    )  # fmt: skip
    states = OutboxQueue(ledger.database, terminal=TERMINAL).states()
    assert [states[epoch, seq] for seq in range(1, RECEIVED + 1)] == ["received"] * RECEIVED
    assert states[epoch, RECEIVED + 1] == "waiting"
    assert len(sealed_blocks(ledger)) == SALES
    (folder,) = aside(file)
    assert (folder / file.name).read_bytes() == damaged
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(one.stat().st_mode) for one in folder.iterdir()} == {0o600}
    check_whole(ledger)
    ledger.close()


def test_the_shelf_is_carried_over_and_what_goes_on_is_sold_from_it(file: Path) -> None:
    fill(file)
    before = open_book(file)
    shelf = batches(before.database, "FREE")
    before.close()
    spoil_header(file)
    ledger = open_book(file)
    assert batches(ledger.database, "FREE") == shelf
    counts = [read_entry(e.body) for e in ledger.entries() if e.epoch == ledger.epoch][1:]
    assert all(isinstance(one, StockCount) and one.because == "carried-over" for one in counts)
    ledger.close()


def test_a_catalogue_that_reads_comes_along(file: Path) -> None:
    fill(file)
    content = bytearray(file.read_bytes())
    at = content.rindex(b'"total_vnd"')
    content[at + 1] ^= 1
    file.write_bytes(content)
    ledger = open_book(file)
    assert len(aside(file)) == 1
    found = Catalogue(ledger.database).offer("08938501000118")
    assert found == replace(BOX, gtin="08938501000118")
    assert begun(ledger).missing != ()
    ledger.close()


def test_of_a_damaged_catalogue_every_row_that_is_sound_comes_along(file: Path) -> None:
    fill(file)
    ledger = open_book(file)
    gtins = [f"{number:014}" for number in range(1000)]
    store_offers(ledger.database, [(gtin, BOX) for gtin in gtins])
    ledger.close()
    content = bytearray(file.read_bytes())
    page = content.index(b"00000000000500") // PAGE_BYTES * PAGE_BYTES
    content[page : page + PAGE_BYTES] = bytes(PAGE_BYTES)
    file.write_bytes(content)
    spoil_header(file)
    catalogue = Catalogue(open_book(file).database)
    found = [gtin for gtin in gtins if catalogue.offer(gtin) == replace(BOX, gtin=gtin)]
    assert 800 < len(found) < 1000
    assert catalogue.offer("00000000000500") is None


def test_a_price_that_the_card_has_changed_is_not_sold_at(file: Path) -> None:
    fill(file)
    ledger = open_book(file)
    ledger.database.execute_sql("UPDATE packing SET price_vnd = price_vnd + 1")
    assert Catalogue(ledger.database).offer("08938501000118") is None
    ledger.close()


@pytest.mark.parametrize(
    "content", [b"not a database" * 500, b"SQLite format 3\x00" + b"\xff" * 5000, b"\0" * 100_000]
)
def test_a_file_that_is_no_database_is_set_aside_and_selling_begins(
    file: Path, content: bytes
) -> None:
    file.parent.mkdir()
    file.write_bytes(content)
    ledger = open_book(file)
    entry = begun(ledger)
    assert (entry.because, entry.previous, entry.previous_through) == ("damaged", None, 0)
    (folder,) = aside(file)
    assert (folder / file.name).read_bytes() == content
    check_whole(ledger)
    ledger.close()


def test_a_log_whose_database_is_gone_is_salvaged(file: Path) -> None:
    whole = fill(file, settle=False)
    file.unlink()
    ledger = open_book(file)
    assert whole.items() <= all_of(ledger).items()
    check_whole(ledger)
    ledger.close()


def test_tables_of_another_kind_are_set_aside(file: Path) -> None:
    fill(file)
    ledger = open_book(file)
    ledger.database.execute_sql("ALTER TABLE outbox RENAME COLUMN reason TO why")
    ledger.close()
    again = open_book(file)
    assert len(aside(file)) == 1
    check_whole(again)
    again.close()


def test_a_sound_ledger_stays_where_it_is(file: Path) -> None:
    whole = fill(file)
    for _start in range(3):
        ledger = open_book(file)
        assert all_of(ledger) == whole
        ledger.close()
    assert aside(file) == []


def test_a_damaged_ledger_can_be_damaged_again(file: Path) -> None:
    whole = fill(file)
    for turn in range(1, 4):
        spoil_header(file)
        ledger = open_book(file)
        assert len(aside(file)) == turn
        assert whole.items() <= all_of(ledger).items()
        check_whole(ledger)
        whole = all_of(ledger)
        ledger.close()


@pytest.mark.parametrize("seed", range(14))
def test_a_flipped_bit_never_stops_the_shop_and_never_invents_an_entry(
    filled: tuple[Path, str, Whole], tmp_path: Path, seed: int
) -> None:
    source, end, whole = filled
    chance = random.Random(seed)  # noqa: S311 - examples, not secrets
    for turn in range(8):
        file = copied(source, tmp_path / f"{turn}")
        target = file.with_name(file.name + end)
        content = bytearray(target.read_bytes())
        at = chance.randrange(len(content))
        content[at] ^= 1 << chance.randrange(8)
        target.write_bytes(content)
        ledger = open_book(file)
        found = all_of(ledger)
        ours = {place: body for place, body in found.items() if place in whole}
        assert all(whole[place] == body for place, body in ours.items()), at
        lost = sorted(whole.keys() - ours.keys())
        # One flipped bit spoils one page; the last transaction of a log cannot be told from one
        # that a power cut tore.
        assert len(lost) <= 12, (at, lost)
        if aside(file):
            named = {seq for first, last in begun(ledger).missing for seq in range(first, last + 1)}
            assert {seq for _epoch, seq in lost} <= named | {SALES + 1}, at
        else:
            assert lost in ([], [max(whole)]), at
        check_whole(ledger)
        ledger.close()


def test_what_was_never_committed_is_not_salvaged(file: Path) -> None:
    whole = fill(file, settle=False)
    live = open_book(file)
    live.database.execute_sql("PRAGMA cache_size = 1")
    with pytest.raises(KeyboardInterrupt):
        sell_and_break_off(live, file)
    killed = file.parent.with_name("killed") / file.name
    live.close()
    log = killed.with_name(f"{killed.name}-wal")
    content = bytearray(log.read_bytes())
    assert b"NEVER SOLD" in content
    content[0] ^= 0xFF
    log.write_bytes(content)
    ledger = open_book(killed)
    assert len(aside(killed)) == 1
    kept = all_of(ledger)
    assert whole.items() <= kept.items()
    assert not any(b"NEVER SOLD" in body for body in kept.values())
    ledger.close()


def sell_and_break_off(ledger: Ledger, file: Path) -> None:
    """Sell so much in one transaction that SQLite writes some of it ahead, and never commit."""
    with ledger.database.writing():
        for _sale in range(40):
            ledger.commit_sale(sale(line(batch="NEVER SOLD")), staff="NV-07")
        copied(file, file.parent.with_name("killed"))
        raise KeyboardInterrupt


@pytest.mark.parametrize("seed", range(6))
def test_a_file_cut_short_or_full_of_garbage_never_stops_the_shop(
    tmp_path: Path, seed: int
) -> None:
    source = tmp_path / "source" / "ledger.sqlite"
    whole = fill(source)
    chance = random.Random(seed)  # noqa: S311 - examples, not secrets
    for turn in range(4):
        file = copied(source, tmp_path / f"{turn}")
        content = bytearray(file.read_bytes())
        at = chance.randrange(len(content))
        if turn % 2:
            content[at : at + 5000] = chance.randbytes(min(5000, len(content) - at))
        else:
            del content[at:]
        file.write_bytes(content)
        ledger = open_book(file)
        found = all_of(ledger)
        assert all(whole.get(place, body) == body for place, body in found.items())
        check_whole(ledger)
        ledger.close()
