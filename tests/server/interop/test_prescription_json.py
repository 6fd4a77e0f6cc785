"""What the national system sends is read as what it is, or not at all."""

from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.interop.invented import Invented
from server.interop.prescription_json import UnreadableError, read_prescription
from wire.asking import Sheet

CODE = "99011a1b2c3d-c"
NOW = datetime(2026, 11, 23, 3, 41, tzinfo=UTC)
LINE = {"id": 7, "ma_thuoc": "DQG1", "ten_thuoc": "Amoxicilin 500 mg", "so_luong": 21}


def sent(**fields: Any) -> dict[str, Any]:
    return {"ma_don_thuoc": CODE, "thong_tin_don_thuoc": [LINE]} | fields


def read(told: object) -> Sheet:
    return read_prescription(msgspec.json.encode(told), CODE, NOW).sheet


@pytest.mark.parametrize("name", ["data", "don_thuoc"])
def test_a_prescription_may_be_wrapped(name: str) -> None:
    assert read({name: sent(), "code": 200}) == read(sent())


def test_a_tranche_is_read_from_an_object_and_from_a_list() -> None:
    def tranche(number: int, begins: str) -> dict[str, Any]:
        return {"dot": number, "tu_ngay": begins, "den_ngay": "", "so_thang_thuoc": None}

    one = read(sent(dot_dung_thuoc=tranche(1, "20/11/2026")))
    assert (one.tranche, one.tranche_begins) == (1, date(2026, 11, 20))
    three = [tranche(3, "06/12/2026"), tranche(1, "16/11/2026"), tranche(2, "26/11/2026")]
    due = read(sent(dot_dung_thuoc=three))
    assert (due.tranche, due.tranche_begins) == (2, date(2026, 11, 26))
    none = read(sent(dot_dung_thuoc=[]))
    assert (none.tranche, none.tranche_begins) == (None, None)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-11-22 08:30:00", date(2026, 11, 22)),
        ("22/11/2026", date(2026, 11, 22)),
        ("20261122", date(2026, 11, 22)),
        ("yesterday", None),
        (None, None),
    ],
)
def test_the_day_is_read_however_it_is_written(written: str | None, day: date | None) -> None:
    assert read(sent(ngay_gio_ke_don=written)).issued == day


@pytest.mark.parametrize(
    ("born", "weight", "expected"),
    [
        ("23/11/2024", "11,5", (24, 11.5)),
        ("24/11/2024", 11, (23, 11.0)),
        ("24/11/2020", 19, (71, 19.0)),
        ("23/11/2020", 20, (None, None)),
        ("01/01/1960", 60, (None, None)),
        ("01/01/2027", 3, (None, None)),
        ("23/11/2024", None, (24, None)),
        ("23/11/2024", "nặng", (24, None)),
        ("", 10, (None, None)),
    ],
)
def test_of_a_small_child_months_and_weight_are_told_and_of_nobody_else(
    born: str, weight: object, expected: tuple[int | None, float | None]
) -> None:
    found = read(sent(ngay_sinh_benh_nhan=born, can_nang=weight, ngay_gio_ke_don="2026-11-23"))
    assert (found.child_months, found.child_kg) == expected


@pytest.mark.parametrize(("code", "flag"), [("B23", True), ("A15.0", True), ("J02.9", False)])
def test_an_illness_becomes_yes_or_no(code: str, flag: bool) -> None:  # noqa: FBT001 - a table
    found = read_prescription(
        msgspec.json.encode(sent(chan_doan=[{"ma_chan_doan": code, "ten_chan_doan": "bí mật"}])),
        CODE, NOW,
    )  # fmt: skip
    assert found.sheet.restricted is flag
    body = msgspec.json.encode(found).decode()
    assert code not in body
    assert "bí mật" not in body


def test_a_newer_prescription_is_told() -> None:
    assert read(sent(ma_don_thuoc_thay_the="99011zzzzzzz-c")).superseded_by == "99011zzzzzzz-c"
    assert read(sent(ma_don_thuoc_thay_the=None)).superseded_by == ""


@pytest.mark.parametrize(
    "told",
    [
        [],
        "a",
        None,
        {},
        sent(ma_don_thuoc="99011zzzzzzz-c"),
        sent(ma_don_thuoc=7),
        sent(thong_tin_don_thuoc=[]),
        sent(thong_tin_don_thuoc=[LINE] * 61),
        sent(thong_tin_don_thuoc=[LINE | {"so_luong": 0}]),
        sent(thong_tin_don_thuoc=[LINE | {"so_luong": -3}]),
        sent(thong_tin_don_thuoc=[LINE | {"so_luong": 1.5}]),
        sent(thong_tin_don_thuoc=[LINE | {"so_luong": 10**12}]),
        sent(thong_tin_don_thuoc=[LINE | {"so_luong": "nhiều"}]),
        sent(thong_tin_don_thuoc=[LINE | {"ten_thuoc": None}]),
        sent(thong_tin_don_thuoc={"ma_thuoc": "DQG1"}),
        sent(chan_doan="J02"),
    ],
)
def test_what_is_no_prescription_is_not_read_and_not_repeated(told: object) -> None:
    with pytest.raises(UnreadableError) as caught:
        read(told)
    assert len(str(caught.value)) < 50


@pytest.mark.parametrize("body", [b"", b"{", b"\xff\xfe", b"<html>", b"[" * 100_000, b"NaN"])
def test_rubbish_is_not_read(body: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_prescription(body, CODE, NOW)


FIELDS = sorted(Invented(count=1, today=NOW.date()).prescription(
    Invented(count=1, today=NOW.date()).codes[0]) or {})  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(field=st.sampled_from(FIELDS), value=ANYTHING)
def test_whatever_stands_in_a_field_is_read_or_refused(field: str, value: object) -> None:
    system = Invented(count=1, today=NOW.date())
    code = system.codes[0]
    told = dict(system.prescription(code) or {}) | {field: value}
    try:
        found = read_prescription(msgspec.json.encode(told), code, NOW)
    except UnreadableError:
        return
    assert found.sheet.code.lower() == code
    assert found.sheet.lines
