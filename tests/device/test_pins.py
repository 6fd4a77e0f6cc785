"""PINs: argon2id, waits that outlive a restart, and no PIN in any log or repr."""

import json
import logging
import stat
import threading
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from argon2 import Type, extract_parameters

from device import pin_hash
from device.counter.event import Event, PinRight, PinWrong
from device.people import PersonSettings, person_of
from device.pin_attempts import FREE_TRIES, PinAttempts, wait_after
from device.pin_hash import hash_pin, is_pin_hash, is_right
from device.pins import Known, PinBook, PinDesk, open_book

PIN, WRONG = "271828", "314159"
HASH = hash_pin(PIN)
LAN = PersonSettings(badge="NV01", name="Cô Lan", pin=HASH, pin_digits=6)
KNOWN = {"NV01": Known(person_of(LAN), HASH)}
RIGHT = PinRight(person_of(LAN))


@dataclass
class Clock:
    """Seconds that go on when they are told to."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Shop:
    """A terminal that can be switched off and on again."""

    file: Path
    clock: Clock = field(default_factory=Clock)
    book: PinBook = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.book = PinBook(KNOWN, PinAttempts(self.file, clock=self.clock))

    def tries(self, pin: str, badge: str = "NV01") -> PinRight | PinWrong:
        return self.book.check(badge, pin)

    def fails(self, times: int) -> PinWrong:
        outcomes = [self.tries(WRONG) for _ in range(times)]
        last = outcomes[-1]
        assert isinstance(last, PinWrong)
        return last


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare without the hash's work, which `test_the_real_hash` does; the hash stays one."""
    monkeypatch.setattr("device.pins.is_right", lambda kept, pin: kept == HASH and pin == PIN)


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path / "pin-attempts.json")


def test_the_hash_is_argon2id_with_the_second_recommendation_of_rfc_9106() -> None:
    found = extract_parameters(HASH)
    assert found.type is Type.ID
    assert (found.time_cost, found.memory_cost, found.parallelism) == (3, 65536, 4)
    assert (found.salt_len, found.hash_len) == (16, 32)
    assert hash_pin(PIN) != HASH
    assert PIN not in HASH


def test_the_real_hash_knows_its_pin_and_no_other() -> None:
    assert is_right(HASH, PIN)
    assert not is_right(HASH, WRONG)
    assert not is_right(HASH, PIN + "0")
    assert not is_right(HASH, "")


def test_without_a_hash_the_same_work_is_done_for_a_no(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not is_right(None, PIN)
    assert not is_right(None, "")
    checked: list[str] = []

    class Noting:
        def verify(self, kept: str, pin: str) -> bool:
            checked.append(kept)
            return bool(pin)

    monkeypatch.setattr(pin_hash, "_HASHER", Noting())
    assert not is_right(None, PIN)
    assert is_pin_hash(checked[0])


@pytest.mark.parametrize("pin", ["", "123", "123456789", "12a4", "12 34", "١٢٣٤", "1234\n"])
def test_a_pin_has_four_to_eight_digits(pin: str) -> None:
    with pytest.raises(ValueError, match="4 to 8") as caught:
        hash_pin(pin)
    assert not pin or pin not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1234",
        HASH.replace("argon2id", "argon2i"),
        HASH.replace("m=65536", "m=4194304"),
        HASH.replace("t=3", "t=1000"),
        HASH.replace("p=4", "p=0"),
        HASH.rpartition("$")[0],
        "$2b$12$abcdefghijklmnopqrstuv",
    ],
)
def test_what_is_no_affordable_argon2id_hash_is_refused(text: str) -> None:
    assert is_pin_hash(HASH)
    assert not is_pin_hash(text)


def test_the_right_pin_lets_its_person_in(shop: Shop) -> None:
    assert shop.tries(PIN) == RIGHT


def test_each_wrong_pin_leaves_one_try_less(shop: Shop) -> None:
    left = [shop.fails(1).tries_left for _ in range(FREE_TRIES)]
    assert left == [4, 3, 2, 1, 0]


def test_after_five_wrong_pins_the_wait_grows_from_one_to_five_to_fifteen_minutes(
    shop: Shop,
) -> None:
    waits = [shop.fails(FREE_TRIES).wait_seconds]
    for _ in range(3):
        shop.clock.now += waits[-1]
        waits.append(shop.fails(1).wait_seconds)
    assert waits == [60, 300, 900, 900]
    assert [wait_after(failures) for failures in range(6)] == [0, 0, 0, 0, 0, 60]


def test_while_waiting_not_even_the_right_pin_helps_and_no_try_is_used_up(shop: Shop) -> None:
    shop.fails(FREE_TRIES)
    shop.clock.now += 12.5
    assert shop.tries(PIN) == PinWrong(tries_left=0, wait_seconds=48)
    shop.clock.now += 47.5
    assert shop.tries(PIN) == RIGHT


def test_the_right_pin_clears_the_count(shop: Shop) -> None:
    shop.fails(FREE_TRIES - 1)
    assert shop.tries(PIN) == RIGHT
    assert shop.fails(1).tries_left == 4


def test_a_restart_shortens_no_wait_whatever_the_clock_on_the_wall_says(shop: Shop) -> None:
    shop.fails(FREE_TRIES)
    shop.clock.now += 59
    shop.start()
    assert shop.tries(PIN) == PinWrong(tries_left=0, wait_seconds=60)
    shop.clock.now = 5.0  # the machine was off: its seconds begin again
    shop.start()
    assert shop.tries(PIN) == PinWrong(tries_left=0, wait_seconds=60)
    shop.clock.now += 60
    assert shop.fails(1).wait_seconds == 300
    shop.start()
    assert shop.tries(PIN) == PinWrong(tries_left=0, wait_seconds=300)


