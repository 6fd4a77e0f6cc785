import json
from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties import steady
from tests.wire.samples import AT, EPOCH, TERMINAL, chain, receipts, sale, sales
from wire.batch import MAX_BYTES, MAX_ENTRIES, encode_batch, read_batch
from wire.entry import encode, read_head
from wire.receipt import Receipt, encode_receipt, read_receipt
from wire.registration import Registration, encode_registration, read_registration
from wire.sale import Line, Sale, read_sale
from wire.status import Status, encode_status, read_status

STATUS = Status(terminal=TERMINAL, epoch=EPOCH, at=AT, last_seq=3, unsent=1, software="0.1.0")
REGISTRATION = Registration(
    terminal=TERMINAL,
    province="33",
    outlet="Quầy thuốc Số 7",
    commune="Xã Mẫu",
    signing_key="PEM",
    enrolled_at=AT,
)
RECEIPT = Receipt(terminal=TERMINAL, epoch=EPOCH, through=0, head="00", at=AT)

Reader = Callable[[bytes], Any]
MESSAGES: dict[str, tuple[Reader, bytes, object]] = {
    "head": (read_head, encode(sale()), None),
    "sale": (read_sale, encode(sale()), sale()),
    "batch": (read_batch, encode_batch(TERMINAL, EPOCH, chain(2)), None),
    "receipt": (read_receipt, encode_receipt(RECEIPT), RECEIPT),
    "status": (read_status, encode_status(STATUS), STATUS),
    "registration": (read_registration, encode_registration(REGISTRATION), REGISTRATION),
}
every_kind = pytest.mark.parametrize(
    ("read", "encoded", "value"), MESSAGES.values(), ids=MESSAGES.keys()
)


@every_kind
def test_what_was_written_is_read_back(read: Reader, encoded: bytes, value: object) -> None:
    assert value is None or read(encoded) == value


@every_kind
def test_fields_that_a_later_version_adds_are_ignored(
    read: Reader, encoded: bytes, value: object
) -> None:
    later = json.loads(encoded) | {"v": 2, "added": {"deep": [1, None, "x"]}}
    found = read(json.dumps(later).encode())
    assert found.v == 2
    assert found.terminal == TERMINAL
    assert value is None or type(found) is type(value)


@every_kind
def test_every_field_without_a_default_must_be_there(
    read: Reader, encoded: bytes, value: object
) -> None:
    del value
    fields = json.loads(encoded)
    kind = type(read(encoded))
    for field in msgspec.structs.fields(kind):
        if field.required:
            without = {name: given for name, given in fields.items() if name != field.name}
            with pytest.raises(msgspec.DecodeError, match=field.name):
                read(json.dumps(without).encode())


@every_kind
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"null",
        b"[]",
        b"7",
        b"{}",
        b"{",
        b"\xff\xfe",
        b'{"v":"\xff"}',
        b'{"v":1,"kind":"\xed\xa0\x80"}',
        b'{"x":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    ],
    ids=range(10),
)
def test_what_is_no_message_is_refused_by_one_error(
    read: Reader, encoded: bytes, value: object, data: bytes
) -> None:
    del encoded, value
    with pytest.raises(msgspec.DecodeError):
        read(data)


@every_kind
@pytest.mark.parametrize("at", ["yesterday", 7, None, "2026-02-30T00:00:00Z"])
def test_a_moment_that_is_none_is_refused(
    read: Reader, encoded: bytes, value: object, at: object
) -> None:
    del value
    fields = json.loads(encoded)
    moment = next((name for name in ("at", "enrolled_at") if name in fields), None)
    if moment is None:
        assert read is read_batch
        return
    with pytest.raises(msgspec.DecodeError):
        read(json.dumps(fields | {moment: at}).encode())


@steady
@given(sales())
def test_every_sale_is_read_as_it_was_written(written: Sale) -> None:
    body = encode(written)
    assert read_sale(body) == written
    assert encode(read_sale(body)) == body
    head = read_head(body)
    assert (head.kind, head.seq, head.prev) == ("sale", written.seq, written.prev)


@steady
@given(receipts())
def test_every_receipt_is_read_as_it_was_written(written: Receipt) -> None:
    assert read_receipt(encode_receipt(written)) == written


def test_the_head_of_an_entry_of_a_later_kind_is_read() -> None:
    later = json.loads(encode(sale(7))) | {"v": 9, "kind": "return", "of": 3}
    del later["lines"], later["total_vnd"]
    head = read_head(json.dumps(later).encode())
    assert (head.v, head.kind, head.seq) == (9, "return", 7)


def test_an_entry_of_another_kind_is_no_sale_though_its_fields_would_do() -> None:
    other = json.loads(encode(sale())) | {"kind": "return"}
    with pytest.raises(msgspec.DecodeError, match="kind"):
        read_sale(json.dumps(other).encode())


@pytest.mark.parametrize("field", ["paid_by", "batch_from"])
def test_a_word_that_this_version_does_not_know_is_not_taken_for_another(field: str) -> None:
    later = json.loads(encode(sale()))
    (later if field in later else later["lines"][0])[field] = "barter"
    with pytest.raises(msgspec.DecodeError):
        read_sale(json.dumps(later).encode())


def test_a_line_leaves_out_what_goes_without_saying() -> None:
    line = Line(drug="SYN001", batch="B", quantity=1, unit="viên", price_vnd=500)
    assert json.loads(msgspec.json.encode(line)) == {
        "drug": "SYN001",
        "batch": "B",
        "quantity": 1,
        "unit": "viên",
        "price_vnd": 500,
    }


def test_an_entry_keeps_its_vietnamese_letters_and_names_no_person() -> None:
    fields = json.loads(encode(sale()))
    assert fields["lines"][0]["unit"] == "vỉ"
    assert "vỉ".encode() in encode(sale())
    assert set(fields) == {
        "v", "kind", "terminal", "epoch", "seq", "prev", "at", "staff",
        "lines", "total_vnd", "paid_by", "prescription", "sealed_sha256",
    }  # fmt: skip


@steady
@given(
    st.lists(
        st.dictionaries(
            st.text(max_size=5), st.integers() | st.text(max_size=9), max_size=3
        ).flatmap(
            lambda value: st.sampled_from(
                [
                    json.dumps(value),
                    json.dumps(value, indent=2),
                    json.dumps(value, ensure_ascii=False),
                ]
            )
        ),
        max_size=5,
    )
)
def test_a_batch_keeps_the_exact_bytes_of_its_entries(texts: list[str]) -> None:
    bodies = [text.encode() for text in texts]
    batch = read_batch(encode_batch(TERMINAL, EPOCH, bodies))
    assert [bytes(entry) for entry in batch.entries] == bodies


def test_a_sale_of_five_lines_fits_into_the_budget_of_the_line() -> None:
    line = sale().lines[0]
    body = encode(msgspec.structs.replace(sale(), lines=(line,) * 5))
    assert len(body) < 2048
    assert MAX_BYTES >= 8 * 2048
    assert MAX_ENTRIES >= 8
