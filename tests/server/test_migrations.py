"""A database of an older version is brought up to date and keeps what it holds."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from msgspec.structs import replace

from server.prescriptions.follow import follow
from server.store import notices, prescriptions
from server.store.check import check_all
from server.store.database import close_store, open_store, reading, rows, run, writing
from server.store.migrations import SCHEMA, migrate
from server.store.tables import DATABASE
from tests.server.desk import Desk
from tests.server.fleet.fleet import Fleet
from tests.server.outlet import NOW, Outlet
from tests.server.oversight.shelves import Shop
from tests.server.prescriptions.counters import CODE
from wire.asking import Notice
from wire.chain import entry_hash

FIRST = """
CREATE TABLE "terminal" ("id" TEXT NOT NULL PRIMARY KEY, "province" TEXT NOT NULL,
    "outlet" TEXT NOT NULL, "commune" TEXT NOT NULL, "signing_key" TEXT NOT NULL,
    "status" TEXT NOT NULL CHECK (status IN ('active', 'revoked')), "enrolled_at" TEXT NOT NULL,
    "last_contact_at" TEXT, "unsent" INTEGER, "last_seq" INTEGER, "software" TEXT,
    "reported_at" TEXT);
CREATE TABLE "entry" ("terminal" TEXT NOT NULL, "epoch" TEXT NOT NULL, "seq" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL, "prev" TEXT NOT NULL, "kind" TEXT NOT NULL, "at" TEXT NOT NULL,
    "total_vnd" INTEGER, "body" BLOB NOT NULL, "stored_at" TEXT NOT NULL,
    PRIMARY KEY ("terminal", "epoch", "seq"),
    FOREIGN KEY ("terminal") REFERENCES "terminal" ("id"));
CREATE TABLE "mark" ("terminal" TEXT NOT NULL, "epoch" TEXT NOT NULL, "through" INTEGER NOT NULL,
    "stored" INTEGER NOT NULL, "touched_at" TEXT NOT NULL, PRIMARY KEY ("terminal", "epoch"),
    FOREIGN KEY ("terminal") REFERENCES "terminal" ("id"));
CREATE TABLE "quarantine" ("terminal" TEXT NOT NULL, "epoch" TEXT NOT NULL,
    "seq" INTEGER NOT NULL, "sha256" TEXT NOT NULL, "reason" TEXT NOT NULL, "body" BLOB NOT NULL,
    "at" TEXT NOT NULL, "again_at" TEXT NOT NULL,
    PRIMARY KEY ("terminal", "epoch", "seq", "sha256"));
