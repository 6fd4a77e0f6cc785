"""A sale with a citizen card: nobody reads the patient but those who may, with what they hold."""

import base64
import gzip
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from msgspec import UNSET

from demo.postgres import find_programs
from server.settings import load_settings
from server.store import sealed
from server.store.database import close_store, open_store, reading
from server.vault.audit import AuditLog, Event
from tests.e2e.conftest import everything_under
from tests.e2e.outpost import Outpost
from tests.e2e.secret_sale import LAN, MINH, PHUC, Sold, program, sold
from tests.e2e.secrets_in import any_found_in, found_in, layers, rows_of
from wire import topics
from wire.batch import Batch, read_batch
from wire.patient import Patient
from wire.seal import Place

pytestmark = [pytest.mark.e2e, pytest.mark.broker, pytest.mark.timeout(600)]


@pytest.fixture(
    scope="module",
    params=[("off", False), ("on", False), ("on", True)],
    ids=["sending off", "sending on", "sending on, PostgreSQL"],
)
def sale(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Sold]:
    sending, postgresql = request.param
    root = tmp_path_factory.mktemp("secrecy") / "root"
    with sold(root, sending=sending, postgresql=postgresql) as found:
        yield found


def twice(plain: bytes) -> bytes:
    """In base64 within the JSON of something in base64."""
    return base64.b64encode(b'{"box": "' + base64.b64encode(b"{" + plain + b"}" * 30) + b'"}')


def batches(sale: Sold) -> list[Batch]:
    """The terminal's batches, as whoever may read the broker's messages reads them."""
    found = []
    for topic, payload in sale.traffic:
        if topics.parse(topic).leaf == "entries":
            body = payload.split(b".")[1]
            packed = base64.urlsafe_b64decode(body + b"=" * (-len(body) % 4))
            found.append(read_batch(packed))
    return found


def place(sale: Sold) -> Place:
    (batch,) = {(batch.terminal, batch.epoch) for batch in batches(sale)}
    (seq,) = sale.blocks()
    return Place(terminal=batch[0], epoch=batch[1], seq=seq)


def received_block(sale: Sold) -> bytes | None:
    open_store(load_settings(sale.stage.server_settings).database)
    try:
        with reading():
            where = place(sale)
            return sealed.find(where.terminal, where.epoch, where.seq)
    finally:
        close_store()


def test_the_search_finds_a_person_in_every_dress(sale: Sold) -> None:
    assert len(sale.person) == 6
    for secret in sale.person:
        plain = secret.encode()
        for worn in (
            plain,
            secret.encode("utf-16-be"),
            plain.hex().encode(),
            twice(plain),
            zlib.compress(plain * 3),
            gzip.compress(twice(plain)),
        ):
            assert found_in(b"--" + worn + b"--", secret)
        assert secret not in repr(Patient(name=secret, number=secret, residence=secret))


def test_no_file_of_terminal_broker_and_server_holds_the_person(sale: Sold) -> None:
    folders = sale.stage.folders
    searched: set[str] = set()
    everywhere = (folders.terminal, folders.server, folders.keys, folders.logs, sale.stage.vault)
    for folder in everywhere:
        for file, data in everything_under(folder):
            if file.name in {"samples.toml", "setup.log"} or file.parent.name == "pictures":
                continue  # the card itself, as it lies before the scanner
            searched.add(file.name)
            assert any_found_in(data, sale.person) is None, file
    assert {"ledger.sqlite", "audit.log", "mosquitto.log", "ui.log"} <= searched


def test_no_value_in_a_database_holds_the_person(sale: Sold) -> None:
    ledger = rows_of(sale.stage.folders.terminal / "ledger.sqlite")
    assert next(iter(sale.blocks().values())) in ledger, "the search reads whole values"
    assert any_found_in(ledger, sale.person) is None
    if sale.database is None:
        assert (
            any_found_in(rows_of(sale.stage.folders.server / "store.sqlite"), sale.person) is None
        )
        return
    dump = subprocess.run(
        [find_programs() / "pg_dump", sale.database.url], check=True, capture_output=True
    ).stdout
    assert b"COPY public.sealed" in dump
    plain = b"\n".join(
        bytes.fromhex(part.decode()) if len(part) % 2 == 0 else b""
        for part in dump.replace(b"\\\\x", b" ").split()
        if part.isalnum() and set(part) <= set(b"0123456789abcdef")
    )
    assert any_found_in(dump + plain, sale.person) is None


def test_nothing_on_the_line_holds_the_person(sale: Sold) -> None:
    if isinstance(sale.captured, str):
        pytest.skip(sale.captured)
    data = sale.captured.read_bytes()
    assert len(data) > 5_000, "the line was listened to"
    assert any_found_in(data, sale.person) is None