def test_a_restart_gives_no_further_tries(shop: Shop) -> None:
    for _ in range(FREE_TRIES - 1):
        shop.fails(1)
        shop.start()
    assert shop.fails(1).wait_seconds == 60


def test_pulling_the_plug_while_a_pin_is_checked_uses_up_a_try(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    class PlugPulledError(Exception):
        """The power is gone."""

    def pulled(_kept: str, _pin: str) -> bool:
        raise PlugPulledError

    with monkeypatch.context() as patched:
        patched.setattr("device.pins.is_right", pulled)
        for _ in range(FREE_TRIES):
            with pytest.raises(PlugPulledError):
                shop.tries(WRONG)
            shop.start()
    assert shop.tries(PIN) == PinWrong(tries_left=0, wait_seconds=60)


def test_one_persons_wrong_pins_hold_nobody_else_up(tmp_path: Path) -> None:
    tu = PersonSettings(badge="CH01", name="Bác Tư", pin=HASH)
    known = KNOWN | {"CH01": Known(person_of(tu), HASH)}
    book = PinBook(known, PinAttempts(tmp_path / "attempts"))
    for _ in range(FREE_TRIES):
        book.check("NV01", WRONG)
    assert book.check("CH01", PIN) == PinRight(person_of(tu))


def test_a_badge_without_a_pin_is_checked_and_refused_and_leaves_no_trace(shop: Shop) -> None:
    for _ in range(FREE_TRIES + 2):
        assert shop.tries(PIN, badge="XX99") == PinWrong(tries_left=0)
    assert not shop.file.exists()


def test_the_file_is_whole_and_for_its_owner_only(shop: Shop) -> None:
    shop.fails(2)
    assert stat.S_IMODE(shop.file.stat().st_mode) == 0o600
    assert json.loads(shop.file.read_bytes()) == {"failures": {"NV01": 2}}
    assert [file.name for file in shop.file.parent.iterdir()] == [shop.file.name]


@pytest.mark.parametrize(
    "content", [b"", b"{", b'{"failures": 3}', b"\xff", b'{"failures":{"a":[]}}']
)
def test_who_spoils_the_file_gains_no_tries(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "attempts"
    file.write_bytes(content)
    shop = Shop(file)
    assert shop.tries(PIN) == PinWrong(tries_left=0, wait_seconds=60)
    shop.clock.now += 60
    assert shop.tries(PIN) == RIGHT


def test_a_count_below_nought_gives_no_further_tries(tmp_path: Path) -> None:
    file = tmp_path / "attempts"
    file.write_bytes(b'{"failures": {"NV01": -100}}')
    assert Shop(file).fails(FREE_TRIES).wait_seconds == 60


def test_where_nothing_can_be_written_wrong_pins_are_counted_until_the_next_start(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shop = Shop(tmp_path / "no-such-folder" / "attempts")
    assert shop.fails(FREE_TRIES).wait_seconds == 60
    assert "in memory only" in caplog.text
    assert PIN not in caplog.text
    assert WRONG not in caplog.text


def test_no_log_and_no_repr_tells_a_pin_a_hash_or_a_name(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shop.fails(FREE_TRIES)
    shop.tries(PIN)
    shown = f"{caplog.text} {KNOWN!r} {LAN!r} {shop.book!r} {RIGHT!r} {person_of(LAN)!r}"
    for secret in (PIN, WRONG, HASH, "Cô Lan"):
        assert secret not in shown
    assert "wrong PIN" in caplog.text


# Off the screen's thread.


@dataclass
class Screen:
    """Waits for events, as the screen does."""

    told: list[Event] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    came: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def tell(self, event: Event) -> None:
        self.told.append(event)
        self.threads.append(threading.current_thread().name)
        self.came.release()

    def waits_for(self, events: int) -> None:
        for _ in range(events):
            assert self.came.acquire(timeout=30)


def test_the_desk_answers_from_its_own_thread_in_the_order_of_asking(shop: Shop) -> None:
    screen = Screen()
    desk = PinDesk(shop.book, screen.tell)
    for pin in (WRONG, PIN):
        desk.ask("NV01", pin)
    screen.waits_for(2)
    desk.close()
    assert screen.told == [PinWrong(tries_left=4), RIGHT]
    assert all(name.startswith("pins") for name in screen.threads)


def test_a_desk_that_fails_answers_all_the_same(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_kept: str, _pin: str) -> bool:
        raise MemoryError

    monkeypatch.setattr("device.pins.is_right", broken)
    screen = Screen()
    desk = PinDesk(shop.book, screen.tell)
    desk.ask("NV01", PIN)
    screen.waits_for(1)
    desk.close()
    assert screen.told == [PinWrong(tries_left=0)]
    assert PIN not in caplog.text


def test_the_book_counts_beside_the_ledger_and_knows_who_has_a_pin(tmp_path: Path) -> None:
    without = PersonSettings(badge="NV02", name="Em Tú")
    book = open_book([LAN, without], tmp_path)
    assert book.check("NV01", PIN) == RIGHT
    assert book.check("NV02", "") == PinWrong(tries_left=0)
    assert (tmp_path / "pin-attempts.json").is_file()


def test_the_book_checks_the_real_hash(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("device.pins.is_right", is_right)
    assert shop.tries(WRONG) == PinWrong(tries_left=4)
    assert shop.tries(PIN) == RIGHT
