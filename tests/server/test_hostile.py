"""Messages that nobody should believe: set aside, not answered, acknowledged, and no harm done."""

import base64
import logging
from datetime import timedelta

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.ingest.verify import MAX_MESSAGE_BYTES, MOST_ENTRIES
from server.store.database import rows, writing
from server.store.terminals import register, revoke
from tests.server.desk import Desk
from tests.server.outlet import NOW, Outlet
from wire import sign, topics
from wire.batch import deflated, encode_batch
from wire.status import Status, encode_status


def aside() -> list[tuple[str, str]]:
    return [(row[0], row[1]) for row in rows("SELECT terminal, reason FROM quarantine")]


def refused(topic: str, payload: bytes) -> tuple[str, str]:
    """Record a message, check that it left nothing but a row aside, and return that row."""
    desk = Desk()
    assert desk.receive(topic, payload) == []
    assert desk.acknowledged.times == 1
    assert rows("SELECT count(*) FROM entry") == [(0,)]
    assert rows("SELECT count(*) FROM terminal WHERE last_contact_at IS NOT NULL") == [(0,)]
    (row,) = aside()
    return row


@pytest.fixture
def sold(outlet: Outlet) -> Outlet:
    outlet.sell(2)
    return outlet


@pytest.mark.parametrize("payload", [b"", b"x", b"a.b.c", b"\xff\xfe", b"{}", b"." * 5000])
def test_a_message_that_is_not_signed(outlet: Outlet, payload: bytes) -> None:
    assert refused(outlet.entries_topic, payload) == (outlet.id, "unsigned")


def test_a_batch_without_any_signature(sold: Outlet) -> None:
    payload = encode_batch(sold.id, sold.epoch, sold.bodies)
    assert refused(sold.entries_topic, payload) == (sold.id, "unsigned")


def test_a_header_that_asks_for_no_signature(sold: Outlet) -> None:
    def part(data: bytes) -> bytes:
        return base64.urlsafe_b64encode(data).rstrip(b"=")

    header = msgspec.json.encode({"alg": "none", "kid": sold.id, "typ": "quay-batch"})
    payload = encode_batch(sold.id, sold.epoch, sold.bodies)
    message = part(header) + b"." + part(payload) + b"."
    assert refused(sold.entries_topic, message) == (sold.id, "forged")


def test_a_batch_signed_with_another_key(sold: Outlet) -> None:
    thief = Outlet(id=sold.id, epoch=sold.epoch, bodies=sold.bodies)
    assert refused(sold.entries_topic, thief.batch(sold.bodies)) == (sold.id, "forged")


