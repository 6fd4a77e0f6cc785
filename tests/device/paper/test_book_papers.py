import pytest

from device.enrolment.book import make_papers
from device.paper.book_papers import draw_card, draw_recovery
from device.paper.layout import Layout
from device.paper.showcase_head import AT, HEAD
from tests.device.paper.reading import codes, in_the_middle, standing
from tests.device.paper.samples import WIDTHS
from words import use_language

both_widths = pytest.mark.parametrize("width", WIDTHS)


@both_widths
def test_what_is_scanned_from_the_card_is_what_locks_the_book(width: int) -> None:
    use_language("vi")
    papers = make_papers()
    card = draw_card(HEAD, papers.card, keeper="DS. Hương", at=AT, width_dots=width)
    assert codes(card) == [papers.card]
    assert standing(card, Layout(width).bold, "Người giữ: DS. Hương")


@both_widths
def test_the_recovery_code_stands_whole_and_in_groups_to_be_copied(width: int) -> None:
    papers = make_papers()
    paper = draw_recovery(HEAD, papers.recovery, at=AT, width_dots=width)
    tops = [in_the_middle(paper, Layout(width).heading, g) for g in papers.recovery.split("-")]
    assert len(tops) == 5
    assert all(tops)
    assert codes(paper) == []


def test_a_card_that_belongs_to_nobody_by_name_is_printed_too() -> None:
    papers = make_papers()
    assert codes(draw_card(HEAD, papers.card, keeper="", at=AT, width_dots=384)) == [papers.card]
