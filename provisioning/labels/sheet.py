"""Labels on A4: one row is one label, to be cut along the lines."""

import io
from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from provisioning.labels import told
from provisioning.labels.pen import Pen
from wire.enrolment_batch import PrintedLabel
from words import _

PAGE_MM = (210.0, 297.0)
ROWS = 6
_MARGIN, _TOP = 10.0, 12.0
_WIDTH, _HEIGHT = PAGE_MM[0] - 2 * _MARGIN, 45.5
_CODE = 42.0
_TEXT = _CODE + 3
_SIGN_WIDTH = 34.0


def write_labels(labels: Sequence[PrintedLabel], *, title: str = "") -> bytes:
    """Return the sheets as PDF, in the order of the labels; raise `MissingError` for a font."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(PAGE_MM[0] * mm, PAGE_MM[1] * mm), invariant=1, lang="vi")
    canvas.setTitle(_("Nhãn cài máy quầy"))
    pages = -(-len(labels) // ROWS)
    for page in range(pages):
        _foot(canvas, title, page + 1, pages)
        for row, label in enumerate(labels[page * ROWS : (page + 1) * ROWS]):
            pen = Pen(canvas, left=_MARGIN, top=PAGE_MM[1] - _TOP - row * _HEIGHT)
            _draw(pen, label)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _draw(pen: Pen, label: PrintedLabel) -> None:
    sign = told.sign(label)
    wide = _WIDTH - _TEXT
    pen.cut(y=0, width=_WIDTH)
    pen.code(label.text, x=0, y=(_HEIGHT - _CODE) / 2, size=_CODE)
    if sign:
        pen.sign(sign, x=_WIDTH, y=2.5, size=13)
    y = pen.words(
        label.outlet, x=_TEXT, y=2, width=wide - (_SIGN_WIDTH if sign else 0),
        fits=((24, 1), (21, 1), (18, 2), (15, 2), (13, 2)), look="bold",
    )  # fmt: skip
    pen.words(label.place, x=_TEXT, y=y + 0.5, width=wide, fits=((11, 1), (10, 1), (9, 1)))
    pen.words(told.which(label), x=_TEXT, y=25.5, width=wide, fits=((16, 1), (13, 1)), look="bold")
    pen.words(told.until(label), x=_TEXT, y=32, width=wide, fits=((11, 1), (10, 1)), look="bold")
    pen.words(told.advice(label), x=_TEXT, y=37, width=wide, fits=((8, 2), (7.5, 2)))
    pen.cut(y=_HEIGHT, width=_WIDTH)


def _foot(canvas: Canvas, title: str, page: int, pages: int) -> None:
    pen = Pen(canvas, left=_MARGIN, top=9.0)
    text = _("Tờ {page}/{pages}").format(page=page, pages=pages)
    pen.words(f"{text} · {title}" if title else text, x=0, y=0, width=_WIDTH, fits=((8, 1),))
