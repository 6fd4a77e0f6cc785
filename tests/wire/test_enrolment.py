"""What a label says, and what was said at the door in the first version: always read."""

import hashlib
from base64 import b64decode
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from wire import sign
from wire.enrolment import (
    PROOF,
    EnrolAnswer,
    EnrolRefusal,
    Label,
    LabelError,
    LinkedLine,
    PostedLine,
    Renewal,
    Renewed,
    StockLine,
    digest_of,
    make_enrolment_code,
    pin_of,
    read_label,
    read_request,
)
from wire.enrolment_batch import BadgeHolder, PrintedLabel, read_batch

GOLDEN = Path(__file__).parent / "golden"
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
"""Published here and worth nothing."""
CODE = "0123456789ABCDEFGHJKMNPQRS"
AT = datetime(2026, 11, 23, 3, 41, tzinfo=UTC)
ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
"""Of a QR code (ISO/IEC 18004, table 5)."""


def golden(name: str) -> bytes:
    return (GOLDEN / name).read_bytes()


def label(**other: object) -> Label:
    said: dict[str, object] = {
        "kind": "new", "host": "tinh33.example.vn", "port": 8443, "code": CODE, "pin": "A1" * 16,
    }  # fmt: skip
    return Label(**(said | other))  # type: ignore[arg-type]


@given(
    st.sampled_from(["new", "replacement"]),
    st.from_regex(r"[a-z0-9][a-z0-9.-]{0,60}", fullmatch=True),
    st.integers(1, 65535),
)
def test_a_label_is_read_as_it_was_written(kind: str, host: str, port: int) -> None:
    one = label(kind=kind, host=host, port=port, code=make_enrolment_code())
    text = one.to_text()
    assert set(text) <= ALPHANUMERIC
    assert read_label(text) == one
    assert read_label(f"\r\n{text.lower()} ") == one


def test_a_label_is_as_it_always_was() -> None:
    assert label().to_text() == (
        "QUAY1*E*TINH33.EXAMPLE.VN*8443*0123456789ABCDEFGHJKMNPQRS*" + "A1" * 16
    )
    assert label(kind="replacement").to_text().startswith("QUAY1*R*")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "QUAY1",
        label().to_text()[:-1],
        label().to_text() + "0",
        label().to_text().replace("QUAY1", "QUAY2"),
        label().to_text().replace("*E*", "*X*"),
        label().to_text().replace("8443", "0"),
        label().to_text().replace("8443", "65536"),
        label().to_text().replace(CODE, CODE.replace("0", "O")),
        label().to_text().replace(CODE, CODE.replace("0", "U")),
        label(host="máy.vn").to_text(),
        label(host="").to_text(),
        "https://tinh33.example.vn",
    ],
)
def test_what_is_no_label_is_refused(text: str) -> None:
    with pytest.raises(LabelError):
        read_label(text)


def test_codes_are_long_enough_that_nobody_guesses_one_and_never_the_same() -> None:
    made = {make_enrolment_code() for _n in range(1000)}
    assert len(made) == 1000
    assert {len(code) for code in made} == {26}


def test_nobody_reads_a_code_off_a_repr_or_a_digest() -> None:
    assert CODE not in repr(label())
    printed = PrintedLabel(
        text=label().to_text(), terminal="Q33-0101", outlet="A", place="B", label="C", expires_at=AT
    )
    assert CODE not in repr(printed)
    assert "Cô" not in repr(BadgeHolder(badge="1", name="Cô Mẫu"))
    assert digest_of(CODE) == hashlib.sha256(CODE.encode()).hexdigest()
    assert pin_of(b"der") == hashlib.sha256(b"der").hexdigest()[:32].upper()


def test_a_request_of_version_1_is_read_and_its_proof_holds() -> None:
    request = read_request(golden("enrol-request-v1.json"))
    assert (request.v, request.code, request.board, request.version) == (1, CODE, "a" * 64, "1.0.0")
    KEY.public_key().verify(b64decode(request.proof), PROOF + request.csr.encode())
    assert CODE not in repr(request)


def test_an_answer_of_version_1_is_read() -> None:
    answer = msgspec.json.decode(golden("enrol-answer-v1.json"), type=EnrolAnswer)
    assert answer.registration.terminal == "Q33-0101"
    assert answer.snapshots == "https://tinh33.example:8443/v1/reference"
    told = msgspec.structs.replace(answer, settings='name = "Cô Mẫu"')
    assert "Cô Mẫu" not in repr(told)
    assert (answer.replaces, answer.stock, answer.follows) == (False, (), "")


def test_an_answer_to_a_replacement_of_version_1_is_read() -> None:
    answer = msgspec.json.decode(golden("enrol-answer-replaces-v1.json"), type=EnrolAnswer)
    assert answer.stock == (
        StockLine(drug="SYN001", batch="2502B", expiry="2027-08-31", units=70),
        StockLine(drug="SYN014", batch="A-9", expiry="", units=5, owner="programme", aside=3),
    )
    assert (answer.stock_of, answer.follows, answer.follows_through) == (AT, "e" * 32, 41)
    assert answer.prices == (PostedLine(drug="SYN001", unit="vỉ", price_vnd=11_000, at=AT),)
    assert answer.links == (LinkedLine(gtin="08938501000118", drug="SYN001", unit="hộp"),)


def test_a_refusal_of_version_1_is_read() -> None:
    refusal = msgspec.json.decode(golden("enrol-refusal-v1.json"), type=EnrolRefusal)
    assert refusal == EnrolRefusal(reason="used-code", at=AT)


def test_a_renewal_of_version_1_is_read_and_signed_as_what_it_is() -> None:
    message = golden("renewal-v1.jws")
    payload = sign.verify(message, KEY.public_key(), "Q33-0101", "quay-renewal")
    asked = msgspec.json.decode(payload, type=Renewal)
    assert (asked.terminal, asked.at) == ("Q33-0101", AT)
    with pytest.raises(sign.SignatureError):
        sign.verify(message, KEY.public_key(), "Q33-0101", "quay-status")
    assert msgspec.json.decode(golden("renewed-v1.json"), type=Renewed).authority


def test_a_batch_of_version_1_is_read() -> None:
    batch = read_batch(golden("enrolment-batch-v1.json"))
    (code,) = batch.codes
    assert (code.sha256, code.expires_at) == (digest_of(CODE), AT)
    assert code.particulars.people[0].roles == ("pharmacist", "owner")
