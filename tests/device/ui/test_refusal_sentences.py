from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date

import pytest

from codes import PrescriptionCode
from device.counter.drug import Control, Drug, Hold, HoldKind, Offer, ShelfBatch
from device.counter.prescription import Prescription
from device.counter.rules import Refusal, Rule, Way, refuse
from device.counter.sale import OpenSale, Overridden, SaleLine
from device.counter.state import SaveFault
from device.ui import theme
from device.ui.fitting import runs_width, wrap
from device.ui.refusal_sentences import (
    StopWords,
    control_word,
    no_room_words,
    refusal_words,
    sale_in_doubt_words,
    save_failed_words,
    way_word,
    way_words,
)
from device.ui.rich import plain, rich
from device.ui.typeface import measure_at
from tests.device.counter.rules.examples import EXAMPLES

TODAY = date(2026, 11, 22)
AMOXICILLIN = SaleLine(
    offer=Offer(
        drug=Drug(id="AMOX", name="Amoxicillin 500 mg", prescription_only=True, antibiotic=True),
        unit="hộp",
        unit_size=100,
        price_vnd=120_000,
    ),
    batch="0322B",
    expiry=date(2026, 10, 31),
    batch_from="code",
)
HOLD = Hold(
    number="1234/QLD-CL",
    kind=HoldKind.RECALLED,
    drug_id="AMOX",
    drug_name="Amoxicillin 500 mg",
    level=2,
)
FULL = Refusal(
    rule=Rule.EXPIRED,
    line=AMOXICILLIN,
    good_batch=ShelfBatch(number="0423A", expiry=date(2027, 8, 31), on_hand=1450),
    hold=HOLD,
    allowed=20,
    prescribed=30,
    limit_vnd=118_500,
    day=date(2026, 11, 16),
    ways=tuple(Way),
)
BARE = Refusal(rule=Rule.EXPIRED, line=AMOXICILLIN)
ON_C = OpenSale(prescription=Prescription(code=PrescriptionCode("01234ab12cd3-c")))

ROOM = 800 - theme.STOP_COLUMN - 24 - theme.MARGIN
"""From the words' left edge to the screen's margin, in u."""


def _is_finished(words: str) -> bool:
    """No field left open, no weight left as an asterisk, no double spaces, nothing empty."""
    return bool(words.strip()) and not any(odd in words for odd in ("{", "}", "*", "None", "  "))


def _stop_lines(words: StopWords) -> Iterator[str]:
    for field in fields(words):
        found = getattr(words, field.name)
        if field.name == "steps":
            yield from map(plain, found)
        elif isinstance(found, str) and field.name != "hint":
            yield found


@pytest.mark.parametrize("sale", [OpenSale(), ON_C])
@pytest.mark.parametrize("bare", [True, False])
@pytest.mark.parametrize("rule", Rule)
def test_every_rule_says_what_which_pack_what_to_do_and_where_it_stands(
    rule: Rule,
    bare: bool,  # noqa: FBT001 - whether the refusal tells nothing besides
    sale: OpenSale,
) -> None:
    words = refusal_words(replace(BARE if bare else FULL, rule=rule), sale, TODAY)
    assert all(_is_finished(line) for line in _stop_lines(words))
    assert words.subject == AMOXICILLIN.drug.name
    assert len(words.steps) == 2
    assert rule.source.law in words.ground
    assert _is_finished(words.hint)


@pytest.mark.parametrize("rule", Rule)
def test_every_rule_has_words_of_its_own(rule: Rule) -> None:
    def said(of: Rule) -> tuple[str, str]:
        words = refusal_words(replace(FULL, rule=of), ON_C, TODAY)
        return words.title, words.detail

    assert [other for other in Rule if said(other) == said(rule)] == [rule]


@pytest.mark.parametrize("size", [(800, 480), (1024, 600)])
@pytest.mark.parametrize("rule", Rule)
def test_the_words_fit_the_stop_screen_at_their_full_size(
    rule: Rule, size: tuple[int, int]
) -> None:
    measure = measure_at(theme.unit(*size))
    words = refusal_words(replace(FULL, rule=rule), OpenSale(), TODAY)
    assert measure(words.title, theme.TITLE, True) <= ROOM, words.title  # noqa: FBT003 - bold
    assert measure(words.detail, theme.BODY, False) <= 2 * ROOM, words.detail  # noqa: FBT003
    number = 50 if words.numbered else 0
    for step in words.steps:
        lines = wrap(step, theme.STRONG, ROOM - number, measure)
        assert len(lines) <= 2, plain(step)
        assert all(runs_width(line, theme.STRONG, measure) <= ROOM - number for line in lines)


