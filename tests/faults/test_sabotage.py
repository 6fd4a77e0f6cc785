"""A campaign that was tampered with afterwards: the verdict must say so."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from device.clock import system_clock
from device.keys import load_link_keys, load_readers
from device.ledger.ledger import Ledger
from device.link.exchange import Exchange
from device.settings import load_settings
from tests.faults.campaign import Campaign
from tests.faults.outlet import Outlet
from tests.faults.plan import Wish, make_plan
from tests.faults.verdict import Verdict, judge
from wire.receipt import Receipt, encode_receipt
from wire.sign import sign

pytestmark = [pytest.mark.e2e, pytest.mark.broker, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Campaign]:
    """A small campaign that is over and has gone well."""
    plan = make_plan(Wish(seed=4, kills=8, rounds=1, outlets=2, befalls=()))
    folder = tmp_path_factory.mktemp("sabotage") / "run"
    played = Campaign(plan, folder, line_faults=0, say=lambda _line: None)
    with played.played():
        verdict = judge(played.gather())
        assert verdict.holds, verdict.wrong
        yield played


@pytest.fixture
def store(campaign: Campaign, tmp_path: Path) -> Path:
    """A copy of the server's database in which nothing is protected any more."""
    copy = tmp_path / "store.sqlite"
    with (
        closing(sqlite3.connect(campaign.province.database)) as found,
        closing(sqlite3.connect(copy)) as target,
    ):
        found.backup(target)
        names = target.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            target.execute(f"DROP TRIGGER {name}")
    return copy


def tamper(store: Path, statement: str) -> None:
    with closing(sqlite3.connect(store)) as database:
        assert database.execute(statement).rowcount == 1
        database.commit()


def look(campaign: Campaign, store: Path) -> Verdict:
    return judge(campaign.gather(str(store)))


DEARER = """CAST(replace(CAST(body AS TEXT), '"total_vnd":', '"total_vnd":9') AS BLOB)"""
LAST = "SELECT max(rowid) FROM entry WHERE kind = 'sale'"


def test_the_copy_alone_changes_nothing(campaign: Campaign, store: Path) -> None:
    assert look(campaign, store).holds


def test_a_row_that_the_store_has_lost_is_found(campaign: Campaign, store: Path) -> None:
    tamper(store, f"DELETE FROM entry WHERE rowid = ({LAST})")  # noqa: S608 - a fixed text
    verdict = look(campaign, store)
    assert not verdict.holds
    assert verdict.lost > 0


def test_a_sale_that_was_changed_is_found(campaign: Campaign, store: Path) -> None:
    tamper(store, f"UPDATE entry SET body = {DEARER} WHERE rowid = ({LAST})")  # noqa: S608 - fixed
    verdict = look(campaign, store)
    assert any("not genuine" in what for what in verdict.wrong)


def test_an_alarm_for_nothing_is_found(campaign: Campaign, store: Path) -> None:
    tamper(
        store,
        "INSERT INTO alarm (id, kind, terminal, epoch, subject, first_at, last_at, times, detail)"
        " VALUES ('x', 'clone', 'Q33-0100', '', '', '', '', 1, '')",
    )
    assert look(campaign, store).alarms_false == 1


def test_a_receipt_for_what_was_never_stored_is_found(campaign: Campaign) -> None:
    outlet = campaign.province.outlets[0]
    sell_unsent(outlet, 3)
    forge_receipt(campaign, outlet)
    assert outlet.unsettled() == 0  # the terminal believes it
    campaign.record.remember(outlet)
    verdict = judge(campaign.gather())
    assert not verdict.holds
    assert verdict.lost >= 3


def sell_unsent(outlet: Outlet, count: int) -> None:
    wanted = len(outlet.confirmed) + count
    outlet.counter.start()
    while len(outlet.confirmed) < wanted:
        assert not outlet.counter.wait(0.05)
    outlet.counter.stop()


def forge_receipt(campaign: Campaign, outlet: Outlet) -> None:
    """Say in the server's name, with its key, that everything is stored."""
    file = campaign.province.keys / "server" / "signing.key.pem"
    key = load_pem_private_key(file.read_bytes(), password=None)
    assert isinstance(key, Ed25519PrivateKey)
    settings = load_settings(outlet.place.settings)
    ledger = Ledger.open(
        settings.ledger,
        terminal=settings.terminal,
        readers=load_readers(settings, outlet.place.settings),
    )
    last = ledger.last()
    assert last is not None
    receipt = Receipt(
        terminal=settings.terminal,
        epoch=last.epoch,
        through=last.seq,
        head=last.sha256,
        at=datetime.now(UTC),
    )
    exchange = Exchange(
        ledger, keys=load_link_keys(settings, outlet.place.settings), clock=system_clock
    )
    assert exchange.receipt_came(sign(encode_receipt(receipt), key, "server", "quay-receipt"))
    ledger.close()
