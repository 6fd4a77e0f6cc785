"""The terminal itself: service, tuning, a power cut, what leaves."""

from dataclasses import replace
from datetime import timedelta

from device.counter.letter import Letter
from device.counter.past import PowerCut, SentField, SentSale
from device.counter.state import (
    AfterPowerCut,
    LetterShown,
    Ready,
    Service,
    Tuning,
    WhatLeaves,
)
from device.facts import gather_facts
from device.reference.progress import Progress
from device.reference.word import InUse, Word
from device.self_test.card import Card
from device.self_test.line import LineFigures
from device.self_test.software import Software
from device.signs import Disk, Probed, Signs
from device.told_by_province import ToldByProvince, told_by_province
from device.ui.showcase.around import shown
from device.ui.showcase.base import NOW, TODAY
from device.ui.view import View
from hardware.errors import PrinterFault
from hardware.power.api import Power, Source

TOLD = ToldByProvince(is_well=True, line="Danh mục thuốc 22/11")
SIGNS = Signs(
    told=TOLD,
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
    line=LineFigures(
        at=NOW, asked=20, lost=0, answer_ms=412, kbit_per_second=64, clock_offset_seconds=1
    ),
    camera="ok",
    probed=Probed(
        card=Card(kind="SD", name="SD32G", made="03/2025", errors=0, write_ms=38),
        software=Software(version="4.2.1", slot="A"),
        temperature_c=52.4,
        power=Power(source=Source.MAINS, percent=97, is_weak=False),
        has_stick=True,
    ),
)
FAULTS = Signs(
    told=ToldByProvince(is_well=False, line=""),
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
    camera="offline",
    probed=Probed(
        card=Card(kind="MMC", used_percent=100, reserve="urgent", errors=0, write_ms=140),
        ledger="damaged",
        software=Software(version="4.3.0", slot="B", is_proven=False),
        temperature_c=84.2,
        power=Power(is_weak=True),
    ),
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
    page_two = shown(Service(behind=Ready(), page=1))
    written = shown(Service(behind=Ready(), page=1, bundle="written"))
    waiting = replace(SIGNS, trial="waiting")
    full = told_by_province(WORD, Progress(fault="disk"), skipped=0)
    return {
        "terminal-service": replace(service, facts=gather_facts(paper_out), told=told),
        "terminal-service-faults": replace(service, facts=gather_facts(FAULTS), told=full),
        "terminal-service-printed": replace(
            shown(Service(behind=Ready(), is_trying_printer=True)),
            facts=gather_facts(waiting),
            told=told,
        ),
        "terminal-service-two": replace(
            page_two, facts=gather_facts(SIGNS), told=told, has_stick=True
        ),
        "terminal-service-two-faults": replace(page_two, facts=gather_facts(FAULTS), told=full),
        "terminal-service-two-written": replace(
            written, facts=gather_facts(SIGNS), told=told, has_stick=True
        ),
        "terminal-letter-double": shown(LetterShown(letter=DOUBLE, behind=Ready())),
        "terminal-letter-note": shown(LetterShown(letter=NOTE, behind=Ready())),
        "terminal-letter-note-long": shown(LetterShown(letter=LONG_NOTE, behind=Ready())),
        "terminal-tuning": shown(Tuning(behind=Ready())),
        "terminal-what-leaves": shown(WhatLeaves(sent=SENT)),
        "terminal-what-leaves-nothing": shown(WhatLeaves(sent=None)),
        "terminal-after-power-cut": shown(AfterPowerCut(cut=CUT)),
        "terminal-after-power-cut-whole": shown(AfterPowerCut(cut=PowerCut(at=None))),
    }
