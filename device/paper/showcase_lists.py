"""Lists, books and minutes with invented people and drugs, for the showcase."""

from dataclasses import replace
from datetime import date

from device.paper.listing import Listing, Row
from device.paper.minutes import Minutes, TakenBack
from device.paper.register import CustomerBook, CustomerRow, Registers, StockBook, StockRow
from device.paper.showcase_head import AT, HEAD
from words import _


def registers() -> Registers:
    """Return a day's books of three drugs, as small as they come."""
    codeine = StockBook(
        annex="VIII",
        drug="Codein phosphat 30 mg",
        registration="893111000000",
        unit="viên",
        rows=(
            StockRow(day=AT.date(), party="Công ty Dược Mẫu", document="HĐ 0001234", came=100,
                     left=130, batch="0126A", expiry=date(2028, 1, 31)),
            StockRow(day=AT.date(), party="Bán theo đơn", document="000129", went=20, left=110,
                     batch="0126A", expiry=date(2028, 1, 31)),
            StockRow(day=AT.date(), party="Bán theo đơn", document="000140", went=10, left=100,
                     batch="0126A", expiry=date(2028, 1, 31)),
        ),
    )  # fmt: skip
    customers = CustomerBook(
        rows=(
            CustomerRow(day=AT.date(), number=1, drug="Codein phosphat, 100 viên, 893111000000",
                        ingredient="Codein phosphat 30 mg", unit="viên", quantity=20,
                        customer="Nguyễn Văn Mẫu", address="Thôn 1, xã Phú Sơn"),
        ),
    )  # fmt: skip
    return Registers(
        head=HEAD,
        day=AT.date(),
        printed_at=AT,
        books=(
            codeine,
            replace(codeine, annex="XVI", drug="Ciprofloxacin 500 mg", maker="Dược phẩm Mẫu"),
            customers,
        ),
    )


def stock_list() -> Listing:
    """Return what expires soon."""
    return Listing(
        head=HEAD,
        title=_("THUỐC SẮP HẾT HẠN"),
        at=AT,
        staff="Cô Lan",
        facts=(_("Hết hạn trong {n} ngày").format(n=30),),
        rows=(
            Row(name="Oresol vị cam, gói 4,1 g", figure="45 gói",
                notes=("Lô 0725K", "HD 15/12/2026")),
            Row(name="Amoxicilin 500 mg", figure="120 viên",
                notes=("Lô 0424A", "HD 20/12/2026", "Để riêng 20 viên")),
        ),
    )  # fmt: skip


def price_list() -> Listing:
    """Return the posted prices."""
    return Listing(
        head=HEAD,
        title=_("BẢNG GIÁ NIÊM YẾT"),
        at=AT,
        rows=(
            Row(name="Paracetamol 500 mg", figure="8.000 đ/vỉ"),
            Row(name="Vitamin C 500 mg", figure="35.000 đ/lọ"),
        ),
    )


def sent_page() -> Listing:
    """Return what leaves the shop."""
    return Listing(
        head=HEAD,
        title=_("MÁY GỬI ĐI NHỮNG GÌ"),
        at=AT,
        facts=(_("Phiếu {number}").format(number="000128"),),
        rows=(
            Row(name="Mã máy", figure="Q33-0001"),
            Row(name="Thuốc", notes=("08938501000118", "Lô 1025B", "1 lọ", "35.000 đ")),
            Row(name="Tổng tiền", figure="66.000 đ"),
        ),
        notes=(_("Gửi niêm phong, Sở không đọc được: không có gì trong phiếu này."),),
    )


def minutes() -> Minutes:
    """Return the minutes of one drug."""
    return Minutes(
        head=HEAD,
        at=AT,
        number=133,
        pharmacist="DS. Nguyễn Thị Mẫu",
        lines=(
            TakenBack(drug="Codein phosphat 30 mg", unit="viên", quantity=6, batch="0126A",
                      expiry=date(2028, 1, 31)),
        ),
    )  # fmt: skip
