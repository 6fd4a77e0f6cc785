"""The headings of suppliers' files, in Vietnamese and English."""

from collections.abc import Sequence
from enum import Enum, auto

from device.delivery_cells import plain


class Column(Enum):
    """What a column holds."""

    CODE = auto()
    """GTIN, registration number or the supplier's own code."""
    BATCH = auto()
    EXPIRY = auto()
    QUANTITY = auto()
    UNIT = auto()
    COST = auto()
    SUPPLIER = auto()
    DOCUMENT = auto()


_HEADINGS = {
    Column.CODE: (
        "ma gtin mavach barcode ean sodangky sodk sdk magdklh sogdklh mathuoc mahang masanpham"
        " registration registrationnumber registrationno code drugcode productcode item itemcode"
    ),
    Column.BATCH: "solo lo losx losanxuat batch lot batchnumber lotnumber batchno lotno",
    Column.EXPIRY: "handung hansudung hd hsd expiry exp expirydate expdate expiration",
    Column.QUANTITY: "soluong sl slnhap soluongnhap quantity qty",
    Column.UNIT: "donvi donvitinh dvt unit uom",
    Column.COST: "dongia gianhap giamua price unitprice cost unitcost",
    Column.SUPPLIER: "nhacungcap ncc tennhacungcap supplier vendor",
    Column.DOCUMENT: (
        "sohoadon sohd hoadon sochungtu chungtu sophieu invoice invoicenumber invoiceno document"
        " documentnumber deliverynote"
    ),
}
_COLUMNS = {name: column for column, names in _HEADINGS.items() for name in names.split()}


def columns_of(heads: Sequence[str]) -> dict[int, Column]:
    """Return which column holds what, by its heading; others are left out.

    >>> columns_of(["Mã/GTIN/Số đăng ký", "Số lô", "Tên thuốc", "Unit price"])
    {0: <Column.CODE: 1>, 1: <Column.BATCH: 2>, 3: <Column.COST: 6>}
    """
    found = {at: _column(head) for at, head in enumerate(heads)}
    return {at: column for at, column in found.items() if column}


def _column(head: str) -> Column | None:
    """Return what a heading means, or else the first of its parts, such as "SL (hộp)"."""
    parts = head.replace("(", "/").replace("[", "/").split("/")
    names = [plain(head), *(plain(part) for part in parts)]
    return next((_COLUMNS[name] for name in names if name in _COLUMNS), None)
