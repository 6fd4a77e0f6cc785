"""A whole morning with the real programs, killed now and then, and what is left of it."""

import sqlite3
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from demo.day.papers import jobs_of
from tests.e2e.conftest import Played, everything_under
from tests.e2e.secrets_in import found_in, parts_of_person
from wire import topics

OPENING = 2
"""Entries of the opening stock: the first sale comes after them."""
FIRST, LAST = OPENING + 1, OPENING + 10
pytestmark = [pytest.mark.e2e, pytest.mark.broker, pytest.mark.timeout(600)]


def test_ten_customers_are_served_and_four_of_them_while_the_line_is_cut(played: Played) -> None:
    assert [sale.number for sale in played.morning.sold] == list(range(FIRST, LAST + 1))
    # The line is cut from the fifth to the eighth; killing the broker may cost a later one too.
    assert not any(sale.online for sale in played.morning.sold[4:8])
    assert max(sale.unsent for sale in played.morning.sold) >= 4


def test_both_ledgers_hold_the_same_entries_each_once(played: Played) -> None:
    assert len(played.found.terminal) == LAST
    assert played.found.server == played.found.terminal
    assert (played.found.lost, played.found.doubled) == (0, 0)
    assert played.found.holds_all(played.morning.sold), "else the command says that it failed"


def test_link_ingest_and_broker_were_killed_on_the_way(played: Played) -> None:
    killed = " ".join(line for line in played.said if "kill -9" in line)
    assert all(name in killed for name in ("link", "ingest", "mosquitto"))


def test_every_scanner_was_used(played: Played) -> None:
    scans = [scan for sale in played.morning.sold for scan in sale.scans]
    for way in ("camera", "serial", "bàn phím"):
        assert any(f"({way})" in scan for scan in scans)


def test_a_comparison_sees_a_missing_and_a_doubled_entry(played: Played) -> None:
    from dataclasses import replace  # noqa: PLC0415

    short = replace(played.found, server=played.found.server[:-1])
    doubled = replace(played.found, server=(*played.found.server, played.found.server[0]))
    assert not short.equal
    assert not short.holds_all(played.morning.sold)
    assert short.lost == 1
    assert not doubled.equal
    assert doubled.doubled == 1


PEOPLE = ("card", "card 2")


@pytest.fixture
def secrets(played: Played) -> tuple[str, ...]:
    return tuple(part for card in PEOPLE for part in parts_of_person(played.stage.samples[card]))


def test_the_search_finds_what_is_there(secrets: tuple[str, ...]) -> None:
    from wire.patient import Patient  # noqa: PLC0415

    assert len(secrets) == 7
    for secret in secrets:
        assert found_in(f'{{"name":"{secret}"}}'.encode(), secret)
        assert secret not in repr(Patient(name=secret, number=secret, residence=secret))


def test_no_database_holds_a_person_in_the_clear(played: Played, secrets: tuple[str, ...]) -> None:
    folders = played.stage.folders
    searched = 0
    for folder in (folders.terminal, folders.server, folders.keys / "broker", folders.logs):
        for file, data in everything_under(folder):
            if file.name == "samples.toml" or file.parent.name in {"pictures", "seen"}:
                continue  # the cards themselves, as they lie before the scanner
            if file.name == "setup.log":
                continue  # what was drawn on those cards
            searched += ".sqlite" in file.name
            for secret in secrets:
                assert not found_in(data, secret), f"{file} holds {secret!r}"
    assert searched >= 2


def test_nothing_on_the_line_holds_a_person_in_the_clear(
    played: Played, secrets: tuple[str, ...]
) -> None:
    leaves = {topics.parse(topic).leaf for topic, _payload in played.traffic}
    assert leaves == {"entries", "status", "receipt", "ask", "answer"}
    for topic, payload in played.traffic:
        for secret in secrets:
            assert not found_in(topic.encode() + b" " + payload, secret)


def test_what_the_law_wants_kept_is_sealed_and_nothing_else(played: Played) -> None:
    database = sqlite3.connect(played.stage.folders.terminal / "ledger.sqlite")
    sealed = [row[0] for row in database.execute("SELECT seq FROM sealed ORDER BY seq")]
    database.close()
    # The ninth was sold on a prescription, but no card was shown.
    assert sealed == [OPENING + 3, OPENING + 6, OPENING + 10]


def test_the_page_names_no_person_and_no_whole_prescription_code(
    played: Played, secrets: tuple[str, ...]
) -> None:
    page = played.page.decode()
    assert "Q33-0001" in page
    assert "33012a1b2c3d-c" not in page
    assert not any(secret in page for secret in secrets)


def test_every_receipt_can_be_checked_by_its_code(played: Played) -> None:
    hashes = {int(seq): sha256 for _epoch, seq, sha256 in played.found.terminal}
    numbers: list[int] = []
    labels = 0
    for file in sorted(played.stage.folders.receipts.glob("*.png")):
        with Image.open(file) as picture:
            code = zxingcpp.read_barcode(picture.convert("L"))
        if code is None:
            labels += 1  # of what was sold out of its pack
            continue
        kind, terminal, _epoch, number, start = code.text.split("|")
        assert (kind, terminal) == ("QUAY1", "Q33-0001")
        assert hashes[int(number)].upper().startswith(start)
        numbers.append(int(number))
    assert numbers == list(range(FIRST, LAST + 1))
    jobs = jobs_of(played.stage.folders.terminal / "ledger.sqlite")
    assert labels == sum(job.kind == "label" for job in jobs) == len(jobs) - len(numbers)


def test_pictures_of_every_screen_are_there(played: Played) -> None:
    pictures = list(Path(played.stage.folders.screens).glob("*.png"))
    names = {picture.stem.split("-", 1)[1] for picture in pictures}
    assert {"ready", "sale", "paid", "problem-expired", "ready-offline"} <= names
    for picture in pictures:
        with Image.open(picture) as image:
            assert image.size == (800, 480)
            assert len(image.convert("RGB").getcolors(1 << 20) or ()) > 4


def test_the_table_says_it_all(played: Played) -> None:
    for number in range(FIRST, LAST + 1):
        assert f"{number:06d}" in played.table
    assert played.stage.dashboard in played.table
    assert "Hai sổ khớp nhau." in played.table
