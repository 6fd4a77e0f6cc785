import time
from collections.abc import Callable

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from provisioning.book import LockedBook, Stretching, lock_book, open_book
from provisioning.errors import BookLockedError
from tests.provisioning.conftest import BADGE, PIN
from wire.patient import Patient
from wire.seal import Place, open_seal, seal

KEY = X25519PrivateKey.generate()
LOCKED = lock_book(KEY, BADGE, PIN)
BOOK = msgspec.json.decode(LOCKED, type=LockedBook)


def test_badge_and_pin_open_what_the_terminal_sealed() -> None:
    place = Place(terminal="Q33-0001", epoch="0" * 32, seq=1)
    patient = Patient(name="Nguyễn Thị Thử")
    sealed = seal(patient, place, {"book": KEY.public_key()})
    assert open_seal(sealed, place, "book", open_book(LOCKED, BADGE, PIN)) == patient


def test_the_locked_book_shows_neither_key_nor_secrets() -> None:
    for secret in (KEY.private_bytes_raw(), BADGE.encode(), PIN.encode()):
        assert secret not in LOCKED
        assert secret not in BOOK.box + BOOK.nonce + BOOK.stretching.salt


def test_two_locks_of_one_key_have_nothing_in_common() -> None:
    other = msgspec.json.decode(lock_book(KEY, BADGE, PIN), type=LockedBook)
    assert other.stretching.salt != BOOK.stretching.salt
    assert other.nonce != BOOK.nonce
    assert other.box != BOOK.box


def test_wrong_badge_wrong_pin_and_a_changed_file_look_the_same() -> None:
    changed = msgspec.structs.replace(BOOK, box=BOOK.box[:-1] + bytes([BOOK.box[-1] ^ 1]))
    attempts = [
        (LOCKED, BADGE, "000000"),
        (LOCKED, "another badge", PIN),
        (LOCKED, PIN, BADGE),
        (LOCKED, BADGE + PIN[0], PIN[1:]),
        (LOCKED, "", ""),
        (msgspec.json.encode(changed), BADGE, PIN),
    ]
    sentences = set()
    for locked, badge, pin in attempts:
        with pytest.raises(BookLockedError) as refusal:
            open_book(locked, badge, pin)
        sentences.add(str(refusal.value))
    assert len(sentences) == 1


def _with(**changes: object) -> bytes:
    stretching = {**msgspec.to_builtins(BOOK.stretching), **changes}
    return msgspec.json.encode({**msgspec.to_builtins(BOOK), "stretching": stretching})


def test_a_book_that_is_only_written_again_still_opens() -> None:
    assert open_book(_with(), BADGE, PIN).private_bytes_raw() == KEY.private_bytes_raw()


@pytest.mark.parametrize(
    "changes",
    [
        {"passes": 2},
        {"passes": 0},
        {"passes": 2**31},
        {"passes": -1},
        {"memory_kib": 1024},
        {"memory_kib": 1},
        {"memory_kib": 2**31},
        {"lanes": 1},
        {"lanes": 2**20},
        {"salt": ""},
        {"salt": "AAAA"},
        {"salt": None},
        {"pepper": 1},
    ],
    ids=str,
)
def test_changed_parameters_do_not_open_and_cost_little(changes: dict[str, object]) -> None:
    began = time.process_time()
    with pytest.raises(BookLockedError):
        open_book(_with(**changes), BADGE, PIN)
    assert time.process_time() - began < 5, "of processor time; a machine must not be exhausted"


@pytest.mark.parametrize("part", ["nonce", "box"])
@pytest.mark.parametrize(
    "change", [lambda old: old[:-1], lambda old: old + b"\0", lambda _old: b""], ids="123"
)
def test_shortened_and_lengthened_parts_do_not_open(
    part: str, change: Callable[[bytes], bytes]
) -> None:
    changed = msgspec.structs.replace(BOOK, **{part: change(getattr(BOOK, part))})
    with pytest.raises(BookLockedError):
        open_book(msgspec.json.encode(changed), BADGE, PIN)


def test_a_book_of_a_later_version_is_not_guessed_at() -> None:
    with pytest.raises(BookLockedError):
        open_book(msgspec.json.encode(msgspec.structs.replace(BOOK, v=2)), BADGE, PIN)


@settings(max_examples=60, deadline=None)
@given(position=st.integers(0, len(LOCKED) * 8 - 1))
def test_one_changed_bit_never_opens_another_key(position: int) -> None:
    changed = bytearray(LOCKED)
    changed[position // 8] ^= 1 << position % 8
    try:
        found = open_book(bytes(changed), BADGE, PIN)
    except BookLockedError:
        return
    # A base64 text has unused bits, and white space means nothing in JSON: the same book, then.
    assert msgspec.json.decode(bytes(changed), type=LockedBook) == BOOK
    assert found.private_bytes_raw() == KEY.private_bytes_raw()


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.binary(max_size=300), st.integers(0, len(LOCKED) - 1).map(lambda n: LOCKED[:n]))
)
def test_rubbish_and_torn_files_do_not_open(locked: bytes) -> None:
    with pytest.raises(BookLockedError):
        open_book(locked, BADGE, PIN)


@settings(max_examples=10, deadline=None)
@given(badge=st.text(min_size=1), pin=st.text("0123456789", min_size=4, max_size=12))
def test_any_badge_and_pin_lock_and_open(badge: str, pin: str) -> None:
    assert open_book(lock_book(KEY, badge, pin), badge, pin).private_bytes_raw() == (
        KEY.private_bytes_raw()
    )


def test_stretching_is_at_least_what_rfc_9106_recommends_for_small_machines() -> None:
    usual = Stretching(salt=bytes(16))
    assert (usual.passes, usual.memory_kib, usual.lanes) == (3, 65536, 4)
    assert usual.is_bearable()
    assert (BOOK.stretching.memory_kib, len(BOOK.stretching.salt)) == (65536, 16)
