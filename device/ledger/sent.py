"""What leaves the shop: the newest sale field by field, as the message's own definition has it.

A field that is added to the message without a word here shows by its own name.
"""

from collections.abc import Iterator
from datetime import date, datetime

import msgspec
from msgspec import UNSET

from device.clock import HERE
from device.counter.past import SentField, SentSale
from device.ledger.database import LedgerDatabase
from device.ledger.drug_names import DrugNames
from device.ledger.moments import read_moment
from wire.patient import Patient
from wire.sale import read_sale
from words import _

_NEWEST = """
    SELECT entry.body, outbox.answered_at, outbox.state = 'received' FROM entry
    JOIN outbox ON outbox.id = entry.id
    WHERE entry.kind = 'sale' AND entry.about IS NULL ORDER BY entry.id DESC LIMIT 1
"""


def last_sent(database: LedgerDatabase, names: DrugNames) -> SentSale | None:
    """Return the newest sale as it is sent; None where there is none."""
    found = database.row(_NEWEST)
    if found is None:
        return None
    body, answered_at, is_received = found
    sale = read_sale(bytes(body))
    return SentSale(
        number=sale.seq,
        received_at=read_moment(answered_at) if is_received else None,
        fields=tuple(sent_fields(sale, names)),
        sealed=sealed_words() if sale.sealed_sha256 else (),
    )


def sent_fields(entry: msgspec.Struct, names: DrugNames, place: str = "") -> Iterator[SentField]:
    """Yield every field of a message that is sent, those within others too."""
    for field in msgspec.structs.fields(entry):
        value = getattr(entry, field.name)
        if value is UNSET or (entry.__struct_config__.omit_defaults and value == field.default):
            continue
        name = " ".join(part for part in (place, field_word(field.name)) if part)
        if isinstance(value, msgspec.Struct):
            yield from sent_fields(value, names, name)
        elif isinstance(value, tuple):
            for number, line in enumerate(value, start=1):
                yield from sent_fields(line, names, f"{name} {number}")
        else:
            yield SentField(name=name, value=_value(field.name, value, names))


def sealed_words() -> tuple[str, ...]:
    """Return in words what a sealed block may hold, by its definition."""
    return tuple(_patient_word(field.name) for field in msgspec.structs.fields(Patient))


def _value(name: str, value: object, names: DrugNames) -> str:
    if name == "drug":
        return f"{value} · {names.drug(str(value)).name}"
    if name.endswith("_vnd") and isinstance(value, int):
        return _("{sum} đ").format(sum=f"{value:,}".replace(",", "."))
    return _plain(value)


def _plain(value: object) -> str:
    match value:
        case None:
            return _("không có")
        case bool():
            return _("có") if value else _("không")
        case datetime():
            return value.astimezone(HERE).strftime("%d/%m/%Y %H:%M:%S")
        case date():
            return value.strftime("%d/%m/%Y")
    return str(value)


def field_word(name: str) -> str:
    """Return a field's name in the reader's words; its own where there is none."""
    return {**_of_every_entry(), **_of_a_sale(), **_of_a_line()}.get(name, name)


def _of_every_entry() -> dict[str, str]:
    return {
        "v": _("Phiên bản mẫu tin"),
        "kind": _("Loại phiếu"),
        "terminal": _("Máy"),
        "epoch": _("Kỳ sổ"),
        "seq": _("Số phiếu"),
        "prev": _("Mã phiếu trước"),
        "at": _("Lúc"),
        "clock": _("Đồng hồ"),
        "carried": _("Chép từ phiếu"),
        "sha256": _("Mã phiếu"),
    }


def _of_a_sale() -> dict[str, str]:
    return {
        "staff": _("Người bán (thẻ)"),
        "lines": _("Thuốc"),
        "total_vnd": _("Tổng tiền"),
        "paid_by": _("Trả bằng"),
        "prescription": _("Mã đơn"),
        "sealed_sha256": _("Mã niêm phong"),
        "transfer": _("Chuyển khoản"),
        "reference": _("nội dung"),
        "witness": _("ai xác nhận"),
        "dispensed": _("Đơn"),
        "origin": _("nguồn"),
        "issued": _("ngày kê"),
        "facility": _("mã cơ sở"),
        "checked": _("Sở đã đối chiếu"),
        "in_charge": _("Phụ trách (thẻ)"),
    }


def _of_a_line() -> dict[str, str]:
    return {
        "drug": _("mã"),
        "batch": _("số lô"),
        "expiry": _("hạn dùng"),
        "quantity": _("số lượng"),
        "unit": _("đơn vị"),
        "unit_size": _("quy ra"),
        "price_vnd": _("giá"),
        "batch_from": _("nguồn số lô"),
        "posted_vnd": _("giá niêm yết"),
        "prescribed": _("dòng của đơn"),
        "substitutes": _("thay cho"),
        "substituted_by": _("người thay (thẻ)"),
        "substituted_because": _("lý do thay"),
    }


def _patient_word(name: str) -> str:
    return {
        "name": _("tên người mua"),
        "birth_date": _("ngày sinh"),
        "sex": _("giới tính"),
        "number": _("số căn cước"),
        "residence": _("nơi cư trú"),
        "passport": _("số hộ chiếu"),
        "prescription": _("đơn thuốc: người kê, nơi kê, chẩn đoán, từng dòng"),
    }.get(name, name)
