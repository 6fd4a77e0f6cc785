"""The order of the day: who comes when, and what happens in between."""

from collections.abc import Callable
from dataclasses import dataclass, field

from demo.day import (
    customers,
    deliveries,
    prescriptions,
    refusals,
    shifts,
    storeroom,
    trouble,
)
from demo.day.counter import Counter
from demo.errors import StageError
from demo.people import HUONG, LAN, TUAN
from words import _

FLOATS = (500_000, 300_000)
"""What the two shifts begin with."""
SALES = 60
REFUSALS = (
    "NOT_RETAIL_STOCK",
    "VACCINE",
    "EXPIRED",
    "NEEDS_PRESCRIPTION",
    "NEEDS_PRESCRIPTION",
    "PRESCRIPTION_EXPIRED",
    "NOT_PRESCRIBED",
    "SUBSTITUTION_CONSENT",
    "NEEDS_CUSTOMER",
    "NEEDS_TYPE_H",
    "NEEDS_CUSTOMER",
    "RECALLED",
    "MORE_THAN_PRESCRIBED",
    "MORE_THAN_PRESCRIBED",
)
"""What the counter has to stop, in order."""
ORDINARY = (
    ("SYN001", "vỉ", 1),
    ("SYN003", "gói", 2),
    ("SYN005", "vỉ", 1),
    ("SYN017", "gói", 4),
    ("SYN025", "gói", 2),
    ("SYN028", "gói", 3),
    ("SYN036", "vỉ", 1),
    ("SYN038", "chai", 1),
    ("SYN015", "vỉ", 1),
    ("SYN018", "vỉ", 2),
)
"""What most people buy: one drug, and money."""

Scene = Callable[[Counter], None]


