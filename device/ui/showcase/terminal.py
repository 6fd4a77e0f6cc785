"""The terminal itself: service, tuning, a power cut, what leaves."""

from dataclasses import replace
from datetime import timedelta

from device.counter.letter import Letter
from device.counter.past import PowerCut, SentField, SentSale
from device.counter.state import AfterPowerCut, LetterShown, Ready, Service, Tuning, WhatLeaves
from device.facts import Disk, Signs, gather_facts
from device.reference.progress import Progress
from device.reference.word import InUse, Word
from device.told_by_province import told_by_province
from device.ui.showcase.around import shown
from device.ui.showcase.base import NOW, TODAY
from device.ui.view import View
from hardware.errors import PrinterFault

SIGNS = Signs(
    now=NOW,
    today=TODAY,
    read_at=NOW - timedelta(minutes=2),
    online=True,
    since=NOW - timedelta(hours=3),
    received_at=NOW - timedelta(minutes=1),
    drawer_opened_at=NOW - timedelta(minutes=4),
    certificate_until=NOW + timedelta(days=220),
    display="on",
    disk=Disk(total=32_000_000_000, free=23_000_000_000),
)
FAULTS = Signs(
    now=NOW,
    today=TODAY,
    scanner="offline",
    online=False,
    since=NOW - timedelta(days=9),
    received_at=NOW - timedelta(days=9),
    unsent=1_204,
    printer=PrinterFault.NOT_CONNECTED,
    certificate_until=NOW + timedelta(days=9),
    display="gone",
    disk=Disk(total=32_000_000_000, free=900_000_000),
    is_clock_trusted=False,
)
SENT = SentSale(
    number=129,
    received_at=NOW - timedelta(minutes=4),
    fields=tuple(
        SentField(name=name, value=value)
        for name, value in (
            ("Phiếu", "000129 · 22/11/2026 10:37"),
            ("Nơi bán", "Quầy thuốc Tâm An, máy 01"),
            ("Mã đơn", "01234ab12cd3-c"),
            ("Thuốc", "Amlodipin 5 mg"),
            ("Số đăng ký", "893110000026"),
            ("Lô, hạn", "2403A · 30/09/2027"),
            ("Số lượng", "28 viên"),
            ("Giá", "800 × 28 = 22.400"),
            ("Thuốc", "Metformin 850 mg"),
            ("Số lượng", "56 viên"),
        )
    ),
    sealed=("tên", "năm sinh", "số căn cước của khách"),
)
CUT = PowerCut(at=NOW - timedelta(minutes=3), sale=141, total_vnd=98_000, draft_lost=True)

DOUBLE = Letter(id="m1", kind="double-dispensing", at=NOW, subject="12cd3-c"[-5:])
NOTE = Letter(
    id="m2",
    kind="note",
    at=NOW - timedelta(hours=2),
    text="Thứ Sáu 27/11 Sở Y tế tập huấn bán thuốc theo đơn, 8 giờ, hội trường xã Mẫu. "
    "Mỗi cơ sở cử một người. Cần hỏi thì gọi 0200 000 000.",
)
LONG_NOTE = replace(NOTE, id="m3", text=(NOTE.text + " ") * 3 + NOTE.text[:90])
WORD = Word(
    versions={
        dataset: InUse(version=7, at=NOW - timedelta(days=days), rows=1)
        for days, dataset in enumerate(("catalogue", "prices", "parameters", "shop", "people"))
    }
)


def views() -> dict[str, View]:
    """Return every screen by the name of its picture."""
    service = shown(Service(behind=Ready()))
    paper_out = replace(SIGNS, printer=PrinterFault.PAPER_OUT)
    told = told_by_province(WORD, Progress(), skipped=0)
    full = told_by_province(WORD, Progress(fault="disk"), skipped=0)
    return {
        "terminal-service": replace(service, facts=gather_facts(paper_out), told=told),
        "terminal-service-faults": replace(service, facts=gather_facts(FAULTS), told=full),
        "terminal-letter-double": shown(LetterShown(letter=DOUBLE, behind=Ready())),
        "terminal-letter-note": shown(LetterShown(letter=NOTE, behind=Ready())),
        "terminal-letter-note-long": shown(LetterShown(letter=LONG_NOTE, behind=Ready())),
        "terminal-tuning": shown(Tuning(behind=Ready())),
        "terminal-what-leaves": shown(WhatLeaves(sent=SENT)),
        "terminal-what-leaves-nothing": shown(WhatLeaves(sent=None)),
        "terminal-after-power-cut": shown(AfterPowerCut(cut=CUT)),
        "terminal-after-power-cut-whole": shown(AfterPowerCut(cut=PowerCut(at=None))),
    }
