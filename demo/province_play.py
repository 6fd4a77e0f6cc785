"""Shows the synthetic province to a person, or looks it over by itself where nobody is there."""

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from demo.province import Province
from demo.province_shops import Shops
from demo.province_visitor import Visitor
from server.sample.planted import PlantedList
from words import _

WHOLE = {"outlets": 886, "days": 90}
"""What a person is shown."""
SMALL = {"outlets": 240, "days": 42}
"""What is looked over where nobody is there."""
_SOLD_AT_LEAST = 10
_PATIENCE_SECONDS = 45.0
_PAUSE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Check:
    """A page, and what must be found on it."""

    path: str
    words: tuple[str, ...] = ()


def play_province(folder: Path, *, web_port: int | None) -> int:
    """Open the province; 0 unless the look-over finds that something is missing."""
    is_watched = sys.stdin is not None and sys.stdin.isatty()
    size = WHOLE if is_watched else SMALL
    print(
        _("Đang tạo tỉnh Sơn Giang (không có thật): {outlets} cơ sở, {days} ngày…").format(**size)
    )
    with Province(folder, **size, web_port=web_port) as province:
        print(province.told)
        visitor = province.visitor()
        with province.shops() as shops:
            if is_watched:
                return _show(province, visitor, shops)
            return _look_over(province.planted, visitor, shops)


def _show(province: Province, visitor: Visitor, shops: Shops) -> int:
    print(_("Trang của Sở: {address}").format(address=province.address))
    print(_("Tên đăng nhập: {user}").format(user=visitor.user))
    print(_("Mật khẩu: {password}").format(password=visitor.password))
    print(_("Mã xác thực đổi mỗi 30 giây, mỗi mã dùng một lần. Ctrl-C để dừng."))
    code = visitor.code()  # the first one was used to set the second factor up
    while True:
        if visitor.code() != code:
            code = visitor.code()
            print(_("Mã xác thực: {code}").format(code=code))
        for program in province.programs.values():
            program.must_run()
        shops.go_on()
        time.sleep(_PAUSE_SECONDS)


def _look_over(planted: PlantedList, visitor: Visitor, shops: Shops) -> int:
    for _sale in range(_SOLD_AT_LEAST):
        shops.go_on()
    until = time.monotonic() + _PATIENCE_SECONDS
    missing: list[str] = []
    for check in checks(planted):
        missing += _missing(check, visitor, lambda: time.monotonic() < until)
    visitor.close()
    print(_("Máy quầy giả đã gửi thêm {n} phiếu").format(n=shops.sold))
    for what in missing:
        print(_("THIẾU: {what}").format(what=what))
    if not missing:
        print(_("Mọi trang đều mở được và nêu đúng những gì đã cài sẵn."))
    return 1 if missing else 0


def _missing(check: Check, visitor: Visitor, may_wait: Callable[[], bool]) -> list[str]:
    """Read a page until it has everything, or patience ends."""
    while True:
        status, text = visitor.read(check.path)
        lacking = [word for word in check.words if word not in text]
        good = status == HTTPStatus.OK
        if not good or not lacking or not may_wait():
            break
        time.sleep(1)
    print(f"{check.path:<24} {status}  {len(check.words) - len(lacking)}/{len(check.words)}")
    return [f"{check.path}: {word}" for word in lacking] if good else [f"{check.path}: {status}"]


def checks(planted: PlantedList) -> Iterable[Check]:
    """Return every page with what was planted for it."""
    names = {who.outlet: who.name for who in planted.who}
    yield Check("/")
    yield Check("/co-so", tuple(who.name for who in planted.antibiotics_without))
    yield Check("/khang-sinh", tuple(who.name for who in planted.antibiotics_without))
    yield Check("/ke-don", tuple(who.name for who in planted.prescription_only_without))
    yield Check("/don-hai-noi", tuple(one.code[-5:] for one in planted.doubles))
    yield Check("/gia", tuple(names[one.outlet] for one in planted.above_posted))
    yield Check("/sap-het-han", tuple(one.batch for one in planted.expired_on_shelf))
    yield Check("/kiem-soat")
    if planted.recall:
        yield Check("/lo", (planted.recall.batch,))
        yield Check(
            f"/lo/{planted.recall.drug}/{planted.recall.batch}",
            (planted.recall.batch, *planted.recall.suppliers),
        )
    yield Check("/may", (_LINE_OF, *(names[one.outlet] for one in planted.silent)))
    yield Check("/thanh-toan")
    yield Check("/nop-muon", tuple(who.name for who in planted.late))
    yield Check("/du-lieu")


_LINE_OF = "Hòa Hưng"
