from collections.abc import Callable

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.wire.samples import EPOCH, PATIENT, TERMINAL
from wire.book import (
    READER,
    Book,
    LockedBook,
    RecoveryDoor,
    open_any,
    open_book,
    recover_book,
)
from wire.lock import LockedError, Stretching
from wire.recovery import make_code
from wire.seal import Place, SealError, seal

BADGE, PIN = "b4d9-e2f1-secret-of-the-badge", "482915"
CODE = make_code()
BOOK = Book.new(CODE)
LOCKED = BOOK.lock(BADGE, PIN)
STORED = msgspec.json.decode(LOCKED, type=LockedBook)
PLACE = Place(terminal=TERMINAL, epoch=EPOCH, seq=7)


def sealed_to(key: X25519PublicKey) -> bytes:
    return seal(PATIENT, PLACE, {READER: key})


def raw(book: Book) -> list[bytes]:
    return [key.private_bytes_raw() for key in book.keys]


def refused(locked: bytes, badge: str = BADGE, pin: str = PIN) -> None:
    with pytest.raises(LockedError):
        open_book(locked, badge, pin)


def test_badge_and_pin_open_what_the_terminal_sealed() -> None:
    assert open_book(LOCKED, BADGE, PIN).read(sealed_to(BOOK.public_key), PLACE) == PATIENT


def test_the_recovery_code_opens_the_same_book() -> None:
    assert raw(recover_book(LOCKED, CODE)) == raw(BOOK)


def test_wrong_badge_wrong_pin_and_wrong_code_open_nothing() -> None:
    for badge, pin in ((BADGE, "000000"), ("other", PIN), (PIN, BADGE), ("", "")):
        refused(LOCKED, badge, pin)
    with pytest.raises(LockedError):
        recover_book(LOCKED, make_code())


def test_the_stored_book_shows_neither_keys_nor_secrets() -> None:
    parts = LOCKED + STORED.ring + STORED.recovery_box + STORED.badge.box
    for secret in (raw(BOOK)[0], BADGE.encode(), PIN.encode(), CODE.encode()):
        assert secret not in parts
    assert "PrivateKey" not in repr(BOOK)


def test_a_renewed_book_reads_old_and_new_entries() -> None:
    renewed = open_book(BOOK.renewed().lock(BADGE, PIN), BADGE, PIN)
    assert renewed.public_key != BOOK.public_key
    for key in (BOOK.public_key, renewed.public_key):
        assert renewed.read(sealed_to(key), PLACE) == PATIENT
    with pytest.raises(SealError):
        BOOK.read(sealed_to(renewed.public_key), PLACE)


def test_another_badge_shuts_out_the_old_one_and_keeps_the_paper() -> None:
    changed = open_book(LOCKED, BADGE, PIN).lock("new badge", "111111")
    refused(changed)
    assert raw(open_book(changed, "new badge", "111111")) == raw(BOOK)
    assert raw(recover_book(changed, CODE)) == raw(BOOK)


def test_a_new_recovery_code_shuts_out_the_old_one() -> None:
    fresh = make_code()
    changed = recover_book(LOCKED, CODE).recovered_by(fresh).lock("new badge", "111111")
    with pytest.raises(LockedError):
        recover_book(changed, CODE)
    assert raw(recover_book(changed, fresh)) == raw(BOOK)


def test_an_old_lock_put_into_the_new_file_opens_nothing_new() -> None:
    renewed = BOOK.renewed().lock("new badge", "111111")
    stored = msgspec.json.decode(renewed, type=LockedBook)
    refused(msgspec.json.encode(msgspec.structs.replace(stored, badge=STORED.badge)))
    mixed = msgspec.structs.replace(
        stored, recovery=STORED.recovery, recovery_box=STORED.recovery_box
    )
    with pytest.raises(LockedError):
        recover_book(msgspec.json.encode(mixed), CODE)


def test_a_stranger_who_changes_the_file_is_not_given_the_ring() -> None:
    mine = X25519PrivateKey.generate().public_key().public_bytes_raw()
    door = RecoveryDoor(stretching=Stretching.fresh(), public=mine)
    planted = msgspec.json.encode(msgspec.structs.replace(STORED, recovery=door))
    again = msgspec.json.decode(open_book(planted, BADGE, PIN).lock(BADGE, PIN), type=LockedBook)
    assert again.recovery == STORED.recovery


def test_several_books_open_as_one() -> None:
    other = Book.new(make_code())
    both = open_any([LOCKED, other.lock(BADGE, PIN)], BADGE, PIN)
    for key in (BOOK.public_key, other.public_key):
        assert both.read(sealed_to(key), PLACE) == PATIENT
    assert raw(open_any([other.lock("a", "b"), LOCKED], BADGE, PIN)) == raw(BOOK)
    with pytest.raises(LockedError):
        open_any([LOCKED, LOCKED], BADGE, "000000")


@pytest.mark.parametrize("part", ["nonce", "ring"])
@pytest.mark.parametrize(
    "change", [lambda old: old[:-1], lambda old: old + b"\0", lambda _old: b""], ids="123"
)
def test_shortened_and_lengthened_parts_do_not_open(
    part: str, change: Callable[[bytes], bytes]
) -> None:
    changed = msgspec.structs.replace(STORED, **{part: change(getattr(STORED, part))})
    refused(msgspec.json.encode(changed))


@pytest.mark.parametrize("version", [1, 3])
def test_a_book_of_another_version_is_not_guessed_at(version: int) -> None:
    refused(msgspec.json.encode(msgspec.structs.replace(STORED, v=version)))


@settings(max_examples=40, deadline=None)
@given(position=st.integers(0, len(LOCKED) * 8 - 1))
def test_one_changed_bit_never_opens_another_key(position: int) -> None:
    changed = bytearray(LOCKED)
    changed[position // 8] ^= 1 << position % 8
    try:
        found = open_book(bytes(changed), BADGE, PIN)
    except LockedError:
        return
    assert raw(found) == raw(BOOK)
    assert found.recovery == BOOK.recovery


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.binary(max_size=300), st.integers(0, len(LOCKED) - 1).map(lambda n: LOCKED[:n]))
)
def test_rubbish_and_torn_files_do_not_open(locked: bytes) -> None:
    refused(locked)
    with pytest.raises(LockedError):
        recover_book(locked, CODE)
