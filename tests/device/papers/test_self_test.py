"""The self-test on paper: its code is read back from the dots, and tells the scanner's trial."""

from datetime import UTC, datetime

import pytest
import zxingcpp
from PIL import Image

from codes import Scan, recognise
from device.counter.terminal.looking import is_trial_code
from device.facts import gather_facts
from device.paper.layout import Layout
from device.paper.self_test import CheckedLine, SelfTestPaper, draw_self_test
from device.paper.showcase_head import AT, HEAD
from device.papers.desk import PaperDesk
from device.papers.lists import self_test_page
from device.self_test.in_words import as_text, checked_lines, state_word, summary_words
from device.signs import Signs
from tests.device.paper.reading import standing
from tests.device.papers.counter import PaperCounter

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
FACTS = gather_facts(Signs(now=NOW, today=NOW.date()))
NUMBER = 123_456


def paper(width: int, **more: str) -> Image.Image:
    line = CheckedLine(name="Sổ", state="LỖI", value="Có chỗ hỏng", **more)
    return draw_self_test(
        SelfTestPaper(head=HEAD, at=AT, lines=(line,), code=NUMBER), width_dots=width
    )


def drawn(desk: PaperDesk) -> Image.Image:
    page = self_test_page(desk, FACTS, number=NUMBER, at=NOW).draw()
    assert isinstance(page, Image.Image)
    return page


@pytest.mark.parametrize("width", [384, 576])
def test_the_code_is_read_back_as_a_test_papers(width: int) -> None:
    [read] = zxingcpp.read_barcodes(paper(width).convert("L"))
    code = recognise(Scan(read.bytes, "QR"))
    assert is_trial_code(code)
    assert getattr(code, "number", None) == NUMBER


@pytest.mark.parametrize("width", [384, 576])
def test_head_state_and_signature_stand_on_it(width: int) -> None:
    on, page = Layout(width), paper(width)
    assert standing(page, on.heading, "KIỂM TRA MÁY")
    assert standing(page, on.bold, "Sổ")
    assert standing(page, on.bold, "LỖI", right=True)
    assert standing(page, on.note, "Kỹ thuật viên")


def test_what_to_do_makes_the_paper_longer() -> None:
    assert paper(384, advice="Gọi kỹ thuật ngay.").height > paper(384).height


def test_every_part_is_on_the_paper_that_the_counter_orders(counter: PaperCounter) -> None:
    page, on = drawn(counter.desk), Layout(384)
    for line in checked_lines(FACTS):
        assert standing(page, on.bold, line.name), line.name


def test_where_nobody_has_looked_the_printer_is_tried_all_the_same(counter: PaperCounter) -> None:
    page = self_test_page(counter.desk, (), number=NUMBER, at=NOW).draw()
    assert isinstance(page, Image.Image)
    assert page.height < drawn(counter.desk).height


def test_text_and_summary_count_the_faults() -> None:
    faults = [fact for fact in FACTS if not fact.is_well]
    assert as_text(FACTS).count("LỖI") == len(faults) > 0
    assert str(len(faults)) in summary_words(FACTS)
    well = [fact for fact in FACTS if fact.is_well and fact.is_known]
    assert summary_words(well) == "Máy tốt"
    assert {state_word(fact) for fact in FACTS} == {"ĐẠT", "LỖI", "CHƯA RÕ"}
