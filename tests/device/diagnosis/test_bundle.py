"""The diagnostic bundle says how a terminal is, and nothing of anybody, wherever it was planted."""

import logging
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from codes import PrescriptionCode
from device.counter.event import DiagnosisWritten
from device.diagnosis.bundle import write_bundle
from device.diagnosis.desk import DiagnosisDesk
from device.diagnosis.lines import cleaned, journal_lines
from device.facts import gather_facts
from device.own_log import keep_log
from device.people import PersonSettings
from device.pin_hash import hash_pin
from device.reference.word import InUse, Word, write_word
from device.run_folder import write_note
from device.settings import (
    BrokerSettings,
    KeySettings,
    OutletSettings,
    StaffSettings,
    TerminalSettings,
    UpdatingSettings,
)
from device.shop_settings import AccountSettings, ShopSettings
from device.signs import Signs
from hardware.settings import HardwareSettings, PrinterSettings
from tests.device.ledger.books import AT, CARD, PRESCRIPTION, TERMINAL, open_book, sale

PIN, BADGE, ACCOUNT = "482915", "NV-7713", "113366668888"
PIN_HASH = hash_pin(PIN)
NAME_PLAIN, CODE = "NGUYEN VAN ANH", "01234ab12cd3-c"
"""The code is the one of `PRESCRIPTION`."""
KEY_BODY = "MC+CAQAwBQYDK/VwBCIEIPlantedKeyOfNobody"
KEY = f"-----BEGIN PRIVATE KEY-----\n{KEY_BODY}\n"
SECRETS = (
    CARD.name, CARD.number, CARD.old_number, CARD.residence, NAME_PLAIN, CODE,
    PIN, PIN_HASH, BADGE, ACCOUNT, "Cô Lan", KEY_BODY,
)  # fmt: skip
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
FACTS = gather_facts(Signs(now=NOW, today=NOW.date()))


class _Note(msgspec.Struct, frozen=True):
    patient: str
    pin: str


@pytest.fixture
def settings(tmp_path: Path) -> TerminalSettings:
    keys = tmp_path / "keys"
    keys.mkdir()
    for name in ("signing", "terminal"):
        (keys / f"{name}.key.pem").write_text(KEY, "ascii")
    person = PersonSettings(badge=BADGE, name="Cô Lan", pin=PIN_HASH, pin_digits=6)
    return TerminalSettings(
        terminal=TERMINAL,
        province="33",
        ledger=tmp_path / "data/ledger.sqlite",
        run=tmp_path / "run",
        outlet=OutletSettings(name="Quầy thuốc Mẫu", address="Xã Mẫu", licence="000/ĐĐKKDD"),
        staff=StaffSettings(badge=BADGE, name="Cô Lan"),
        people=(person,),
        shop=ShopSettings(
            account=AccountSettings(
                bank="970415", bank_name="VietinBank", number=ACCOUNT, holder=NAME_PLAIN
            )
        ),
        broker=BrokerSettings(
            host="so.example", port=8883, ca=keys / "ca", certificate=keys / "crt",
            key=keys / "terminal.key.pem",
        ),
        keys=KeySettings(signing=keys / "signing.key.pem", server=keys / "s", book=keys / "b"),
        updating=UpdatingSettings(sticks=tmp_path / "sticks"),
        hardware=HardwareSettings(kind="fake", printer=PrinterSettings(driver="fake")),
    )  # fmt: skip


@pytest.fixture
def planted(settings: TerminalSettings) -> Iterator[TerminalSettings]:
    """A terminal that sold to a patient, and in which everything was written where it must not."""
    assert PRESCRIPTION.code == PrescriptionCode(CODE)
    ledger = open_book(settings.ledger)
    ledger.commit_sale(sale(card=True, on_prescription=True), staff=BADGE)
    ledger.close()
    note = _Note(CARD.name, PIN)
    for name in ("papers", "health.json", "link.json", "line.json", "clock.json"):
        write_note(settings.run, name, note)
    (settings.ledger.parent / "tuning.json").write_text(f'{{"who": "{CARD.name}"}}')
    write_word(settings.ledger.parent, Word(versions={"prices": InUse(version=7, at=NOW)}))
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    root.setLevel(logging.INFO)
    keep_log(settings.run, "ui")
    log = logging.getLogger("device.planted")
    for secret in SECRETS:
        log.info("sold to %s, well", secret)
        log.warning("'%s' did not fit", secret)
    log.info("a receipt answered 3 entries")
    yield settings
    root.setLevel(level)
    for handler in [one for one in root.handlers if one not in before]:
        root.removeHandler(handler)
        handler.close()