def test_an_expired_pack_names_its_batch_its_days_and_where_a_good_one_is() -> None:
    words = refusal_words(FULL, OpenSale(), TODAY)
    assert words.title == "Không được bán: thuốc hết hạn"
    assert words.detail == "Lô 0322B · HD 31/10/2026, quá hạn 22 ngày"
    assert [plain(step) for step in words.steps] == [
        "Để riêng hộp này, không trả lên kệ",
        "Quét hộp khác: trên kệ còn 14 hộp lô 0423A",
    ]
    assert words.numbered
    assert words.button == "Đã để riêng"
    assert words.hint == "Quét hộp khác là bán tiếp"


def test_packs_that_are_in_the_sale_already_are_not_promised_again() -> None:
    taken = replace(AMOXICILLIN, batch="0423A", expiry=date(2027, 8, 31), quantity=4)
    sale = OpenSale(lines=(taken,))
    words = refusal_words(FULL, sale, TODAY)
    assert plain(words.steps[1]) == "Quét hộp khác: trên kệ còn 10 hộp lô 0423A"
    assert FULL.good_batch is not None
    few = replace(FULL, good_batch=replace(FULL.good_batch, on_hand=450))
    words = refusal_words(few, sale, TODAY)
    assert plain(words.steps[1]) == "Quét hộp khác: lô 0423A"


def test_without_a_good_batch_the_shelf_is_said_to_be_empty() -> None:
    words = refusal_words(BARE, OpenSale(), TODAY)
    assert plain(words.steps[1]) == "Trên kệ không còn lô nào bán được"


def test_a_missing_prescription_offers_both_ways() -> None:
    words = refusal_words(replace(BARE, rule=Rule.NEEDS_PRESCRIPTION), OpenSale(), TODAY)
    assert words.detail == "Thuốc kê đơn, kháng sinh. Chưa có đơn thuốc."
    assert [plain(step) for step in words.steps] == [
        "Có đơn: quét đơn thuốc là bán tiếp",
        "Không có đơn: mời khách đi khám",
    ]
    assert not words.numbered
    assert words.button == "Bỏ thuốc này"


@pytest.mark.parametrize(("rule", "letter"), [(Rule.NEEDS_TYPE_N, "N"), (Rule.NEEDS_TYPE_H, "H")])
def test_the_wrong_kind_of_prescription_is_not_called_a_missing_one(
    rule: Rule, letter: str
) -> None:
    refusal = replace(BARE, rule=rule)
    assert f"không phải loại {letter}" in refusal_words(refusal, ON_C, TODAY).detail
    assert f"Chưa có đơn loại {letter}" in refusal_words(refusal, OpenSale(), TODAY).detail


@pytest.mark.parametrize(("rule", "letter"), [(Rule.NEEDS_TYPE_N, "N"), (Rule.NEEDS_TYPE_H, "H")])
def test_where_a_paper_will_do_its_code_is_asked_for(rule: Rule, letter: str) -> None:
    refusal = replace(BARE, rule=rule, ways=(Way.PAPER_PRESCRIPTION,))
    said = plain(refusal_words(refusal, OpenSale(), TODAY).steps[0])
    assert said == f"Quét đơn {letter}, hoặc nhập mã 14 ký tự …-{letter}"
    said = plain(refusal_words(replace(BARE, rule=rule), OpenSale(), TODAY).steps[0])
    assert said == f"Có đơn {letter}: quét đơn đó là bán tiếp"


@pytest.mark.parametrize("rule", [Rule.NEEDS_TYPE_N, Rule.NEEDS_TYPE_H])
def test_a_drug_on_the_other_prescription_is_paid_first(rule: Rule) -> None:
    """One sale, one prescription: scanning the right one now would only be refused."""
    words = refusal_words(replace(BARE, rule=rule), replace(ON_C, lines=(AMOXICILLIN,)), TODAY)
    first, second = map(plain, words.steps)
    assert first == "Thu tiền thuốc đã quét trước"
    assert second.startswith("Rồi quét lại thuốc này và đơn ")


def test_more_than_prescribed_counts_in_base_units() -> None:
    words = refusal_words(replace(FULL, rule=Rule.MORE_THAN_PRESCRIBED), OpenSale(), TODAY)
    assert words.detail == "Đơn kê 30 viên, đơn còn 20 viên."
    assert words.steps[0] == rich("*Giảm xuống 20 viên*")
    none_left = replace(FULL, rule=Rule.MORE_THAN_PRESCRIBED, allowed=0)
    assert plain(refusal_words(none_left, OpenSale(), TODAY).steps[0]).startswith("Đơn đã bán đủ")


