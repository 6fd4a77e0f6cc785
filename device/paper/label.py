"""Labels: how a drug is taken (GPP-05), and that goods may not be sold."""

from dataclasses import dataclass, field
from datetime import date, datetime

from PIL import Image

from device.amounts import day, thousands
from device.paper.blocks import Box, Boxes
from device.paper.layout import PLAIN, Layout, Mark
from device.paper.naming import with_strength
from device.paper.sheet import Align, Band, Block, Rule, Space, Words
from device.paper.type import WHITE, face, wrap
from words import _

_NOTHING = "–"


@dataclass(frozen=True, kw_only=True)
class DirectionsLabel:
    """The label of a drug that is sold out of its outer pack (LD Đ42 k2 o).

    Name, strength and expiry always; dose, times and how to use it where they are known, else
    boxes to write them into.
    """

    drug: str
    strength: str = ""
    """Left out where the name says it already."""
    quantity: int = 0
    """0: it is not said, because no sale of this terminal stands behind the label."""
    unit: str = "viên"
    batch: str = ""
    expiry: date | None = None
    morning: str = ""
    noon: str = ""
    afternoon: str = ""
    evening: str = ""
    words: str = field(default="", repr=False)
    """How it is taken, as prescribed or keyed in."""
    patient: str = field(default="", repr=False)
    at: datetime
    outlet: str
    mark: Mark = PLAIN

    @property
    def name(self) -> str:
        """Name and strength."""
        return with_strength(self.drug, self.strength)


def draw_directions_label(label: DirectionsLabel, *, width_dots: int) -> Image.Image:
    """Draw the label; it is as wide as the paper."""
    on = Layout(width_dots)
    quantity = label.quantity and f"{thousands(label.quantity)} {label.unit}"
    batch = label.batch and _("Lô {batch}").format(batch=label.batch)
    expiry = label.expiry and _("HD {day}").format(day=day(label.expiry))
    blocks: list[Block] = [
        on.text(label.name, on.strong),
        on.text(_("Mỗi lần dùng số {unit} ghi trong ô:").format(unit=label.unit), on.note),
        Space(4),
        _boxes(label, on),
        Space(6),
        *([on.text(label.words, on.bold)] if label.words else []),
        on.parts(quantity or "", batch, expiry or ""),
        on.parts(label.patient, day(label.at)),
        on.text(label.outlet, on.note),
    ]
    return on.sheet(blocks, mark=label.mark)


def _boxes(label: DirectionsLabel, on: Layout) -> Block:
    times = (label.morning, label.noon, label.afternoon, label.evening)
    # With no number at all the boxes stay empty, for the pen.
    blank = _NOTHING if any(times) else " "
    names = (_("Sáng"), _("Trưa"), _("Chiều"), _("Tối"))
    return Boxes(
        [Box(name, value or blank) for name, value in zip(names, times, strict=True)],
        on.note,
        face(on.sizes.heading, bold=True),
    )


@dataclass(frozen=True, kw_only=True)
class RecallLabel:
    """Put on goods that are set apart until they are fetched or destroyed (RCL-02)."""

    drug: str
    batch: str
    expiry: date | None = None
    quantity: str = ""
    """How much, in words."""
    notice: str = ""
    """Number of the recall notice; empty: they are set aside for another reason."""
    reason: str = ""
    """In words."""
    at: datetime
    staff: str = field(default="", repr=False)
    outlet: str
    mark: Mark = PLAIN


def draw_recall_label(label: RecallLabel, *, width_dots: int) -> Image.Image:
    """Draw the label."""
    on = Layout(width_dots)
    recalled, apart = (_("THUỐC THU HỒI"), _("ĐỂ RIÊNG")), (_("ĐỂ RIÊNG"), _("KHÔNG BÁN"))
    titles = recalled if label.notice else apart
    lines = [line for title in titles for line in wrap(title, on.heading, on.room - 24)]
    batch = label.batch and _("Lô {batch}").format(batch=label.batch)
    expiry = label.expiry and _("HD {day}").format(day=day(label.expiry))
    notice = label.notice and _("Theo thông báo {number}").format(number=label.notice)
    blocks: list[Block] = [
        Band(Words(lines, on.heading, Align.CENTRE, WHITE)),
        Space(8),
        on.text(label.drug, on.strong),
        on.parts(batch, expiry or "", face=on.bold),
        *([on.text(label.quantity)] if label.quantity else []),
        *[on.text(text, on.note) for text in (notice, label.reason) if text],
        Space(6),
        Rule(dashed=True),
        Space(4),
        on.parts(_("Để riêng ngày {day}").format(day=day(label.at)), label.staff),
        on.text(label.outlet, on.note),
    ]
    return on.sheet(blocks, mark=label.mark)
