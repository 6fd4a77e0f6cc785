"""What happens to goods beside selling: returns, voids, counts, write-offs, recalls, registers."""

from demo.day.counter import Counter
from demo.day.packs import receipt_code
from demo.day.refusals import RECALLED
from demo.people import HUONG
from demo.program import run_once
from demo.settings_files import TERMINAL
from words import _

RECALL = "1123/QLD-CL"


def answered_for(at: Counter) -> None:
    """Have the pharmacist agree, where somebody else stands at the counter."""
    if at.state()["state"] == "CallPerson":
        at.prove(HUONG.card, HUONG.pin)


def returned(at: Counter, number: int) -> None:
    """Two sachets come back, by the code on the receipt."""
    at.menu(_("Trả hàng, hủy phiếu"))
    answered_for(at)
    at.at("FindSale")
    at.picture("find-sale")
    at.scan(_code_of(at, number))
    at.at("Returning")
    for _pack in range(2):
        at.pack("SYN025", "gói")
    at.picture("returning")
    at.press(_("Trả tiền khách"))
    at.at("Choice")
    at.press(_("Khách không cần nữa"))
    at.until("return", lambda state: state.get("done") == "return")
    at.press(_("Xong"))


def voided(at: Counter, number: int) -> None:
    """A whole sale is undone, by the number on its receipt."""
    at.menu(_("Trả hàng, hủy phiếu"))
    answered_for(at)
    at.at("FindSale")
    at.pad(str(number))
    at.press(_("Tìm phiếu"))
    at.at("Returning")
    at.press(_("Hủy cả phiếu"))
    at.at("Choice")
    at.press(_("Nhập sai"))
    at.until("void", lambda state: state.get("done") == "void")
    at.picture("void-done")
    at.press(_("Xong"))


def counted(at: Counter) -> None:
    """One shelf is counted: a strip is missing."""
    at.turn_to_next()
    at.press(_("Kho thuốc"))
    at.press(_("Kiểm kê"))
    at.at("Gathering")
    at.pack("SYN019", "vỉ", "2508T")
    at.press_like("1 ")
    at.pad("11")
    at.press(_("Xong"))
    at.picture("count")
    at.press(_("Ghi kiểm kê"))
    at.until("count", lambda state: state.get("done") == "count")
    at.press(_("Xong"))


def written_off(at: Counter) -> None:
    """A bottle broke."""
    at.turn_to_next()
    at.press(_("Kho thuốc"))
    at.press(_("Xuất hủy"))
    answered_for(at)
    at.at("Choice")
    at.press(_("Hư hỏng, vỡ"))
    at.at("Gathering")
    at.pack("SYN006", "chai", "2507G")
    at.picture("write-off")
    at.press(_("Ghi xuất hủy"))
    at.until("write-off", lambda state: state.get("done") == "write-off")
    at.press(_("Xong"))


def recall_arrives(at: Counter) -> None:
    """The department recalls a batch; it is answered at the counter."""
    drug, batch = RECALLED
    name = at.packs.packing(drug, "vỉ").name
    at.turn_to_next()
    at.stage.tell_server(
        "recall", RECALL, "--drug", drug, "--name", name, "--batch", batch, "--level", "2",
        "--reason", "không đạt chỉ tiêu độ hòa tan",
    )  # fmt: skip
    at.at("RecallShown")
    at.picture("recall")
    at.press_like(_("Đã để riêng"))
    at.at("Ready")


def registers(at: Counter) -> None:
    """The books of the day, printed to be signed."""
    at.menu(_("Việc khác nữa"), _("Sổ kiểm soát đặc biệt"))
    at.at("Registers")
    at.picture("registers")
    at.press(_("In sổ"))
    at.until("registers", lambda state: state.get("done") == "registers")
    at.press(_("Xong"))


def on_screen(at: Counter) -> list[list[object]]:
    """Return what the stock screen lists as all that is there."""
    at.turn_to_next()
    at.press(_("Kho thuốc"))
    at.press(_("Xem thuốc trên kệ"))
    at.at("StockList")
    at.picture("stock-30")
    at.press_like(_("Tất cả"))
    rows: list[list[object]] = at.state()["rows"]
    at.picture("stock-all")
    at.press(_("Quay lại"))
    at.at("Ready")
    return rows


def _code_of(at: Counter, number: int) -> str:
    settings = ("--settings", str(at.stage.terminal_settings))
    log = at.stage.folders.logs / "compare.log"
    for line in run_once("device", "ledger", *settings, log=log).splitlines():
        epoch, seq, sha256, *_state = line.split()
        if int(seq) == number:
            return receipt_code(TERMINAL, epoch, number, sha256)
    raise LookupError(number)