def test_a_batch_of_which_one_byte_was_changed_on_the_way(sold: Outlet) -> None:
    message = bytearray(sold.batch(sold.bodies))
    message[len(message) // 2] ^= 1
    assert refused(sold.entries_topic, bytes(message))[1] in {"forged", "unsigned"}


def test_a_status_passed_off_as_a_batch_and_a_batch_as_a_status(sold: Outlet) -> None:
    assert refused(sold.entries_topic, sold.status()) == (sold.id, "forged")
    Desk().receive(sold.status_topic, sold.batch(sold.bodies))
    assert aside() == [(sold.id, "forged")] * 2


def test_a_batch_of_one_terminal_on_the_topic_of_another(sold: Outlet) -> None:
    other = topics.entries(sold.province, "Q33-0002")
    assert refused(other, sold.batch(sold.bodies)) == ("Q33-0002", "wrong signer")


def test_a_batch_that_names_another_terminal_than_its_signer(sold: Outlet) -> None:
    payload = sold.signed(encode_batch("Q33-0002", sold.epoch, []))
    assert refused(sold.entries_topic, payload) == (sold.id, "malformed")


@pytest.mark.parametrize("epoch", ["", "x", "A" * 32, "0" * 31, "0" * 32 + "\n"])
def test_a_batch_of_an_epoch_that_cannot_be(outlet: Outlet, epoch: str) -> None:
    payload = outlet.signed(encode_batch(outlet.id, epoch, []))
    assert refused(outlet.entries_topic, payload) == (outlet.id, "malformed")


@pytest.mark.parametrize(
    "payload",
    [b"", b"[]", b"\xff", b'{"terminal":1}', b"[" * 50_000, b'{"a":' * 5000 + b"1" + b"}" * 5000],
)
def test_a_signed_payload_that_is_no_batch(outlet: Outlet, payload: bytes) -> None:
    assert refused(outlet.entries_topic, outlet.signed(payload)) == (outlet.id, "malformed")


def test_a_terminal_that_nobody_registered(store: object) -> None:
    assert store
    stranger = Outlet(id="Q33-0777")
    stranger.sell()
    row = refused(stranger.entries_topic, stranger.batch(stranger.bodies))
    assert row == (stranger.id, "unknown terminal")


def test_a_terminal_that_was_revoked(sold: Outlet) -> None:
    with writing():
        revoke(sold.id)
    assert refused(sold.entries_topic, sold.batch(sold.bodies)) == (sold.id, "revoked")


def test_what_was_refused_before_is_stored_when_the_terminal_is_registered(store: object) -> None:
    assert store
    late = Outlet(id="Q33-0777")
    late.sell()
    desk = Desk()
    assert desk.receive(late.entries_topic, late.batch(late.bodies)) == []
    with writing():
        register(late.registration)
    assert desk.receive_batch(late, late.bodies).through == 1


@pytest.mark.parametrize(
    "topic",
    [
        "",
        "quay/v1/33/99/Q33-0001/entries",
        "quay/v1/34/48/Q33-0001/entries",
        "quay/v1/33/48/Q33-0001/receipt",
        "quay/v2/33/48/Q33-0001/entries",
        "quay/v1/33/48/Q33-0001/entries/more",
        "quay/v1/33/48/q33/entries",
    ],
)
def test_a_topic_that_is_not_the_terminals(sold: Outlet, topic: str) -> None:
    assert refused(topic, sold.batch(sold.bodies)) == (sold.id, "foreign topic")


def test_a_terminal_registered_in_another_province(store: object) -> None:
    assert store
    moved = Outlet(province="34")
    with writing():
        register(moved.registration)
    here = topics.entries("33", moved.id)
    assert refused(here, moved.batch([])) == (moved.id, "foreign topic")


def test_a_message_that_is_too_large_is_kept_only_in_part(sold: Outlet) -> None:
    payload = b"x" * (MAX_MESSAGE_BYTES + 1)
    assert refused(sold.entries_topic, payload) == (sold.id, "too large")
    assert rows("SELECT length(body) FROM quarantine") == [(65_536,)]


@pytest.mark.parametrize(("unsent", "last_seq"), [(-1, 0), (0, -1), (2**64, 0)])
def test_a_status_with_counts_that_cannot_be(outlet: Outlet, unsent: int, last_seq: int) -> None:
    status = Status(
        terminal=outlet.id,
        epoch=outlet.epoch,
        at=NOW,
        last_seq=last_seq,
        unsent=unsent,
        software="0.1.0",
    )
    payload = outlet.signed(encode_status(status), "quay-status")
    assert refused(outlet.status_topic, payload) == (outlet.id, "malformed")


def test_a_genuine_status_is_kept_and_not_answered(outlet: Outlet) -> None:
    desk = Desk()
    assert desk.receive(outlet.status_topic, outlet.status(unsent=7)) == []
    assert desk.acknowledged.times == 1
    assert rows("SELECT unsent, last_seq, software FROM terminal") == [(7, 0, "0.1.0")]
    assert rows("SELECT count(last_contact_at) FROM terminal") == [(1,)]


def test_hostile_messages_do_not_touch_the_good_one_between_them(
    sold: Outlet, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk()
    good = sold.batch(sold.bodies)
    with caplog.at_level(logging.WARNING):
        (receipt,) = desk.receive(sold.entries_topic, b"x", good, b"y", b"x")
    assert receipt.through == 2
    assert desk.acknowledged.times == 4
    assert aside() == [(sold.id, "unsigned")] * 2
    assert [record.getMessage() for record in caplog.records] == [
        f"set aside from {sold.id}: unsigned (3)"
    ]


@given(payload=st.binary(max_size=300), cut=st.integers(0, 400), flip=st.integers(0, 400))
@settings(
    max_examples=200,
    deadline=timedelta(seconds=5),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_no_bytes_whatever_raise_or_are_stored(
    outlet: Outlet, payload: bytes, cut: int, flip: int
) -> None:
    signed = bytearray(outlet.signed(payload))
    signed[flip % len(signed)] ^= 0x15
    desk = Desk()
    for bytes_sent in (payload, outlet.signed(payload), bytes(signed), bytes(signed[:cut])):
        desk.receive(outlet.entries_topic, bytes_sent)
    assert desk.acknowledged.times == 4
    assert rows("SELECT count(*) FROM entry") == [(0,)]
    assert "unexpected" not in {reason for _terminal, reason in aside()}


def test_a_key_of_the_server_does_not_pass_for_a_terminals(sold: Outlet) -> None:
    desk = Desk()
    payload = encode_batch(sold.id, sold.epoch, sold.bodies)
    message = sign.sign(payload, desk.key, "server", "quay-batch")
    assert refused(sold.entries_topic, message) == (sold.id, "wrong signer")


def test_more_entries_than_anybody_sends_at_once_are_no_batch(outlet: Outlet) -> None:
    message = outlet.signed(
        deflated(encode_batch(outlet.id, outlet.epoch, [b"0"] * (MOST_ENTRIES + 1)))
    )
    assert len(message) < 1000
    assert refused(outlet.entries_topic, message) == (outlet.id, "malformed")