def test_whoever_reads_the_brokers_messages_does_not_find_the_person(sale: Sold) -> None:
    assert {topics.parse(topic).leaf for topic, _ in sale.traffic} >= {"entries", "receipt"}
    for topic, payload in sale.traffic:
        assert any_found_in(topic.encode() + b" " + payload, sale.person) is None


def test_a_sealed_block_is_on_the_line_only_where_a_regulation_says_so(sale: Sold) -> None:
    (block,) = sale.blocks().values()
    sent = [batch.sealed for batch in batches(sale) if batch.sealed is not UNSET]
    if sale.sending == "on":
        assert {place(sale).seq: block} in sent
        return
    assert sent == []
    pieces = {block[at : at + 24] for at in range(0, len(block) - 24, 24)}
    for _topic, payload in sale.traffic:
        for layer in layers(payload):
            assert not any(piece in layer for piece in pieces)


def test_the_server_has_the_block_only_where_a_regulation_says_so(sale: Sold) -> None:
    (block,) = sale.blocks().values()
    assert received_block(sale) == (block if sale.sending == "on" else None)


def test_the_book_opens_with_badge_and_pin_and_not_without(sale: Sold, tmp_path: Path) -> None:
    name, number = sale.person[1], sale.person[0]
    opened = sale.stage.open_book()
    assert opened.returncode == 0, opened.stderr
    for shown in (name, number, "02/09/1956", "Amoxicilin 500 mg", "33012a1b2c3d-c"):
        assert shown in opened.stdout
    assert name not in opened.stderr
    wrong = tmp_path / "pin"
    wrong.write_text("0000", encoding="ascii")
    refused = sale.stage.open_book(pin=wrong)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "thẻ hoặc PIN không đúng" in refused.stderr
    none = sale.stage.open_book("--day", "2001-01-01")
    assert "Đã sai 1 lần" in none.stderr
    assert name not in none.stdout


def test_the_vault_opens_it_for_two_people_and_writes_it_down(sale: Sold) -> None:
    where = place(sale)
    asked = sale.stage.in_vault(
        "request", "--who", LAN, "--case", "123/TTr-SYT", "--why", "thanh tra theo đơn",
        "--terminal", where.terminal, "--epoch", where.epoch, "--seq", str(where.seq),
    )  # fmt: skip
    if sale.sending == "off":
        assert asked.returncode == 1
        assert "không có phần niêm phong" in asked.stderr
        return
    assert asked.returncode == 0, asked.stderr
    number = next(line.seq for line in log_of(sale) if line.kind == "requested")
    secrets = sale.stage.custodians(LAN, MINH, PHUC)
    alone = sale.stage.in_vault("open", "--request", str(number), *secrets)
    assert (alone.returncode, alone.stdout) == (1, "")
    assert sale.stage.in_vault("approve", "--who", LAN, "--request", str(number)).returncode == 1
    assert sale.stage.in_vault("approve", "--who", MINH, "--request", str(number)).returncode == 0
    opened = sale.stage.in_vault("open", "--request", str(number), *secrets)
    assert opened.returncode == 0, opened.stderr
    for secret in (sale.person[0], sale.person[1], "02/09/1956"):
        assert secret in opened.stdout
        assert secret not in opened.stderr
    assert [line.kind for line in log_of(sale)] == ["key-made", "requested", "approved", "opened"]
    shown = sale.stage.in_vault("log")
    assert "ĐÃ MỞ" in shown.stdout
    assert MINH in shown.stdout
    assert sale.stage.in_vault("open", "--request", str(number), *secrets).returncode == 1


def test_after_all_that_no_file_holds_the_person_still(sale: Sold) -> None:
    test_no_file_of_terminal_broker_and_server_holds_the_person(sale)


def log_of(sale: Sold) -> list[Event]:
    return AuditLog(sale.stage.vault, tell=lambda _head: None).verify()


def test_a_revoked_terminal_gets_nothing_stored_and_is_seen(tmp_path: Path) -> None:
    with Outpost(tmp_path / "outpost", "127.0.0.1") as outpost:
        settings = str(outpost.server_settings)
        revoked = program("server", "revoke", "--settings", settings, "Q33-0001")
        assert revoked.returncode == 0, revoked.stderr
        outpost.sell(1)
        outpost.link.start()
        seen = ""
        until = monotonic() + 30
        while "Q33-0001" not in seen:
            assert monotonic() < until
            seen = program("server", "alarms", "--open", "--settings", settings).stdout
        assert "thu hồi" in seen
        assert outpost.stored() == []
        assert outpost.outbox.waiting().entries == 1