@dataclass
class Day:
    """Plays the day. A scene that fails is noted, and the next customer is served."""

    counter: Counter
    failed: list[str] = field(default_factory=list)
    drawers: list[int] = field(default_factory=list)
    """What was counted at the end of each shift."""
    shelf: list[list[object]] = field(default_factory=list)
    """What the stock screen showed at the end."""
    _bought: int = 0

    def play(self) -> None:
        """Play it all."""
        self._first_shift()
        self._second_shift()

    def _first_shift(self) -> None:
        at = self.counter
        at.at("SignedOut")
        at.picture("signed-out")
        self._do(_("Vào ca"), lambda at: shifts.signed_in(at, LAN))
        self._do(_("Mở ca"), lambda at: shifts.opened(at, FLOATS[0]))
        at.picture("ready")
        self._early()
        self._do(_("Nhập hàng, quét từng hộp"), deliveries.scanned)
        self._do(_("Nhập thuốc chương trình"), deliveries.of_the_programme)
        self._late_morning()
        self._do(_("Thu hồi lúc trưa"), storeroom.recall_arrives)
        self._do(_("lô bị thu hồi"), refusals.recalled)
        self._offline()
        self._do(_("Kết ca, còn phiếu chưa gửi"), self._close_unsent)

    def _early(self) -> None:
        for what, scene in (
            (_("một thuốc"), customers.one_item),
            (_("nhiều thuốc"), customers.several_items),
            (_("quét lại"), customers.by_rescanning),
            (_("bấm số lượng"), customers.by_pad),
            (_("chỉ quét mã lệnh"), customers.by_sheet),
            (_("thuốc lẻ"), customers.loose_tablets),
            (_("thuốc lẻ có cách dùng"), customers.loose_with_directions),
            (_("VietQR, ngân hàng báo"), customers.bank_tells),
            (_("VietQR, nhân viên xem"), customers.staff_sees),
            (_("rút lại một lần quét"), customers.undone),
            (_("đơn điện tử"), prescriptions.whole),
            (_("đơn lấy một phần"), prescriptions.partial),
        ):
            self._do(what, scene)
        self._ordinary(4)

    def _late_morning(self) -> None:
        for what, scene in (
            (_("thực phẩm bảo vệ sức khỏe"), customers.supplement),
            (_("thuốc chương trình bị chặn"), refusals.of_the_programme),
            (_("vắc xin bị chặn"), refusals.vaccine),
            (_("hết hạn bị chặn"), refusals.expired),
            (_("gần hết hạn"), customers.short_dated),
            (_("trùng hoạt chất"), customers.same_ingredient),
            (_("mã lạ, tìm rồi gắn tên"), customers.linked),
            (_("tìm theo tên"), customers.searched),
            (_("gác lại"), customers.parked),
            (_("bỏ lượt bán"), customers.dropped),
            (_("đơn giấy"), prescriptions.on_paper),
            (_("không có đơn"), prescriptions.without),
            (_("đơn quá hạn"), prescriptions.too_old),
            (_("đổi thuốc"), prescriptions.substituted),
            (_("thuốc hướng thần"), prescriptions.psychotropic),
            (_("đơn không đúng loại"), prescriptions.wrong_type),
            (_("thuốc gây nghiện"), prescriptions.narcotic),
            (_("thuốc phối hợp, ghi tên khách"), prescriptions.combination),
            (_("kê bao nhiêu bán bấy nhiêu"), prescriptions.more_by_pad),
        ):
            self._do(what, scene)

    def _offline(self) -> None:
        """Four hours without network; the paper ends on the way."""
        self._do(_("Mất mạng"), trouble.line_is_cut)
        self._ordinary(7)
        self._do(_("hết giấy giữa phiếu"), trouble.paper_ends)
        self._do(_("bán khi hết giấy"), trouble.paper_is_loaded)
        self._do(_("Kiểm kê"), storeroom.counted)
        self._do(_("Xuất hủy"), storeroom.written_off)
        self._ordinary(6)

    def _second_shift(self) -> None:
        self._do(_("Vào ca"), lambda at: shifts.signed_in(at, TUAN))
        self._do(_("Mở ca"), lambda at: shifts.opened(at, FLOATS[1]))
        self._do(_("đơn chưa kiểm tra được"), prescriptions.less)
        self._do(_("Có mạng lại"), trouble.line_is_mended)
        self._do(_("bán phần còn lại của đơn"), prescriptions.less_once_answered)
        self._do(_("Nhập hàng từ tệp"), deliveries.by_file)
        self._do(_("phần còn lại của đơn"), prescriptions.the_rest)
        self._do(_("Tập bán hàng"), shifts.trained)
        self._do(_("Trả hàng"), lambda at: storeroom.returned(at, self._number(3)))
        self._do(_("đổi người bán"), self._handed_over)
        self._ordinary_until(SALES)
        self._do(_("Hủy phiếu"), lambda at: storeroom.voided(at, at.sold[-1].number))
        self._do(_("In sổ kiểm soát đặc biệt"), storeroom.registers)
        self._do(_("Xem thuốc trên kệ"), self._look_at_shelf)
        self._do(_("Sở nhận hết"), trouble.everything_is_received)
        self._do(_("Kết ca"), self._close)
        self._do(_("Sở nhận hết"), trouble.everything_is_received)

    def _do(self, what: str, scene: Scene) -> None:
        at = self.counter
        at.what = what
        try:
            scene(at)
        except (StageError, LookupError) as error:
            self.failed.append(f"{what}: {error}")
            at.say(f"!! {what}: {error}")
            at.picture("failed")
            at.clear()

    def _ordinary(self, count: int) -> None:
        for _customer in range(count):
            drug, unit, packs = ORDINARY[self._bought % len(ORDINARY)]
            self._bought += 1
            name = self.counter.packs.packing(drug, unit).name
            self._do(name, lambda at, d=drug, u=unit, n=packs: _buy(at, d, u, n))  # type: ignore[misc]

    def _ordinary_until(self, sales: int) -> None:
        self._ordinary(sales - len(self.counter.sold))

    def _number(self, place: int) -> int:
        """Return the number of the day's sale in this place, from 1."""
        return self.counter.sold[place - 1].number

    def _handed_over(self, at: Counter) -> None:
        at.pack("SYN017", "gói")
        shifts.handed_over(at, HUONG)
        at.picture("handed-over")
        at.cash()

    def _look_at_shelf(self, at: Counter) -> None:
        self.shelf = storeroom.on_screen(at)

    def _close_unsent(self, at: Counter) -> None:
        self.drawers.append(shifts.closed(at, picture="shift-closing-unsent"))

    def _close(self, at: Counter) -> None:
        self.drawers.append(shifts.closed(at, picture="shift-closing"))


def _buy(at: Counter, drug: str, unit: str, count: int) -> None:
    for _pack in range(count):
        at.pack(drug, unit)
    at.cash_by_code()
