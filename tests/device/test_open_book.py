"""The outlet's book, opened by its program as the person in charge calls it."""

import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from device.ledger.ledger import Ledger
from tests.at_a_terminal import Screen, at_a_terminal
from tests.device.ledger.books import BOX, CARD, TERMINAL, line, sale
from tests.plain_text import shows
from wire.book import READER, Book
from wire.recovery import make_code

BADGE, PIN = "b4d9-e2f1-secret-of-the-badge", "482915"
FIRST = datetime(2026, 11, 21, 18, 30, tzinfo=UTC)
"""The 22nd already, at the counter."""
SECOND = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


@dataclass
class Shop:
    """A shop with two sales in its book, on two days, and one that is not in it."""

    folder: Path

    def __post_init__(self) -> None:
        book = Book.new(make_code())
        self.locked = self.folder / "book.locked"
        self.locked.touch(mode=0o600)
        self.locked.write_bytes(book.lock(BADGE, PIN))
        self.settings = self.folder / "device.toml"
        self.settings.write_text(_SETTINGS, encoding="utf-8")
        pem = book.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        (self.folder / "book.pub.pem").write_bytes(pem)
        self._now = FIRST
        self.ledger = Ledger.open(
            self.folder / "ledger.sqlite",
            terminal=TERMINAL,
            readers={READER: book.public_key},
            clock=lambda: self._now,
        )
        self.ledger.commit_sale(sale(line(BOX.drug, "2501M"), card=True), staff="NV01")
        self.ledger.commit_sale(sale(), staff="NV01")
        self._now = SECOND
        self.ledger.commit_sale(sale(line(), card=True, on_prescription=True), staff="NV01")
        self.ledger.close()
        self.set_secrets()

    def set_secrets(self, *, badge: str = BADGE, pin: str = PIN) -> None:
        (self.folder / "badge").write_text(badge + "\n", encoding="utf-8")
        (self.folder / "pin").write_text(pin + "\n", encoding="utf-8")

    def words(self, *more: str) -> list[str]:
        return ["device", "open-book", "--settings", str(self.settings),
                "--locked", str(self.locked), *more]  # fmt: skip

    def opens(self, *more: str) -> subprocess.CompletedProcess[str]:
        files = ["--badge-file", str(self.folder / "badge"), "--pin-file", str(self.folder / "pin")]
        return subprocess.run(
            [sys.executable, "-m", *self.words(*files, *more)],
            check=False, capture_output=True, text=True, timeout=120,
        )  # fmt: skip


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def test_the_book_says_when_what_and_to_whom(shop: Shop) -> None:
    done = shop.opens()
    assert done.returncode == 0, done.stderr
    assert "22/11/2026 01:30 · phiếu 000001" in done.stdout
    assert f"Khách: {CARD.name} · sinh 01/02/1990 · Nam · {CARD.number}" in done.stdout
    assert f"Nơi cư trú: {CARD.residence}" in done.stdout
    assert "Thuốc: PH, 1 vỉ, lô 2501M, hạn dùng 31/08/2027" in done.stdout
    assert "Đơn: 01234ab12cd3-c" in done.stdout
    assert done.stdout.endswith("2 mục\n")
    assert "phiếu 000002" not in done.stdout
    assert "CHÚ Ý" not in done.stdout


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        (["--day", "2026-11-22"], [1]),
        (["--day", "23/11/2026"], [3]),
        (["--number", "3"], [3]),
        (["--number", "2"], []),
        (["--from", "22/11/2026"], [1, 3]),
        (["--to", "22/11/2026"], [1]),
        (["--from", "24/11/2026"], []),
    ],
    ids=str,
)
def test_only_what_was_asked_for_is_shown(shop: Shop, asked: list[str], numbers: list[int]) -> None:
    done = shop.opens(*asked)
    assert done.returncode == 0
    assert [n for n in (1, 2, 3) if f"phiếu {n:06d}" in done.stdout] == numbers


