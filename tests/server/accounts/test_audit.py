"""The log of who saw what: the database itself refuses to change it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import peewee
import pytest

from server.accounts import audit
from server.accounts.audit import Action
from server.query.filters import Filters
from server.store.database import reading, rows, run, writing
from server.store.tables import DATABASE
from server.web.address import write_address
from tests.server.outlet import NOW


def write(at: datetime, account: str = "ds.ha", action: Action = Action.SAW) -> None:
    with writing():
        audit.log(at, account, action, "/co-so")


def lines(*, state: str = "", search: str = "", sort: str = "") -> list[tuple[str, str]]:
    filters = Filters(since=NOW.date(), until=NOW.date(), state=state, search=search, sort=sort)
    with reading():
        return [(line.account, line.action) for line in audit.lines(filters).rows]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET account = 'ai.do'",
        "UPDATE audit SET result = 'done' WHERE id = (SELECT min(id) FROM audit)",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE account = 'ds.ha'",
    ],
)
def test_a_line_is_neither_changed_nor_removed(store: Path | str, statement: str) -> None:
    assert store
    write(datetime.now(UTC))
    with pytest.raises(peewee.IntegrityError), writing():
        run(statement)
    assert rows("SELECT account, result FROM audit") == [("ds.ha", "done")]
    DATABASE.close()


def test_the_log_is_not_emptied_at_once_either(store: Path | str) -> None:
    write(datetime.now(UTC))
    if isinstance(store, str):
        with pytest.raises(peewee.IntegrityError), writing():
            run("TRUNCATE audit")
    assert len(rows("SELECT * FROM audit")) == 1
    DATABASE.close()


def test_what_is_older_than_a_year_may_go(store: Path | str) -> None:
    assert store
    write(datetime.now(UTC) - timedelta(days=370), "cu")
    write(datetime.now(UTC) - timedelta(days=360), "moi")
    with writing():
        run("DELETE FROM audit WHERE account = 'cu'")
    assert rows("SELECT account FROM audit") == [("moi",)]


def test_the_log_is_listed_by_day_here_action_account_and_address(store: Path | str) -> None:
    assert store
    write(NOW)
    write(NOW, "kt.nam", Action.TOOK)
    write(NOW.replace(hour=16, minute=59), "toi.muon")
    write(NOW.replace(hour=17, minute=0), "hom.sau")
    assert [account for account, _action in lines()] == ["toi.muon", "kt.nam", "ds.ha"]
    assert lines(state="took") == [("kt.nam", "took")]
    assert lines(search="DS.HA") == [("ds.ha", "saw")]
    assert lines(search="' OR 1=1 --") == []
    assert lines(sort="account")[0] == ("ds.ha", "saw")


def test_no_prescription_code_stands_whole_in_the_log(store: Path | str) -> None:
    assert store
    typed = "/lo?tim=01234ab12cd3-c&xa=99052&ghi-chu=01234ZZ12CD9-N"
    with writing():
        audit.log(NOW, "ds.ha", Action.SAW, typed)
    ((kept,),) = rows("SELECT object FROM audit")
    assert kept == "/lo?tim=01234*******-c&xa=99052&ghi-chu=01234*******-N"


@pytest.mark.parametrize(
    "typed",
    [
        "https://donthuocquocgia.vn/tra-cuu/01234ab12cd3-c",
        "(01234ab12cd3-c)",
        "Mã:01234ab12cd3-c",
        "“01234ab12cd3-c”",
        "ma=01234ab12cd3-c",
        "\x1d01234ab12cd3-c",
        "https%3A%2F%2Fdonthuocquocgia.vn%2F01234ab12cd3-c",
    ],
)
def test_a_code_is_hidden_however_its_address_is_written(store: Path | str, typed: str) -> None:
    assert store
    every = "".join(f"%{byte:02x}" for byte in typed.encode())
    with writing():
        for address in (write_address("/lo", {"tim": typed, "ky": "7"}), f"/api/lo?tim={every}"):
            audit.log(NOW, "ds.ha", Action.SAW, address)
    for (kept,) in rows("SELECT object FROM audit"):
        assert "01234*******-c" in kept
        assert "ab12cd3" not in kept


@pytest.mark.parametrize("thing", ["/lo?tim=%00%0a100%25", "a+b: 1%", "/lo?tim=01234ab12cd3"])
def test_what_names_no_prescription_stays_as_it_was(thing: str) -> None:
    assert audit.masked(thing) == thing
