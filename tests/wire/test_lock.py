import time
from collections.abc import Callable

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wire.lock import Lock, LockedError, Stretching, lock, unlock

BADGE, PIN = "b4d9-e2f1-secret-of-the-badge", "482915"
SECRETS = (BADGE, PIN)
CONTENT = bytes(range(32))
CONTEXT = "quay/a/thing"
LOCKED = lock(CONTENT, SECRETS, CONTEXT)


def opens(locked: Lock, secrets: tuple[str, ...] = SECRETS, context: str = CONTEXT) -> bool:
    try:
        return unlock(locked, secrets, context) == CONTENT
    except LockedError:
        return False


def test_the_secrets_open_what_they_locked() -> None:
    assert opens(LOCKED)
    assert opens(msgspec.json.decode(msgspec.json.encode(LOCKED), type=Lock))


def test_a_lock_shows_neither_content_nor_secrets() -> None:
    shown = msgspec.json.encode(LOCKED) + LOCKED.box + LOCKED.nonce + LOCKED.stretching.salt
    for secret in (CONTENT, BADGE.encode(), PIN.encode()):
        assert secret not in shown


@pytest.mark.parametrize(
    "secrets",
    [(BADGE, "000000"), ("another badge", PIN), (PIN, BADGE), (BADGE + PIN[0], PIN[1:]),
     (BADGE + PIN,), (BADGE, PIN, ""), ("", ""), ()],
    ids=str,
)  # fmt: skip
def test_nothing_but_all_the_secrets_in_order_opens_it(secrets: tuple[str, ...]) -> None:
    assert not opens(LOCKED, secrets)


def test_the_lock_of_one_thing_does_not_pass_for_anothers() -> None:
    assert not opens(LOCKED, context="quay/another/thing")


def test_two_locks_of_one_content_have_nothing_in_common() -> None:
    other = lock(CONTENT, SECRETS, CONTEXT)
    assert other.stretching.salt != LOCKED.stretching.salt
    assert other.nonce != LOCKED.nonce
    assert other.box != LOCKED.box


def test_every_refusal_reads_alike() -> None:
    changed = msgspec.structs.replace(LOCKED, box=LOCKED.box[:-1] + b"\0")
    sentences = set()
    for locked, pin in ((LOCKED, "000000"), (changed, PIN)):
        with pytest.raises(LockedError) as refusal:
            unlock(locked, (BADGE, pin), CONTEXT)
        sentences.add(str(refusal.value))
    assert len(sentences) == 1


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
        {"salt": b""},
        {"salt": b"\0\0\0"},
    ],
    ids=str,
)
def test_changed_parameters_do_not_open_and_cost_little(changes: dict[str, object]) -> None:
    stretching = msgspec.structs.replace(LOCKED.stretching, **changes)
    began = time.process_time()
    assert not opens(msgspec.structs.replace(LOCKED, stretching=stretching))
    assert time.process_time() - began < 5, "of processor time; a machine must not be exhausted"


@pytest.mark.parametrize("part", ["nonce", "box"])
@pytest.mark.parametrize(
    "change", [lambda old: old[:-1], lambda old: old + b"\0", lambda _old: b""], ids="123"
)
def test_shortened_and_lengthened_parts_do_not_open(
    part: str, change: Callable[[bytes], bytes]
) -> None:
    assert not opens(msgspec.structs.replace(LOCKED, **{part: change(getattr(LOCKED, part))}))


@settings(max_examples=10, deadline=None)
@given(secrets=st.tuples(st.text(min_size=1), st.text("0123456789", min_size=4, max_size=12)))
def test_any_secrets_lock_and_open(secrets: tuple[str, ...]) -> None:
    assert opens(lock(CONTENT, secrets, CONTEXT), secrets)


def test_stretching_is_at_least_what_rfc_9106_recommends_for_small_machines() -> None:
    usual = Stretching(salt=bytes(16))
    assert (usual.passes, usual.memory_kib, usual.lanes) == (3, 65536, 4)
    assert usual.is_bearable()
    assert (LOCKED.stretching.memory_kib, len(LOCKED.stretching.salt)) == (65536, 16)