def test_a_day_that_does_not_exist_is_wrong_usage(shop: Shop) -> None:
    assert shop.opens("--day", "31/02/2026").returncode == 2


def test_wrong_badge_wrong_pin_and_a_spoilt_book_read_alike_and_show_nothing(shop: Shop) -> None:
    sentences = set()
    for change in (
        lambda: shop.set_secrets(pin="000000"),
        lambda: shop.set_secrets(badge="another badge"),
        lambda: shop.locked.write_bytes(shop.locked.read_bytes()[:-9]),
    ):
        change()
        done = shop.opens()
        assert (done.returncode, done.stdout) == (1, "")
        sentences.add(done.stderr.splitlines()[-1])
        shop.set_secrets()
        (shop.folder / "book-attempts").unlink()
    assert len(sentences) == 1
    assert "Không mở được sổ" in sentences.pop()


def test_failures_are_counted_over_restarts(shop: Shop) -> None:
    shop.set_secrets(pin="000000")
    assert "chờ" not in shop.opens().stderr
    assert "Đã sai 1 lần; chờ 1 giây." in shop.opens().stderr
    shop.set_secrets()
    assert "Đã sai 2 lần; chờ 2 giây." in shop.opens().stderr
    assert "chờ" not in shop.opens().stderr


def test_nothing_of_it_stays_on_the_disk_or_in_a_log(shop: Shop) -> None:
    done = shop.opens()
    assert CARD.name in done.stdout
    for secret in (CARD.name, CARD.number, CARD.residence, BADGE, PIN):
        assert secret not in done.stderr
        for file in shop.folder.iterdir():
            if file.name not in {"badge", "pin"}:
                assert not shows(file.read_bytes(), secret), file


def test_it_is_not_written_into_a_file(shop: Shop) -> None:
    target = shop.folder / "customers.txt"
    with target.open("wb") as opened:
        done = subprocess.run(
            [sys.executable, "-m", *shop.words()], check=False, stdout=opened,
            stderr=subprocess.PIPE, text=True, timeout=60,
        )  # fmt: skip
    assert done.returncode == 1
    assert "Không ghi sổ ra tệp" in done.stderr
    assert target.read_bytes() == b""


def test_badge_and_pin_are_asked_for_without_an_echo(shop: Shop) -> None:
    status, shown = at_a_terminal(shop.words(), ("Quét thẻ", BADGE), ("PIN", PIN))
    assert status == 0, shown
    assert CARD.name in shown
    assert BADGE not in shown
    assert PIN not in shown


def test_without_a_keyboard_nobody_is_asked(shop: Shop) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *shop.words()], check=False, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert "--badge-file" in done.stderr


def test_giving_up_at_the_question_is_no_failure(shop: Shop) -> None:
    screen = Screen(*shop.words())
    screen.answer("Quét thẻ", "\x03")
    assert screen.end() == 130
    assert "chờ" not in shop.opens().stderr


def test_a_locked_book_that_everybody_may_read_is_pointed_out(shop: Shop) -> None:
    shop.locked.chmod(0o644)
    done = shop.opens()
    assert done.returncode == 0
    assert "chmod 600" in done.stderr


def test_a_missing_book_is_named(shop: Shop) -> None:
    shop.locked.unlink()
    done = shop.opens()
    assert (done.returncode, done.stdout) == (1, "")
    assert f"Không đọc được {shop.locked}." in done.stderr


_SETTINGS = f"""
terminal = "{TERMINAL}"
province = "33"
ledger = "ledger.sqlite"
run = "run"
[outlet]
name = "Quầy thuốc Thử"
address = "Xã Mẫu"
licence = "000"
[staff]
badge = "NV01"
name = "Cô Lan"
[broker]
host = "127.0.0.1"
port = 1
ca = "ca"
certificate = "certificate"
key = "key"
[keys]
signing = "signing"
server = "server"
book = "book.pub.pem"
[hardware]
kind = "fake"
"""