PRAGMA user_version = 1;
"""
"""The tables as version 1 made them."""


def make_first(file: Path, outlet: Outlet, poison: bytes) -> None:
    """Make a database of version 1 with two entries and, as number 3, something set aside."""
    at = NOW.isoformat(timespec="microseconds")
    place, found = (outlet.id, outlet.epoch), outlet.registration
    with closing(sqlite3.connect(file)) as old:
        old.executescript(FIRST)
        old.execute(
            "INSERT INTO terminal VALUES (?, '33', 'o', 'c', ?, 'active', ?, ?, 0, 0, '', ?)",
            (outlet.id, found.signing_key, at, at, at),
        )
        before = ["", *outlet.hashes]
        for seq in (1, 2):
            body = outlet.bodies[seq - 1]
            prev = before[seq - 1] or Outlet(id=outlet.id, epoch=outlet.epoch).head
            old.execute(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, 'sale', ?, 25000, ?, ?)",
                (*place, seq, entry_hash(body), prev, at, body, at),
            )
        old.execute("INSERT INTO mark VALUES (?, ?, 3, 2, ?)", (*place, at))
        old.execute(
            "INSERT INTO quarantine VALUES (?, ?, 3, ?, 'undecodable', ?, ?, ?)",
            (*place, entry_hash(poison), poison, at, at),
        )
        old.commit()


def test_the_first_version_is_brought_up_to_date_and_its_ledgers_go_on(tmp_path: Path) -> None:
    outlet, poison = Outlet(), b'{"seq":3}'
    outlet.sell(2)
    make_first(tmp_path / "old.db", outlet, poison)
    outlet.bodies.append(poison)
    outlet.sell(2)
    for _ in range(2):  # the second time there is nothing left to do
        open_store(tmp_path / "old.db")
    assert rows("PRAGMA user_version") == [(SCHEMA,)]
    receipt = Desk().receive_batch(outlet, outlet.bodies)
    assert (receipt.through, receipt.head) == (5, outlet.head)
    assert [found.seq for found in receipt.rejected] == [3]
    assert rows("SELECT through, stored, head, aside FROM mark") == [(5, 4, outlet.head, 1)]
    assert rows("SELECT id, outlet_code FROM terminal") == [(outlet.id, "")]
    with reading():
        assert check_all().first_break is None
    close_store()


def test_a_ledger_that_was_whole_has_its_head_noted(tmp_path: Path) -> None:
    outlet = Outlet()
    outlet.sell(2)
    make_first(tmp_path / "old.db", outlet, b"")
    with closing(sqlite3.connect(tmp_path / "old.db")) as old:
        old.execute("DELETE FROM quarantine")
        old.execute("UPDATE mark SET through = 2")
        old.commit()
    open_store(tmp_path / "old.db")
    assert rows("SELECT head, aside FROM mark") == [(outlet.head, 0)]
    close_store()


NEW_SINCE_THREE: dict[str, Sequence[str]] = {
    "pricespread": ("unit_size",),
    "dayfigure": ("overridden_sales",),
    "weekfigure": ("overridden_sales",),
    "overridden": ("batch", "units", "counts"),
}


NEW_SINCE_FIVE: dict[str, Sequence[str]] = {"terminalstatus": ("certificate_days",)}


def make_fifth(columns_of: Mapping[str, Sequence[str]] = NEW_SINCE_FIVE) -> None:
    """Make the tables what version 5 had, those that there are."""
    for table in columns_of.keys() & set(DATABASE.get_tables()):
        for column in columns_of[table]:
            run(f"ALTER TABLE {table} DROP COLUMN {column}")


NEW_SINCE_FOUR: dict[str, Sequence[str]] = {"notice": ("since", "given_at")}


def make_fourth(columns_of: Mapping[str, Sequence[str]] = NEW_SINCE_FOUR) -> None:
    """Make the tables what version 4 had."""
    make_fifth({**NEW_SINCE_FIVE, **columns_of})


def make_third() -> None:
    """Make the tables what version 3 had, as far as it had them."""
    make_fourth(NEW_SINCE_FOUR | NEW_SINCE_THREE)


def test_what_was_stored_late_before_version_4_is_counted_on_its_prescription(
    tmp_path: Path,
) -> None:
    file, shop, new = tmp_path / "old.db", Shop(), Shop()
    open_store(file)
    first, *_rest = [shop.sell(("D1", "A", units), prescription=CODE) for units in (1, 2, 4, 8, 16)]
    shop.store(but=[1, 2, 3])
    new.give_back(first, ("D1", "A", 1))
    new.store()
    while follow():
        pass
    for late in (1, 2):
        shop.store_late(late)
    with writing():
        make_third()
    close_store()
    with closing(sqlite3.connect(file)) as old:  # so far version 3 went, and no further
        old.execute(
            "INSERT INTO quarantine VALUES (?, ?, 3, 'x', 'newer schema', '', '', '')",
            (shop.terminal, shop.epoch),
        )
        old.executescript("DROP TABLE awaited; PRAGMA user_version = 3")
    open_store(file)
    assert dispensed() == 2 + 8 + 16
    shop.store_late(3)
    assert dispensed() == 2 + 4 + 8 + 16
    assert rows("SELECT count(*) FROM awaited") == [(0,)]
    close_store()


def dispensed() -> int:
    while follow():
        pass
    with reading():
        return sum(one.units for one in prescriptions.dispensed(CODE, beside="X"))


def test_prices_of_version_three_are_reckoned_anew(store: Path | str) -> None:
    with writing():
        make_third()
        run(
            "INSERT INTO pricespread (drug, unit, outlets, low_vnd, median_vnd, high_vnd,"
            " reckoned_at) VALUES ('D1', 'hộp', 7, 1, 1, 1, '')"
        )
        run("INSERT INTO pricefar (drug, unit, outlet) VALUES ('D1', 'hộp', 'N1')")
        run(
            "INSERT INTO outletprice (drug, unit, outlet, unit_size, price_vnd, at, lines)"
            " VALUES ('D1', 'hộp', 'N1', 100, 95000, '', 1)"
        )
        migrate(3, run, DATABASE.get_tables())
    assert store
    assert rows("SELECT unit_size FROM pricespread") == rows("SELECT outlet FROM pricefar") == []
    assert rows("SELECT drug, unit FROM pricechanged") == [("D1", "hộp")]


def test_overrides_of_version_three_are_compared_as_they_were(store: Path | str) -> None:
    with writing():
        make_third()
        run("INSERT INTO dayfigure (day, outlet, overrides) VALUES ('2026-11-16', 'N1', 3)")
        run("INSERT INTO weekfigure (week, outlet, overrides) VALUES ('2026-11-16', 'N1', 4)")
        run(
            "INSERT INTO overridden (terminal, epoch, seq, outlet, day, at, staff, rule, reason,"
            " allowed_by, drug, sale_epoch)"
            " VALUES ('T1', '', 1, '', '', '', '', '', '', '', '', '')"
        )
        migrate(3, run, DATABASE.get_tables())
    assert store
    assert rows("SELECT overridden_sales FROM dayfigure") == [(3,)]
    assert rows("SELECT overridden_sales FROM weekfigure") == [(4,)]
    assert rows("SELECT batch, units, counts FROM overridden") == [("", None, 1)]


def test_recalls_of_version_four_ask_what_they_always_asked(store: Path | str) -> None:
    recall = Notice(number="QĐ 12", kind="recalled", drug="D1", batches=("A",))
    with writing():
        notices.give(recall, at=NOW)
        make_fourth()
        migrate(4, run, DATABASE.get_tables())
        notices.give(recall, at=NOW)
        assert notices.asked_since() == {}
        notices.give(replace(recall, batches=("A", "B")), at=NOW)
        assert notices.asked_since() == {"QĐ 12": NOW}
    assert store


def test_what_terminals_of_version_five_said_stays_and_they_say_more(store: Path | str) -> None:
    fleet = Fleet()
    (name,) = fleet.add()
    with writing():
        make_fifth()
        migrate(5, run, DATABASE.get_tables())
    assert store
    told = "SELECT software, certificate_days FROM terminalstatus"
    assert rows(told) == [("4.2.0", None)]
    fleet.say([name], software="4.3.0", certificate_days=12)
    assert rows(told) == [("4.3.0", 12)]
