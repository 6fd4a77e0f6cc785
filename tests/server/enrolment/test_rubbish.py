"""Whatever is posted, the door answers one of its refusals; nothing gets through as an error."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.enrolment.door import EnrolDoor
from server.enrolment.renewing import RenewalDesk
from server.ingest.throttle import Throttle
from server.store.database import close_store, open_store, reading, rows
from tests.server.enrolment.newcomer import Newcomer, print_label
from tests.server.enrolment.office import OwnSigner, make_desk
from wire.enrolment import EnrolRefusal

ANY_TEXT = st.text(max_size=80)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | ANY_TEXT,
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(ANY_TEXT, inside, max_size=4),
    max_leaves=12,
)
CARD = Newcomer()
SOUND: dict[str, Any] = json.loads(CARD.body())
OFTEN = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def door(tmp_path: Path) -> Iterator[EnrolDoor]:
    open_store(tmp_path / "server.db")
    signer = OwnSigner()
    throttle = Throttle(rate=1e6, burst=1e6)
    yield EnrolDoor(
        enrolment=make_desk(signer),
        renewal=RenewalDesk(province="33", signer=signer, throttle=throttle),
        throttle=throttle,
        authority=b"",
    )
    close_store()


def refused(door: EnrolDoor, body: bytes) -> str:
    said = door.enrol(body)
    assert isinstance(said, EnrolRefusal), body
    return said.reason


@OFTEN
@given(st.binary(max_size=400))
def test_bytes(door: EnrolDoor, body: bytes) -> None:
    assert refused(door, body) == "unsound-request"
    renewed = door.renew(body)
    assert renewed == EnrolRefusal(reason="unsound-request")


@OFTEN
@given(JSON)
def test_any_json(door: EnrolDoor, body: Any) -> None:
    assert refused(door, json.dumps(body).encode()) == "unsound-request"


@OFTEN
@given(st.sampled_from(sorted(SOUND)), JSON)
def test_a_request_with_one_thing_else_in_it(door: EnrolDoor, name: str, value: Any) -> None:
    if value == SOUND[name]:
        return
    reason = refused(door, json.dumps(SOUND | {name: value}).encode())
    assert reason in {"unsound-request", "unknown-code", "not-now", "too-old"}


@OFTEN
@given(st.integers(0, len(CARD.csr) - 1), st.characters(max_codepoint=127))
def test_a_certificate_request_with_one_letter_else(
    door: EnrolDoor, place: int, letter: str
) -> None:
    csr = CARD.csr[:place] + letter + CARD.csr[place + 1 :]
    if csr == CARD.csr:
        return
    card = Newcomer(code=CARD.code, tls=CARD.tls, signing=CARD.signing, csr=csr)
    assert refused(door, card.body()) in {"unsound-request", "unknown-code"}


@pytest.mark.parametrize("name", ["code", "csr", "signing_key", "proof", "board", "version"])
@pytest.mark.parametrize("odd", ["\\ud800", "\\u0000", "\\uffff", "ừ", "\\u202e"])
def test_letters_that_no_database_takes(door: EnrolDoor, name: str, odd: str) -> None:
    body = CARD.body().decode().replace(f'"{name}":"', f'"{name}":"{odd}')
    assert body != CARD.body().decode()
    assert refused(door, body.encode()) in {"unsound-request", "unknown-code"}


@OFTEN
@given(st.dictionaries(ANY_TEXT, JSON, max_size=4), JSON, st.binary(max_size=64))
def test_any_signed_message(
    door: EnrolDoor, header: dict[str, Any], payload: Any, signature: bytes
) -> None:
    parts = [json.dumps(header | {"kid": "Q33-0101"}).encode(), json.dumps(payload).encode()]
    message = b".".join(base64.urlsafe_b64encode(p).rstrip(b"=") for p in [*parts, signature])
    assert door.renew(message) == EnrolRefusal(reason="unsound-request")


def test_after_all_that_a_sound_request_still_comes_in(door: EnrolDoor) -> None:
    print_label(CARD.code, until=datetime.now(UTC) + timedelta(days=1))
    said = door.enrol(CARD.body())
    assert not isinstance(said, EnrolRefusal)
    assert msgspec.json.encode(said)
    with reading():
        assert rows("SELECT state FROM enrolmentcode") == [("used",)]
