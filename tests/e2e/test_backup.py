"""The province loses its database and comes back from an old backup: nothing is lost for good."""

import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread

import pytest

from demo.postgres import Postgres
from tests.e2e.homecoming import Homecoming
from tests.e2e.outpost import until

pytestmark = [pytest.mark.e2e, pytest.mark.broker, pytest.mark.timeout(300)]
RECALL = "512/QLD-CL"
DRUG, BATCH = "VD-12345-24", "2599Z0"


@pytest.fixture(params=["sqlite", "postgresql"])
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Where the province's database is, and where it is after the loss."""
    if request.param == "sqlite":
        yield str(tmp_path / "first.sqlite"), str(tmp_path / "second.sqlite")
        return
    with Postgres(tmp_path / "postgres") as server:
        yield server.url, server.create(f"second{secrets.token_hex(4)}")


@pytest.fixture
def province(places: tuple[str, str], tmp_path: Path) -> Iterator[Homecoming]:
    where = Homecoming(tmp_path / "outpost", "127.0.0.1", database=places[0])
    with where:
        where.link.start()
        yield where


def recalls_at(province: Homecoming) -> set[str]:
    """The recalls that the counter goes by."""
    with closing(sqlite3.connect(province.folder / "terminal" / "ledger.sqlite")) as ledger:
        return {number for (number,) in ledger.execute("SELECT number FROM hold")}


def sales(province: Homecoming) -> int:
    """How many sales the province's figures have."""
    return sum(int(row[3]) for row in province.figures())


def test_an_old_backup_and_the_terminals_together_are_everything(
    province: Homecoming, places: tuple[str, str]
) -> None:
    for number in range(20):
        province.sell(number)
    until(lambda: province.unsent == 0)
    taking = Thread(target=province.tell, args=("backup", str(province.backup)))
    taking.start()
    for number in range(20, 40):
        province.sell(number)
    taking.join()
    province.tell("recall", RECALL, "--drug", DRUG, "--batch", BATCH, "--level", "1")
    for number in range(40, 50):
        province.sell(number)
    until(lambda: province.unsent == 0)
    until(lambda: sales(province) == 50)
    before, figures = province.stored(), province.figures()
    until(lambda: recalls_at(province) == {RECALL})

    province.stop()
    province.move_to(places[1])
    assert "phiếu" in province.tell("restore", str(province.backup))
    back = province.stored()
    assert back == before[: len(back)]
    assert 20 <= len(back) < 50, "the backup is older than what was lost"
    province.start()

    province.sell(50)
    until(lambda: province.stored()[-1][0] == 51)
    province.link.kill()  # or five minutes go by: so often a terminal asks whether there is news
    province.link.start()
    until(lambda: len(province.stored()) == 51, 150)
    until(lambda: sales(province) == 51)
    assert province.stored()[:50] == before
    assert province.stored() == [(one.seq, one.sha256) for one in province.ledger.entries()]
    assert set(province.outbox.states().values()) == {"received"}
    assert "51" in province.tell("verify")
    assert province.figures()[0][5] > figures[0][5]
    counted = province.figures()
    province.programs[-1].stop()
    province.tell("follow", "--recount")
    assert province.figures() == counted

    assert recalls_at(province) == {RECALL}, "an old list lifted a recall"
    assert province.ask("SELECT count(*) FROM notice") == [(0,)]
    province.tell("recall", RECALL, "--drug", DRUG, "--batch", BATCH, "--level", "1")
    assert "nhận lại" in province.tell("restore", "--release", "DS. Hà")
    province.tell("recall", "600/QLD-CL", "--drug", DRUG, "--batch", "2699Z0", "--level", "2")
    until(lambda: recalls_at(province) == {RECALL, "600/QLD-CL"})
