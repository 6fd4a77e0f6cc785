"""Labels on a roll of 58 mm paper, one page each: what a terminal's own printer takes too."""

import io
from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from provisioning.labels import told
from provisioning.labels.pen import Pen
from wire.enrolment_batch import PrintedLabel
from words import _

PAGE_MM = (58.0, 110.0)
_WIDTH = 48.0
"""What the print head reaches."""
_CODE = 46.0


def write_strip(labels: Sequence[PrintedLabel]) -> bytes:
    """Return the labels as PDF; raise `MissingError` for a font."""
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(PAGE_MM[0] * mm, PAGE_MM[1] * mm), invariant=1, lang="vi")
    canvas.setTitle(_("Nhãn cài máy quầy"))
    for label in labels:
        _draw(Pen(canvas, left=(PAGE_MM[0] - _WIDTH) / 2, top=PAGE_MM[1]), label)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def _draw(pen: Pen, label: PrintedLabel) -> None:
    sign = told.sign(label)
    y = 3.0
    if sign:
        pen.sign(sign, x=_WIDTH, y=y, size=11)
        y += 6.5
    small = ((7, 4), (6.5, 4))
    y = pen.words(
        label.outlet, x=0, y=y, width=_WIDTH, fits=((16, 2), (13, 3), (11, 3)), look="bold"
    )
    y = pen.words(label.place, x=0, y=y + 0.3, width=_WIDTH, fits=((8, 2), (7, 2))) + 1
    pen.code(label.text, x=(_WIDTH - _CODE) / 2, y=y, size=_CODE)
    y = pen.words(
        told.which(label), x=0, y=y + _CODE, width=_WIDTH, fits=((13, 1), (11, 1), (9, 1)),
        look="centred",
    )  # fmt: skip
    y = pen.words(
        told.until(label), x=0, y=y + 0.5, width=_WIDTH, fits=((8, 1), (7, 1), (6.5, 1), (8, 2)),
        look="centred",
    )  # fmt: skip
    pen.words(told.advice(label), x=0, y=y + 0.8, width=_WIDTH, fits=small)
