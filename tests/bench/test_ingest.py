"""The measuring machinery, with the real broker and the real ingest, on a few sales."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from bench.ingest_rows import BATCHES, DAY, SINGLES, Table
from bench.load.measure import Bench, Run
from bench.load.others import Bare
from bench.load.province import Province
from bench.load.shipments import Load, make_load
from bench.load.targets import Ingest, Target
from wire import sign
from wire.batch import read_batch
from wire.chain import verify_chain
from wire.registration import read_registration


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Province:
    return Province(tmp_path_factory.mktemp("bench") / "province", terminals=3)


@pytest.fixture
def bench(province: Province) -> Iterator[Bench]:
    yield Bench(province)
    for folder in province.folder.glob("run*"):
        shutil.rmtree(folder)


def test_a_load_is_signed_by_its_terminals_and_its_chains_hold(province: Province) -> None:
    load = make_load(province, terminals=2, sales_each=5, batch=2)
    assert (load.messages, load.sales) == (6, 10)
    for consignor, file in zip(load.consignors, province.registrations(), strict=False):
        key = load_pem_public_key(read_registration(file.read_bytes()).signing_key.encode())
        batches = [
            read_batch(sign.verify(one.message, key, consignor.terminal, "quay-batch"))  # type: ignore[arg-type]
            for one in consignor.shipments
        ]
        bodies = [bytes(entry) for batch in batches for entry in batch.entries]
        assert len(bodies) == consignor.shipments[-1].through == 5
        assert verify_chain(bodies, consignor.terminal, batches[0].epoch)


def test_a_batch_that_the_link_would_not_send_is_refused(province: Province) -> None:
    with pytest.raises(ValueError, match="more than a batch"):
        make_load(province, terminals=1, sales_each=100, batch=100)


def run(bench: Bench, target: Target, load: Load, *mode: str) -> Run:
    return bench.run(target, load, bench.load(load, "tried"), *mode, patience=30)


@pytest.mark.broker
def test_a_bare_reader_hears_every_message(province: Province, bench: Bench) -> None:
    load = make_load(province, terminals=3, sales_each=40, batch=1)
    found = run(bench, Bare(batch=1), load, "flow", "10")
    assert (found.sales, found.stored, found.messages) == (120, 120, 120)
    assert found.cpu["broker"] >= 0


@pytest.mark.broker
def test_what_is_sent_is_in_the_database_of_ingest(province: Province, bench: Bench) -> None:
    load = make_load(province, terminals=3, sales_each=30, batch=10)
    found = run(bench, Ingest(None, province.registrations()), load, "flow", "1000")
    assert (found.sales, found.stored, found.messages) == (90, 90, 9)
    assert "ingest" in found.cpu


@pytest.mark.broker
def test_a_day_is_drained_batch_by_batch_on_receipts(province: Province, bench: Bench) -> None:
    load = make_load(province, terminals=3, sales_each=7, batch=3)
    found = run(bench, Ingest(None, province.registrations()), load, "drain")
    assert found.stored == 21
    assert found.said["receipts"] >= 9
    assert found.said["again"] == 0


@pytest.mark.broker
def test_what_is_not_stored_is_not_counted_and_the_logs_are_kept(
    province: Province, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bench.load.running.FOLDER", tmp_path)
    load = make_load(province, terminals=3, sales_each=2, batch=1)
    target = Ingest(None, province.registrations()[:2])
    file = bench.load(load, "tried")
    assert bench.run(target, load, file, "flow", "99", patience=3).stored == 4
    assert {log.name for log in tmp_path.glob("failed/*/*")} >= {"ingest.log", "broker.log"}


def a_run(rate: float, *, lost: int = 0, day: float = 1.0) -> Run:
    return Run(
        sales=1000 + lost, messages=1000, stored=1000, seconds=1000 / rate,
        cpu={"broker": 0.01, "ingest": 0.1}, said={"seconds": day},
    )  # fmt: skip


def target(name: str) -> Target:
    made = Bare(batch=1)
    made.name = name
    return made


def table(*, batches: float = 9000, singles: float = 2000, lost: int = 0, day: float = 9) -> Table:
    made = Table()
    for node_red in (1000, 1400):  # a round in which the machine was faster
        made.add(SINGLES, target("Node-RED, SQLite"), a_run(node_red))
        made.add(SINGLES, target("Quầy, SQLite"), a_run(singles * node_red / 1000, lost=lost))
        made.add(BATCHES, target("Quầy, SQLite"), a_run(batches * node_red / 1000))
    made.add(DAY, target("Quầy, SQLite"), a_run(100, day=day))
    return made


def broken(made: Table) -> list[str]:
    return [claim.claim for claim in made.claims() if not claim.holds]


def test_ratios_are_of_the_same_round() -> None:
    made = Table()
    for mine, theirs in ((9000, 1000), (8000, 2000), (600, 100)):
        made.add(SINGLES, target("Node-RED, SQLite"), a_run(theirs))
        made.add(BATCHES, target("Quầy, SQLite"), a_run(mine))
    values = {claim.claim: claim.value for claim in made.claims()}
    # The median of 9, 4 and 6, not 8000 / 1000.
    assert values["catch-up batches, Quầy, SQLite: times Node-RED's single sales"] == 6


def test_each_claim_can_break() -> None:
    assert broken(table()) == []
    assert broken(table(batches=5900)) == [
        f"{BATCHES}, Quầy, SQLite: times Node-RED's single sales"
    ]
    assert broken(table(singles=990)) == [f"{SINGLES}, Quầy, SQLite: times Node-RED's single sales"]
    assert broken(table(lost=1)) == [f"{SINGLES}, Quầy, SQLite: sales missing"]
    assert broken(table(day=61)) == [f"{DAY}, Quầy, SQLite: seconds"]


def test_beside_somebody_who_is_missing_nothing_is_claimed_and_that_is_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = Table()
    made.missing("Node-RED", "node-red cannot be installed: no npm")
    made.add(SINGLES, target("Quầy, SQLite"), a_run(10))
    assert [claim.claim for claim in made.claims()] == ["single sales, Quầy, SQLite: sales missing"]
    assert made.rows()[-1]["load"] == "not installed"
    assert "NOT MEASURED" in capsys.readouterr().err


def test_a_row_has_medians_and_cpu_for_each_sale() -> None:
    row = table().rows()[1]
    assert (row["program"], row["sales/s"]) == ("Quầy, SQLite", 2400)
    assert (row["broker us"], row["program us"], row["workers us"]) == (10.0, 100.0, 0.0)
    assert msgspec.json.encode(row)
