"""Minutes of taking a controlled drug back from a patient (TT 18/2026/TT-BYT annex XVIII).

Who brings it back is written by hand on the paper: the terminal has it sealed, and cannot read it.
"""

from dataclasses import dataclass, field
from datetime import date, datetime

from PIL import Image

from device.amounts import clock, day, thousands
from device.paper.blocks import Blank
from device.paper.layout import PLAIN, Layout, Letterhead, Mark
from device.paper.sheet import Block, Space
from words import _


@dataclass(frozen=True, kw_only=True)
class TakenBack:
    """One drug that came back."""

    drug: str
    """Name, strength and form."""
    unit: str
    quantity: int
    batch: str = ""
    expiry: date | None = None


@dataclass(frozen=True, kw_only=True)
class Minutes:
    """What the terminal knows of it."""

    head: Letterhead
    at: datetime
    number: int = 0
    """Of the entry; 0: it is in none yet."""
    pharmacist: str = field(default="", repr=False)
    """Responsible for the outlet's professional matters."""
    lines: tuple[TakenBack, ...] = ()
    reason: str = ""
    mark: Mark = PLAIN


def draw_minutes(minutes: Minutes, *, width_dots: int) -> list[Image.Image]:
    """Draw both copies that the law asks for: one stays, one goes with who brought the drug."""
    return [_draw(minutes, copy, Layout(width_dots)) for copy in (1, 2)]


def _draw(minutes: Minutes, copy: int, on: Layout) -> Image.Image:
    which = _("Bản {n}/2 · Phụ lục XVIII, TT 18/2026/TT-BYT").format(n=copy)
    number = [_("Số {number}").format(number=minutes.mark.number(minutes.number))]
    blocks = [
        *on.letterhead(minutes.head),
        on.title(_("BIÊN BẢN NHẬN LẠI THUỐC")),
        on.text(which, on.note),
        on.parts(f"{day(minutes.at)} {clock(minutes.at)}", *(number if minutes.number else [])),
        *on.dashes(),
        on.text(_("Người trả lại"), on.bold),
        *_blanks(_person(), on),
        *on.dashes(),
        on.text(_("Thuốc nhận lại"), on.bold),
        *(block for line in minutes.lines or (None,) for block in _line(line, on)),
        *_blanks((_("Cảm quan"),), on),
        *_known_or_blank(_("Lý do"), minutes.reason, on),
        *on.dashes(),
        *_known_or_blank(_("Người phụ trách chuyên môn"), minutes.pharmacist, on),
        on.text(_("Thuốc được để riêng, chờ hủy, không bán lại."), on.note),
        *on.signatures(_("Người trả lại"), _("Người nhận lại")),
        *on.signatures(_("Người phụ trách chuyên môn")),
    ]
    return on.sheet(blocks, mark=minutes.mark)


def _person() -> tuple[str, ...]:
    return (
        _("Họ tên"),
        _("Người bệnh hay đại diện"),
        _("Địa chỉ"),
        _("Số CCCD hoặc hộ chiếu"),
        _("Nơi cấp, ngày cấp"),
    )


def _blanks(names: tuple[str, ...], on: Layout) -> list[Block]:
    """Names with a dotted line behind each, or below it where the name leaves no room."""
    return [Blank(name, on.body, on.width) for name in names]


def _known_or_blank(name: str, value: str, on: Layout) -> list[Block]:
    return [on.text(f"{name}: {value}")] if value else _blanks((name,), on)


def _line(line: TakenBack | None, on: Layout) -> list[Block]:
    if line is None:
        names = (_("Tên thuốc, hàm lượng"), _("Đơn vị, số lượng"), _("Lô, hạn dùng"))
        return _blanks(names, on)
    batch = line.batch and _("Lô {batch}").format(batch=line.batch)
    expiry = line.expiry and _("HD {day}").format(day=day(line.expiry))
    quantity = f"{thousands(line.quantity)} {line.unit}"
    return [on.text(line.drug, on.bold), on.parts(quantity, batch, expiry or ""), Space(4)]