def _journal() -> Iterator[str]:
    yield from cleaned(
        f"2026-11-23T10:00:01+0700 quay python[412]: INFO device.till: {secret}"
        for secret in SECRETS
    )
    yield from cleaned(["2026-11-23T10:00:02+0700 quay systemd[1]: Started quay-ui.service."])


def contents(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def test_nothing_that_was_planted_is_in_the_bundle(
    planted: TerminalSettings, tmp_path: Path
) -> None:
    file = write_bundle(planted, tmp_path, facts=FACTS, at=NOW, journal=_journal)
    found = contents(file)
    for name, text in found.items():
        for secret in SECRETS:
            assert secret not in text, (name, secret)
            assert all(part not in text for part in secret.split() if len(part) > 4), (name, secret)
    raw = file.read_bytes()
    assert not any(secret.encode() in raw for secret in SECRETS)


def test_the_bundle_says_how_the_terminal_is(planted: TerminalSettings, tmp_path: Path) -> None:
    found = contents(write_bundle(planted, tmp_path, facts=FACTS, at=NOW, journal=_journal))
    assert "Máy quét" in found["self-test.txt"]
    told = msgspec.json.decode(found["settings.json"])
    assert told["keys"]["signing"].endswith("signing.key.pem")
    assert told["people"] == 1
    ledger = msgspec.json.decode(found["ledger.json"])
    assert ledger["is_sound"] is True
    assert ledger["kinds"]["sale"] == 1
    assert ledger["outbox"]["waiting"] >= 1
    assert msgspec.json.decode(found["versions.json"])["reference"] == {"prices": 7}
    assert "a receipt answered 3 entries" in found["log.txt"]
    assert "systemd[1]" in found["journal.txt"] or "Started" in found["journal.txt"]


def test_a_ledger_that_is_damaged_is_named_and_the_bundle_is_made_all_the_same(
    planted: TerminalSettings, tmp_path: Path
) -> None:
    planted.ledger.write_bytes(b"SQLite format 3\0" + bytes(8000))
    found = contents(write_bundle(planted, tmp_path, facts=FACTS, at=NOW, journal=_journal))
    assert msgspec.json.decode(found["ledger.json"])["is_sound"] is False


def test_a_stick_that_takes_nothing_is_left_without_half_a_file(
    planted: TerminalSettings, tmp_path: Path
) -> None:
    with pytest.raises(OSError, match="No such file"):
        write_bundle(planted, tmp_path / "gone", facts=FACTS, at=NOW, journal=_journal)

    def breaks_off() -> Iterator[str]:
        yield "one line"
        raise OSError(28, "No space left on device")

    stick = tmp_path / "stick"
    stick.mkdir()
    with pytest.raises(OSError, match="No space"):
        write_bundle(planted, stick, facts=FACTS, at=NOW, journal=breaks_off)
    assert list(stick.iterdir()) == []


def test_the_screen_writes_it_onto_the_stick_and_says_so(settings: TerminalSettings) -> None:
    heard: list[DiagnosisWritten] = []
    open_book(settings.ledger).close()
    desk = DiagnosisDesk(settings, lambda: FACTS, heard.append, clock=lambda: AT)
    desk.write()
    desk.wait(60)
    assert heard == [DiagnosisWritten(is_written=False)]  # nobody put a stick in
    assert settings.updating.sticks is not None
    stick = settings.updating.sticks / "sda1"
    stick.mkdir(parents=True)
    desk.write()
    desk.wait(60)
    assert heard[1:] == [DiagnosisWritten(is_written=True)]
    assert [file.suffix for file in stick.iterdir()] == [".zip"]


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("no connection to the province: timed out", None),
        ("sold to Nguyễn Văn Anh today", "sold to … today"),
        ("sold to NGUYEN VAN ANH today", "sold to … today"),
        ("the pin 4829 was wrong", "the pin … was wrong"),
        ("code 01234ab12cd3-c", "code …"),
        ("odd value 'anh'", "odd value …"),
    ],
)
def test_what_may_be_a_persons_is_left_out_of_a_line(said: str, left: str | None) -> None:
    begin = "2026-11-23T10:00:01 INFO device.till: "
    assert list(cleaned([begin + said])) == [begin + (said if left is None else left)]


def test_a_line_that_is_nobodys_is_not_taken() -> None:
    assert list(cleaned(["Traceback (most recent call last):", "NameError: Anh"])) == []


def test_a_journal_that_nobody_may_read_is_empty() -> None:
    assert list(journal_lines(("/nonexistent/journalctl",))) == []
    assert list(journal_lines(("false",))) == []
