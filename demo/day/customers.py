"""Customers who buy over the counter, each in another way."""

from codes import Command
from demo.day.counter import Counter
from words import _


def one_item(at: Counter) -> None:
    """One pack, one scan, cash."""
    at.pack("SYN001", "vỉ", "2502B")
    at.picture("sale-one-item")
    at.cash()
    at.picture("paid-change")


def several_items(at: Counter) -> None:
    """Three drugs, by all three scanners."""
    at.show("paracetamol")
    at.scan(at.packs.bare("SYN025", "gói"), by_keyboard=True)
    at.pack("SYN018", "vỉ", "2507S")
    at.picture("sale-several")
    at.cash()


def by_rescanning(at: Counter) -> None:
    """Three of the same: scanned three times."""
    for _time in range(3):
        at.pack("SYN025", "gói")
    at.cash()


def by_pad(at: Counter) -> None:
    """Five of the same: typed on the pad."""
    at.pack("SYN027", "gói")
    at.press_like("1 ")
    at.at("Quantity")
    at.pad("5")
    at.picture("quantity")
    at.press(_("Xong"))
    at.cash()


def by_sheet(at: Counter) -> None:
    """Control codes alone: three of one drug, one scan taken back, and no touch at all."""
    at.pack("SYN003", "gói")
    at.order(Command.QUANTITY, 3)
    at.pack("SYN024", "lọ")
    at.order(Command.REMOVE_LAST)
    at.cash_by_code()


def loose_tablets(at: Counter) -> None:
    """Six tablets out of a strip: another unit, and a label."""
    at.pack("SYN014", "vỉ")
    at.press_like("1 ")
    at.at("Quantity")
    at.press(_("Viên"))
    at.pad("6")
    at.picture("quantity-loose")
    at.press(_("Xong"))
    at.cash()
    at.picture("paid-label")


def loose_with_directions(at: Counter) -> None:
    """Loose tablets, and how to take them keyed in for the label."""
    at.pack("SYN033", "vỉ")
    at.press_like("1 ")
    at.press(_("Viên"))
    at.pad("4")
    at.press(_("Xong"))
    at.menu(_("In nhãn cách dùng"))
    at.at("Form")
    at.fill("", "", "", "2", "")
    at.cash()


def bank_tells(at: Counter) -> None:
    """VietQR, and the bank's notice comes."""
    at.pack("SYN015", "vỉ", "2504P")
    at.transfer_told()
    at.picture("paid-transfer")


def staff_sees(at: Counter) -> None:
    """VietQR, and the staff looks at the shop's own telephone."""
    at.pack("SYN016", "vỉ", "2505Q")
    at.transfer_seen()


def undone(at: Counter) -> None:
    """One scan too many is taken back."""
    at.pack("SYN034", "lọ")
    at.pack("SYN036", "vỉ", "2501K")
    at.order(Command.REMOVE_LAST)
    at.until("1", lambda state: state["lines"] == 1)
    at.cash()


def parked(at: Counter) -> None:
    """A customer has forgotten the money; the next one is served meanwhile."""
    at.pack("SYN037", "vỉ", "2502L")
    at.menu(_("Gác lại, bán khách khác"))
    at.until("parked", lambda state: state["parked"] == 1)
    at.picture("ready-parked")
    at.pack("SYN038", "chai", "2503M")
    at.cash()
    at.order(Command.UNPARK)
    at.cash()


def dropped(at: Counter) -> None:
    """The customer does not want it after all; the next one does."""
    at.pack("SYN040", "tuýp")
    at.menu(_("Bỏ cả lượt bán này"))
    at.at("Ready")
    at.pack("SYN041", "tuýp")
    at.cash()


def searched(at: Counter) -> None:
    """A pack without any code is found by its name, typed without diacritics."""
    at.turn_to_next()
    at.press(_("Tìm thuốc"))
    at.at("Search")
    at.write("drotav")
    at.picture("search")
    at.press("Drotaverin 40 mg")
    at.cash()


def linked(at: Counter) -> None:
    """A code that the catalogue does not know is linked once; from then on it sells by a scan."""
    unknown = at.stage.samples["unknown"].text
    at.scan(unknown, by_keyboard=True)
    at.until("unknown", lambda state: state["notice"] == "NOT_IN_CATALOGUE")
    at.picture("unknown-code")
    at.press(_("Tìm thuốc"))
    at.at("Search")
    at.write("diosm")
    at.press("Diosmectit 3 g")
    at.until("linked", lambda state: state["notice"] == "CODE_LINKED")
    at.cash()
    at.what = _("mã vừa gắn tên")
    at.scan(unknown, by_keyboard=True)
    at.cash()


def short_dated(at: Counter) -> None:
    """The batch expires soon: said, and sold."""
    at.pack("SYN016", "vỉ", "2405Q")
    at.is_warned("SHORT_DATED")
    at.picture("sale-short-dated")
    at.cash()


def same_ingredient(at: Counter) -> None:
    """Two drugs with paracetamol: said, and after a word with the pharmacist one is sold."""
    at.pack("SYN001", "vỉ", "2502B")
    at.pack("SYN011", "vỉ", "2512L")
    at.is_warned("SAME_INGREDIENT")
    at.picture("sale-same-ingredient")
    at.order(Command.REMOVE_LAST)
    at.cash()


def supplement(at: Counter) -> None:
    """Food that may not be called a drug."""
    at.pack("SYN077", "lọ", "TP2601", days=500)
    at.is_warned("SUPPLEMENT")
    at.picture("sale-supplement")
    at.cash()
