"""A prescription as the national system sends it (QĐ 808/QĐ-BYT part V), read for a counter.

Patient, prescriber and illness are not even decoded, but for what the counter must know: the
months of a small child and its weight, and whether the illness is one of restricted retail.
"""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec

from server.interop.national import Found, PrescribedLine
from server.interop.restricted import is_restricted
from server.interop.unconfirmed import BELIEVED, Unconfirmed
from wire.asking import AnsweredLine, Sheet

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
CHILD_MONTHS = 72
"""Below this age the counter is told months and weight (RX-12)."""
MAX_LINES, MAX_NAME, MAX_DIRECTIONS = 60, 200, 500


class UnreadableError(ValueError):
    """What came is no prescription. Its text names a field at most, never what stood there."""


class UnusableError(UnreadableError):
    """It is the prescription that was asked for, and a counter cannot count on what it says."""


class _Tranche(msgspec.Struct, frozen=True):
    dot: int | None = None
    tu_ngay: str | None = None
    den_ngay: str | None = None


class _Diagnosis(msgspec.Struct, frozen=True):
    ma_chan_doan: str | None = None


class _Drug(msgspec.Struct, frozen=True):
    ten_thuoc: str
    so_luong: float
    id: int | str | None = None
    ma_thuoc: str | None = None
    biet_duoc: str | None = None
    don_vi_tinh: str | None = None
    cach_dung: str | None = None


class _Prescription(msgspec.Struct, frozen=True):
    ma_don_thuoc: str
    thong_tin_don_thuoc: list[_Drug]
    loai_don_thuoc: str | None = None
    ngay_gio_ke_don: str | None = None
    ngay_sinh_benh_nhan: str | None = None
    can_nang: float | str | None = None
    chan_doan: list[_Diagnosis] | None = None
    dot_dung_thuoc: list[_Tranche] | _Tranche | None = None


def read_prescription(
    body: bytes, code: str, now: datetime, shape: Unconfirmed = BELIEVED
) -> Found:
    """Return a prescription that was asked for by its code; raise `UnreadableError`.

    Of a prescription that is the right one, but with nothing to count on it: `UnusableError`.
    """
    try:
        raw = msgspec.json.decode(body)
        told = _unwrapped(raw, shape)
        read = msgspec.convert(told, _Prescription, strict=False)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise UnreadableError("not a prescription") from error
    if read.ma_don_thuoc.strip().lower() != code.lower():
        raise UnreadableError("another prescription than was asked for")
    lines = tuple(_line(number, drug) for number, drug in enumerate(read.thong_tin_don_thuoc, 1))
    if not lines or len(lines) > MAX_LINES:
        raise UnusableError("no lines, or too many")
    replaced_by = told.get(shape.superseded_field)
    sheet = _sheet(read, lines, replaced_by if isinstance(replaced_by, str) else "", now)
    return Found(sheet=sheet, lines=lines)


def _unwrapped(raw: Any, shape: Unconfirmed) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise UnreadableError("not an object")
    for name in shape.wrapped_in:
        inner = raw.get(name)
        if isinstance(inner, dict) and "ma_don_thuoc" in inner:
            return inner
    return raw


def _line(number: int, drug: _Drug) -> PrescribedLine:
    if not drug.so_luong > 0 or drug.so_luong != int(drug.so_luong) or drug.so_luong > 1_000_000:  # noqa: PLR2004 - nobody swallows more
        raise UnusableError("so_luong")
    return PrescribedLine(
        number=number,
        row="" if drug.id is None else str(drug.id),
        drug=(drug.ma_thuoc or "").strip(),
        brand=(drug.biet_duoc or "").strip()[:MAX_NAME],
        name=drug.ten_thuoc.strip()[:MAX_NAME],
        unit=(drug.don_vi_tinh or "").strip()[:MAX_NAME],
        quantity=int(drug.so_luong),
        directions=(drug.cach_dung or "").strip()[:MAX_DIRECTIONS],
    )


def _sheet(
    read: _Prescription, lines: tuple[PrescribedLine, ...], replaced_by: str, now: datetime
) -> Sheet:
    issued = _moment(read.ngay_gio_ke_don)
    tranche = _tranche(read.dot_dung_thuoc, now)
    months = _months(read.ngay_sinh_benh_nhan, issued or now.astimezone(HERE).date())
    diagnoses = [one.ma_chan_doan for one in read.chan_doan or () if one.ma_chan_doan]
    return Sheet(
        code=read.ma_don_thuoc.strip(),
        issued=issued,
        facility=read.ma_don_thuoc.strip()[:5],
        lines=tuple(_answered(line) for line in lines),
        tranche=tranche.dot if tranche else None,
        tranche_begins=_day(tranche.tu_ngay) if tranche else None,
        superseded_by=replaced_by.strip(),
        restricted=is_restricted(diagnoses),
        child_months=months,
        child_kg=_kilograms(read.can_nang) if months is not None else None,
    )


def _answered(line: PrescribedLine) -> AnsweredLine:
    return AnsweredLine(
        number=line.number,
        name=line.name or line.brand,
        quantity=line.quantity,
        drug=line.drug,
        unit=line.unit or "viên",
        directions=line.directions,
    )


def _tranche(told: list[_Tranche] | _Tranche | None, now: datetime) -> _Tranche | None:
    """Return the tranche that is due: the last that has begun or begins within three days.

    The field is a list in the decision and one object in the system, as some found it.
    """
    if isinstance(told, _Tranche):
        return told if told.dot else None
    today = now.astimezone(HERE).date()
    numbered = sorted((one for one in told or () if one.dot), key=lambda one: one.dot or 0)
    due = [one for one in numbered if _begins_by(one, today)] or numbered[:1]
    return due[-1] if due else None


def _begins_by(one: _Tranche, today: date) -> bool:
    begins = _day(one.tu_ngay)
    return begins is not None and (begins - today).days <= 3  # noqa: PLR2004 - CTL-11


def _months(born: str | None, on: date) -> int | None:
    """Return the age in months of a child under 72 months; of anybody else nothing."""
    day = _day(born)
    if day is None:
        return None
    months = (on.year - day.year) * 12 + on.month - day.month - (on.day < day.day)
    return months if 0 <= months < CHILD_MONTHS else None


def _kilograms(said: float | str | None) -> float | None:
    try:
        weight = float(str(said).replace(",", ".")) if said is not None else 0.0
    except ValueError:
        return None
    return weight if 0 < weight < 100 else None  # noqa: PLR2004 - no child under six weighs more


def _moment(said: str | None) -> date | None:
    """Return the day on which it was prescribed, as it is in Việt Nam."""
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M"):
        try:
            return datetime.strptime((said or "").strip(), form).replace(tzinfo=HERE).date()
        except ValueError:
            continue
    return _day(said)


def _day(said: str | None) -> date | None:
    for form in ("%d/%m/%Y", "%Y-%m-%d", "%Y%m%d"):
        try:
            return datetime.strptime((said or "").strip(), form).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    return None
