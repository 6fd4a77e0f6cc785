"""What a province files is drawn from its system as it is, and names no person."""

import argparse
from datetime import UTC, datetime, timedelta
from pathlib import Path

from demo.program import run_once
from server.accounts import book
from server.accounts.roles import Role
from server.keeping import shelf
from server.keeping.annexes import ANNEXES, data, people, proof, system
from server.keeping.inventory import database_of
from server.keeping.proof import Proof
from server.keeping.taking import take
from server.programs.filing import run as file
from server.settings import BrokerSettings, ServerSettings
from server.store.check import Checked
from server.store.database import open_store, reading, writing
from tests.server.desk import Desk
from tests.server.outlet import NOW, Outlet

SENTENCE = "bốn con ngựa trắng 7"


def settings_of(store: Path | str, keys: Path) -> ServerSettings:
    folder = keys / "server"
    broker = BrokerSettings(
        host="broker.example",
        ca=folder / "ca.crt.pem",
        certificate=folder / "ingest.crt.pem",
        key=folder / "ingest.key.pem",
    )
    key = folder / "signing.key.pem"
    return ServerSettings(province="33", database=str(store), signing_key=key, broker=broker)


def test_every_annex_is_drawn_from_an_empty_store(store: Path | str, tmp_path: Path) -> None:
    settings = settings_of(store, tmp_path)
    with reading():
        for annex in ANNEXES.values():
            assert annex(settings, NOW).startswith("# Phụ lục")


def test_ports_and_certificates_are_those_of_the_settings(
    store: Path | str, tmp_path: Path
) -> None:
    run_once("provisioning", "ca", str(tmp_path), log=tmp_path / "log")
    run_once("provisioning", "server", "keys", str(tmp_path), log=tmp_path / "log")
    with reading():
        said = system(settings_of(store, tmp_path), NOW)
    assert "broker.example:8883" in said
    assert "127.0.0.1:8033" in said
    until = datetime.now(UTC) + timedelta(days=365)
    assert f"/{until.year}" in said or f"/{until.year + 1}" in said
    assert "không đọc được" not in said


def test_no_password_of_the_database_is_told() -> None:
    settings = settings_of("postgresql://quay:hidden@db.example/quay", Path("/nowhere"))
    assert database_of(settings) == ("PostgreSQL", "db.example:5432/quay")


def test_accounts_are_counted_and_not_named(store: Path | str, tmp_path: Path) -> None:
    with writing():
        book.create(
            "tran.ha", person="Trần Hà", roles=frozenset({Role.PRIVACY}),
            password=SENTENCE, now=NOW,
        )  # fmt: skip
    with reading():
        said = people(settings_of(store, tmp_path), NOW)
        later = people(settings_of(store, tmp_path), NOW + timedelta(days=46))
    assert "| Cán bộ BVDLCN | 1 | 0 | 0 | 0 |" in said
    assert "| Cán bộ BVDLCN | 1 | 0 | 1 | 0 |" in later
    assert "Hà" not in said


def test_what_is_due_is_counted(store: Path | str, outlet: Outlet, tmp_path: Path) -> None:
    outlet.sell(2)
    Desk().receive_batch(outlet, outlet.bodies)
    with reading():
        said = data(settings_of(store, tmp_path), NOW)
    assert "| entry | 2 |" in said
    assert "quarantine | 0 | 90 ngày | 0 |" in said


def test_a_backup_that_was_tried_is_told(store: Path | str, outlet: Outlet, tmp_path: Path) -> None:
    outlet.sell(1)
    Desk().receive_batch(outlet, outlet.bodies)
    made = take(str(store), tmp_path / "backup", province="33", now=NOW)
    shelf.note_taken(str(store), made, tmp_path / "backup")
    checked = Proof(Checked(ledgers=1, entries=1, declared=0, breaks=()), {}, ())
    told = []
    for is_tried in (False, True):
        if is_tried:
            shelf.note_verified(str(store), made, checked, NOW)
        open_store(store)
        with reading():
            told.append(proof(settings_of(store, tmp_path), NOW))
    assert "| 1 | không | không | – | – |" in told[0]
    assert "| khớp |" in told[1]


def test_the_program_writes_every_annex(store: Path | str, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert file(argparse.Namespace(out=out), settings_of(store, tmp_path)) == 0
    assert {one.name for one in out.iterdir()} == set(ANNEXES)
