"""Goods that come: two deliveries scanned pack by pack, one by the supplier's file."""

from datetime import timedelta

from demo.day.counter import Counter
from demo.day.refusals import PROGRAMME_BATCH
from words import _

SUPPLIERS_FILE = "giao-hang.csv"


def _begin(at: Counter, supplier: str, document: str) -> None:
    at.turn_to_next()
    at.press(_("Nhập hàng"))
    at.at("Form")
    at.write(supplier)
    at.press(_("Tiếp"))
    at.write(document)
    at.press(_("Xong"))
    at.at("Gathering")


def _store(at: Counter, lines: int) -> None:
    at.until("gathered", lambda state: state.get("gathered") == lines)
    at.press(_("Nhập kho"))
    at.until("delivery", lambda state: state.get("done") == "delivery")
    at.press(_("Xong"))
    at.at("Ready")


def scanned(at: Counter) -> None:
    """Six packs of three batches, one of them without a batch in its code."""
    _begin(at, "coong ty duwowcj maaux", "pn01")
    for _pack in range(2):
        at.pack("SYN077", "lọ", "TP2601", days=500)
    for _pack in range(3):
        at.pack("SYN001", "hộp", "2603B", days=700)
    at.pack("SYN026", "hộp")
    at.at("Form")
    at.write("lo26a")
    at.press(_("Tiếp"))
    expiry = at.stage.today + timedelta(days=600)
    at.pad(f"{expiry:%d%m%Y}")
    at.press(_("Xong"))
    state = at.at("Gathering")
    if _("Bỏ dòng này") in state["buttons"]:
        at.press(_("Xong"))
    at.picture("delivery")
    _store(at, 3)


def of_the_programme(at: Counter) -> None:
    """Goods of the health programme: received, and never sold."""
    _begin(at, "chuwowng trinhf y tees", "ct02")
    at.press(_("Thuốc chương trình"))
    at.pack("SYN005", "vỉ", PROGRAMME_BATCH, days=300)
    at.picture("delivery-programme")
    _store(at, 1)


def by_file(at: Counter) -> None:
    """The supplier has sent a file: it lies there when the delivery is begun."""
    write_file(at)
    at.turn_to_next()
    at.press(_("Nhập hàng"))
    at.until("file", lambda state: state.get("gathered") == 3)  # noqa: PLR2004 - its rows
    at.picture("delivery-file")
    _store(at, 3)


def write_file(at: Counter) -> None:
    """Put a supplier's file where the terminal looks for one."""
    day = at.stage.today
    rows = [
        "Nhà cung cấp: Công ty Dược Mẫu 2",
        "Số hóa đơn;Mã thuốc;Số lô;Hạn dùng;Số lượng;Đơn vị;Đơn giá",
    ]
    for drug, unit, batch, days, count, cost in (
        ("SYN025", "hộp", "2604Z", 720, 5, 42000),
        ("SYN003", "hộp", "2604D", 640, 4, 45000),
        ("SYN039", "tuýp", "2605N", 500, 10, 18000),
    ):
        expiry = day + timedelta(days=days)
        code = at.packs.packing(drug, unit).gtin
        rows.append(f"HD0726;{code};{batch};{expiry:%d/%m/%Y};{count};{unit};{cost}")
    part = at.stage.folders.inbox / f".{SUPPLIERS_FILE}.part"
    part.write_text("\n".join(rows) + "\n", encoding="utf-8")
    part.rename(at.stage.folders.inbox / SUPPLIERS_FILE)