def test_an_old_prescription_says_how_old_it_is() -> None:
    words = refusal_words(replace(FULL, rule=Rule.PRESCRIPTION_EXPIRED), OpenSale(), TODAY)
    assert words.detail == "Kê ngày 16/11/2026, đã 6 ngày."


def test_a_batch_that_the_book_lost_is_not_called_short() -> None:
    short = refusal_words(replace(FULL, rule=Rule.NOT_ENOUGH), OpenSale(), TODAY)
    assert (short.title, short.detail) == (
        "Trong sổ không đủ thuốc",
        "Lô 0322B · theo sổ còn 20 viên.",
    )
    unknown = refusal_words(replace(BARE, rule=Rule.NOT_ENOUGH), OpenSale(), TODAY)
    assert unknown.title == "Trong sổ không có lô này"
    entry = Overridden(
        rule="GPP-01", reason="in-hand", by="NV01", drug=FULL.line.drug.id, batch=FULL.line.batch
    )
    beyond = refusal_words(
        replace(FULL, rule=Rule.NOT_ENOUGH), OpenSale(overridden=(entry,)), TODAY
    )
    assert (beyond.title, beyond.detail) == (
        "Nhiều hơn số đã xác nhận",
        "Lô 0322B · mới xác nhận có 20 viên.",
    )


def test_a_recall_names_level_and_notice_and_a_seal_leaves_the_pack_where_it_is() -> None:
    words = refusal_words(replace(FULL, rule=Rule.RECALLED), OpenSale(), TODAY)
    assert words.detail == "Lô 0322B · Thu hồi mức 2 · 1234/QLD-CL"
    sealed = refusal_words(replace(FULL, rule=Rule.SEALED), OpenSale(), TODAY)
    assert plain(sealed.steps[0]) == "Giữ nguyên, không bán, không di chuyển"
    assert sealed.button == "Bỏ thuốc này"


def test_what_a_button_is_called_in_a_step_is_what_stands_on_it() -> None:
    named = {
        Rule.NEEDS_CUSTOMER: Way.BUYER,
        Rule.NOT_PRESCRIBED: Way.SUBSTITUTE,
        Rule.SUBSTITUTION_CONSENT: Way.CONSENT,
        Rule.TRANCHE_ID: Way.SEEN_CARD,
        Rule.NOT_ENOUGH: Way.IN_HAND,
    }
    for rule, way in named.items():
        tried = EXAMPLES[rule].refused
        refusal = refuse(tried.line, tried.sale, tried.world)
        assert refusal is not None
        assert way in refusal.ways
        steps = refusal_words(refusal, tried.sale, TODAY).steps
        assert any(way_word(way) in run.words for step in steps for run in step if run.bold)


@pytest.mark.parametrize("way", Way)
def test_every_way_fits_its_button_and_its_note_two_lines(way: Way) -> None:
    words = way_words(way)
    measure = measure_at(theme.unit(800, 480))
    assert _is_finished(words.button)
    assert len(words.button) <= 20
    assert measure(words.button, theme.BODY, True) <= 236 - 24  # noqa: FBT003 - bold
    if words.note:
        assert _is_finished(words.note)
        assert len(wrap(rich(words.note), theme.NOTE, 220, measure)) <= 2


def test_no_two_ways_are_called_the_same() -> None:
    assert len({way_word(way) for way in Way}) == len(Way)


@pytest.mark.parametrize("control", [control for control in Control if control is not Control.NONE])
def test_every_class_of_controlled_drugs_has_a_name(control: Control) -> None:
    assert _is_finished(control_word(control))


def test_no_illness_is_ever_named() -> None:
    restricted = refusal_words(replace(FULL, rule=Rule.RESTRICTED), ON_C, TODAY)
    text = " ".join(_stop_lines(restricted))
    assert not any(word in text for word in ("HIV", "lao", "sốt rét"))


@pytest.mark.parametrize("fault", SaveFault)
def test_a_sale_that_was_not_written_takes_no_money(fault: SaveFault) -> None:
    words = save_failed_words(fault)
    assert all(_is_finished(line) for line in _stop_lines(words))
    assert plain(words.steps[0]).startswith("Chưa thu tiền")
    assert "gọi kỹ thuật" in plain(words.steps[1])


def test_a_sale_that_cannot_begin_takes_no_money_either() -> None:
    words = no_room_words()
    assert all(_is_finished(line) for line in _stop_lines(words))
    assert plain(words.steps[0]).startswith("Chưa thu tiền")


def test_a_sale_in_doubt_says_how_to_find_out() -> None:
    words = sale_in_doubt_words()
    assert all(_is_finished(line) for line in _stop_lines(words))
    assert "Vừa bán" in plain(words.steps[1])
