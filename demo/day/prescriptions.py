"""Customers with a prescription: fetched, partial, on paper, too old, substituted, controlled."""

from demo.day.counter import Counter, State
from demo.people import HUONG
from words import _

FIRST = "33012aa0001k-c"
PARTIAL = "33012aa0002m-c"
LATE_ANSWER = "33012aa0003p-c"
TOO_OLD = "33012aa0004q-c"
BRAND = "33012aa0005r-c"
PSYCHOTROPIC = "33012aa0006s-h"
LAST_DAY = "33012aa0008v-c"
NARCOTIC = "33012aa0009w-n"
NOT_KNOWN = "33012zz9999z-c"
TRIES = 20
"""How often somebody scans a prescription again that could not be checked."""
ADDRESS = "https://donthuoc.example/tra-cuu/"


def fetched(at: Counter, code: str) -> None:
    """Scan a prescription and wait for what the province knows of it; once more if need be."""
    for _time in range(TRIES):
        if _asked(at, code)["notice"] != "PRESCRIPTION_UNCHECKED":
            return


def _asked(at: Counter, code: str) -> State:
    at.scan(code)
    return at.until(code, lambda state: not state.get("asking"))


def whole(at: Counter) -> None:
    """Card, prescription, two drugs: everything that is on it."""
    at.show("card")
    fetched(at, ADDRESS + FIRST)
    at.picture("prescription-fetched")
    at.pack("SYN044", "vỉ")
    at.pack("SYN001", "vỉ", "2502B")
    at.picture("prescription-full")
    at.cash()


def partial(at: Counter) -> None:
    """Only the first drug today."""
    fetched(at, PARTIAL)
    at.pack("SYN058", "hộp", "2511G")
    at.cash()
    at.picture("paid-partial")


def the_rest(at: Counter) -> None:
    """The same prescription later: the first drug is refused, the second one sold."""
    fetched(at, PARTIAL)
    at.pack("SYN058", "hộp", "2511G")
    at.is_refused("MORE_THAN_PRESCRIBED")
    at.picture("refused-more")
    at.pack("SYN063", "vỉ")
    at.cash()


def more_by_pad(at: Counter) -> None:
    """More than prescribed is not taken by the pad either; as much as is prescribed is."""
    fetched(at, LAST_DAY)
    at.is_warned("LAST_DAY")
    at.pack("SYN059", "hộp")
    at.press_like("1 ")
    at.pad("2")
    at.press(_("Xong"))
    at.until("too many", lambda state: state.get("too_many") == 1)
    at.picture("quantity-too-many")
    at.pad("1")
    at.press(_("Xong"))
    at.cash()


def less(at: Counter) -> None:
    """Two strips were scanned before the province could answer: one of them may be sold."""
    at.scan(LATE_ANSWER)
    at.until("unchecked", lambda state: state["notice"] == "PRESCRIPTION_UNCHECKED")
    at.pack("SYN047", "vỉ", "2512V")
    at.pack("SYN047", "vỉ", "2512V")


def less_once_answered(at: Counter) -> None:
    """The line is mended in the middle of that sale: asked again, it is cut down.

    The province's answering program may need a moment longer than the link.
    """
    for _time in range(TRIES):
        if _asked(at, LATE_ANSWER)["state"] == "Blocked":
            break
    at.is_refused("MORE_THAN_PRESCRIBED")
    at.picture("refused-less")
    at.press(_("Bán phần còn lại"))
    at.at("Selling")
    at.cash()


def on_paper(at: Counter) -> None:
    """A paper prescription without a code: its fields keyed in, in Telex."""
    at.pack("SYN029", "vỉ")
    at.is_refused("NEEDS_PRESCRIPTION")
    at.press(_("Có đơn giấy"))
    at.at("Form")
    at.write("tramj y tees phus sown")
    at.picture("form-paper-prescription")
    at.press(_("Tiếp"))
    at.write("bs nguyeenx van maaux")
    at.press(_("Tiếp"))
    at.pad(f"{at.stage.today:%d%m%Y}")
    at.press(_("Tiếp"))
    at.write("gk12")
    at.press(_("Xong"))
    at.at("Selling")
    at.picture("sale-paper-prescription")
    at.cash()


def without(at: Counter) -> None:
    """No prescription at all: refused, the customer buys something else."""
    at.pack("SYN050", "vỉ")
    at.is_refused("NEEDS_PRESCRIPTION")
    at.picture("refused-needs-prescription")
    at.press(_("Bỏ thuốc này"))
    at.pack("SYN070", "vỉ")
    at.cash()


def too_old(at: Counter) -> None:
    """Nine days old: refused; what needs no prescription is sold."""
    fetched(at, TOO_OLD)
    at.pack("SYN029", "vỉ", "2506D")
    at.is_refused("PRESCRIPTION_EXPIRED")
    at.picture("refused-too-old")
    at.clear()
    at.pack("SYN028", "gói")
    at.cash()


def substituted(at: Counter) -> None:
    """The brand is not there: the same drug in its place, by the university pharmacist."""
    fetched(at, BRAND)
    at.pack("SYN062", "hộp", "2503K")
    at.is_refused("NOT_PRESCRIBED")
    at.press(_("Đổi thuốc"))
    at.is_refused("SUBSTITUTION_CONSENT")
    at.press(_("Khách đồng ý"))
    at.at("CallPerson")
    at.picture("call-pharmacist")
    at.prove(HUONG.card, HUONG.pin)
    at.at("Choice")
    at.press(_("Hết thuốc kê trong đơn"))
    at.at("Selling")
    at.picture("sale-substituted")
    at.cash()


def psychotropic(at: Counter) -> None:
    """A psychotropic drug: a prescription of type H, and the buyer's card."""
    fetched(at, PSYCHOTROPIC)
    at.pack("SYN071", "vỉ", "2512T")
    at.is_refused("NEEDS_CUSTOMER")
    at.scan(at.stage.samples["card 2"].text)
    at.at("Selling")
    at.picture("sale-psychotropic")
    at.cash()


def wrong_type(at: Counter) -> None:
    """An ordinary prescription does not do for a psychotropic drug."""
    at.scan(NOT_KNOWN)
    at.pack("SYN072", "vỉ")
    at.is_refused("NEEDS_TYPE_H")
    at.clear()
    at.pack("SYN018", "vỉ")
    at.cash()


def narcotic(at: Counter) -> None:
    """A narcotic drug: type N, and the card of who collects it."""
    fetched(at, NARCOTIC)
    at.scan(at.stage.samples["card"].text)
    at.pack("SYN074", "vỉ", "2503W")
    at.cash()


def combination(at: Counter) -> None:
    """A combination drug for somebody without a card: name and address typed."""
    at.pack("SYN012", "vỉ", "2501M")
    at.is_refused("NEEDS_CUSTOMER")
    at.picture("refused-needs-customer")
    at.press(_("Nhập tên khách"))
    at.at("Form")
    at.write("nguyeenx thij binhf")
    at.press(_("Tiếp"))
    at.write("thoon 2 xax phus sown")
    at.press(_("Tiếp"))
    at.press(_("Xong"))
    at.at("Selling")
    at.cash()
