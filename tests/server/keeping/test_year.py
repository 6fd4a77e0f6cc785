"""A year's data of the version before come forward, in place and through a backup of them.

More than a test's year: QUAY_YEAR_OUTLETS=886 pytest -s tests/server/keeping/test_year.py
"""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

from server.keeping import counting
from server.keeping.counting import Held
from server.keeping.restoring import restore
from server.keeping.taking import take
from server.sample.plans import plan_province
from server.sample.province import write_province
from server.sample.scale import Scale
from server.store.address import is_postgresql
from server.store.check import check_all
from server.store.copying import looking, table_names
from server.store.database import close_store, open_store, reading, rows, run, writing
from server.store.migrations import SCHEMA
from server.store.terminals import find
from tests.server.keeping.test_backup import empty  # noqa: F401 - a fixture
from tests.server.test_migrations import make_fourth

OUTLETS = int(os.environ.get("QUAY_YEAR_OUTLETS", "8"))
UNTIL = datetime(2026, 11, 23, 4, 56, tzinfo=UTC)
SECOND = {
    "terminal", "formerkey", "entry", "carried", "sealed", "mark", "quarantine", "alarm",
    "epochreport", "prescription", "followed", "notice", "payment",
}  # fmt: skip
"""The tables of version 2 that are still there."""


def fill_second(store: Path | str) -> Held:
    """Fill a store with a year of business, as version 2 kept it; return what it holds."""
    scale = Scale(outlets=OUTLETS, days=365, until=UNTIL, pace=1.0, seed=7)
    write_province(plan_province(scale), str(store), workers=1)
    with writing():
        for table in set(table_names()) - SECOND:
            run(f"DROP TABLE {table}")
        make_fourth()
        run("ALTER TABLE terminal DROP COLUMN outlet_code")
        run("DELETE FROM followed")
        set_schema = "UPDATE schema_version SET version = 2"
        run(set_schema if is_postgresql(str(store)) else "PRAGMA user_version = 2")
    close_store()
    with looking(str(store)) as look:
        assert look.schema == 2
        return counting.held(look)


def test_a_year_comes_forward_in_place(store: Path | str) -> None:
    before = fill_second(store)
    began = time.monotonic()
    open_store(store)
    took = time.monotonic() - began
    print(f"{before.rows['entry']} entries brought up to date in {took:.2f} s")  # noqa: T201 - what -s shows
    close_store()
    with looking(str(store)) as look:
        assert look.schema == SCHEMA
        assert set(look.tables) >= set(table_names())
        after = counting.held(look)
    assert {name: after.rows[name] for name in before.rows} == before.rows
    assert after.ledgers == before.ledgers
    with reading():
        checked = check_all()
        (one,) = rows("SELECT id FROM terminal ORDER BY id LIMIT 1")
        assert find(one)[one[0]].active
    assert (checked.breaks, checked.entries) == ((), before.rows["entry"])


def test_a_backup_leaves_the_version_before_alone_and_comes_back_as_todays(
    store: Path | str, empty: str, tmp_path: Path  # noqa: F811 - a fixture
) -> None:  # fmt: skip
    before = fill_second(store)
    made = take(str(store), tmp_path / "backup", province="99", now=UNTIL)
    assert (made.schema, made.rows) == (2, before.rows)
    with looking(str(store)) as look:
        assert look.schema == 2, "a backup changes nothing"
    proof = restore(tmp_path / "backup", empty, now=UNTIL)
    assert proof.holds
    assert proof.checked.entries == before.rows["entry"]
    with looking(empty) as look:
        assert look.schema == SCHEMA
        assert look.rows("SELECT count(*) FROM restored") == [(1,)]
