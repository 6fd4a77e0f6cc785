from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from codes import PrescriptionCode, PrescriptionType
from device.counter.prescription import Prescription
from device.counter.rules import Warn, Warning_
from device.counter.sale import Buyer, OpenSale, Substitution
from device.counter.state import Notice
from device.ledger.print_jobs import Job, JobKind
from device.printing import PaperView
from device.ui import printer_sentences, selling_sentences, sentences, theme
from device.ui.notice_sentences import notice_words
from device.ui.rich import plain, rich
from device.ui.showcase.base import (
    CARD,
    COMPLETE,
    KNOWN,
    NOW,
    ORESOL,
    PART,
    PRESCRIPTION,
    TODAY,
    VITAMIN,
)
from device.ui.view import ScannerTrouble
from device.watching import LastSale, NetworkView
from hardware.errors import PrinterFault


def _is_finished(words: str) -> bool:
    """No field left open, no weight left as an asterisk, no double spaces, nothing empty."""
    return bool(words.strip()) and not any(odd in words for odd in ("{", "}", "*", "None"))


@pytest.mark.parametrize("notice", Notice)
def test_every_notice_says_what_is_wrong_and_what_to_do(notice: Notice) -> None:
    words = notice_words(notice)
    assert _is_finished(words.title)
    assert _is_finished(words.detail)
    shown = notice_words(notice, "8936012345674")
    assert shown.detail == f"8936012345674 · {words.detail}"


def test_a_code_cannot_upset_the_strip() -> None:
    words = notice_words(Notice.UNKNOWN_CODE, "01\x1d\n{0}*" + "9" * 4000)
    assert "\x1d" not in words.detail
    assert "\n" not in words.detail
    assert len(words.detail) < 80


@pytest.mark.parametrize("trouble", ScannerTrouble)
def test_every_scanner_trouble_says_what_to_do(trouble: ScannerTrouble) -> None:
    words = sentences.scanner_words(trouble)
    assert _is_finished(words.title)
    assert _is_finished(words.detail)


@pytest.mark.parametrize("fault", PrinterFault)
@pytest.mark.parametrize("waiting", [0, 2])
def test_every_printer_fault_has_strip_receipt_and_help(fault: PrinterFault, waiting: int) -> None:
    paper = PaperView(fault=fault, waiting=waiting)
    lines = [
        *printer_sentences.strip_words(paper, fault),
        *printer_sentences.receipt_words(paper, is_fresh=False),
        printer_sentences.printer_words(fault).button,
        printer_sentences.help_title(fault),
        *(step.words for step in printer_sentences.help_steps(fault)),
    ]
    assert all(_is_finished(line) for line in lines)


def test_paper_that_ran_out_says_first_that_selling_goes_on() -> None:
    paper = PaperView(fault=PrinterFault.PAPER_OUT, waiting=2)
    title, detail = printer_sentences.strip_words(paper, PrinterFault.PAPER_OUT)
    assert title == "Máy in hết giấy. Vẫn bán được."
    assert detail == "2 phiếu chờ in, có giấy là máy tự in"
    words = printer_sentences.strip_words(PaperView(), PrinterFault.PAPER_OUT)
    assert words[1] == "Có giấy là máy tự in."


def test_what_may_be_half_printed_is_named_by_its_number() -> None:
    torn = Job(1, 54, is_copy=False, epoch="0" * 32)
    paper = PaperView(fault=PrinterFault.IN_DOUBT, doubtful=torn)
    _title, detail = printer_sentences.strip_words(paper, PrinterFault.IN_DOUBT)
    assert "000054" in detail
    report = torn._replace(kind=JobKind.Z_REPORT)
    other = PaperView(fault=PrinterFault.IN_DOUBT, doubtful=report)
    assert "000054" not in printer_sentences.strip_words(other, PrinterFault.IN_DOUBT)[1]


def test_doubt_is_settled_by_looking_at_the_paper() -> None:
    paper = PaperView(fault=PrinterFault.IN_DOUBT)
    words = printer_sentences.receipt_words(paper, is_fresh=True)
    assert words == ("Không chắc phiếu đã in xong.", "Xem giấy; nếu thiếu, bấm In lại.")


def test_a_receipt_is_not_called_printed_before_the_printer_could_say_otherwise() -> None:
    assert printer_sentences.receipt_words(PaperView(), is_fresh=True)[0] == "Đang in phiếu…"
    assert printer_sentences.receipt_words(PaperView(), is_fresh=False)[0] == "Đã in phiếu"
    waiting = PaperView(waiting=1)
    assert printer_sentences.receipt_words(waiting, is_fresh=False)[0] == "Đang in phiếu…"


def test_received_shows_the_time_today_and_the_day_otherwise() -> None:
    network = NetworkView(online=True, since=None, unsent=0, received_at=NOW)
    assert sentences.received_words(network, TODAY) == "Sở nhận 10:42"
    earlier = replace(network, received_at=NOW - timedelta(days=2))
    assert sentences.received_words(earlier, TODAY) == "Sở nhận 20/11"
    never = replace(network, received_at=None)
    assert sentences.received_words(never, TODAY) == "Sở chưa nhận"


def test_today_is_the_day_at_the_counter_not_in_utc() -> None:
    just_past_midnight = datetime(2026, 11, 21, 17, 5, tzinfo=UTC)
    network = NetworkView(online=True, since=None, unsent=0, received_at=just_past_midnight)
    assert sentences.received_words(network, TODAY) == "Sở nhận 00:05"


def test_offline_says_since_when_and_that_nothing_has_to_be_done() -> None:
    network = NetworkView(
        online=False, since=NOW - timedelta(minutes=34), unsent=12, received_at=None
    )
    words = sentences.offline_words(network, TODAY)
    assert words.title == "Mất mạng từ 10:08. Cứ bán bình thường."
    assert words.detail == "12 phiếu đang chờ, có mạng là máy tự gửi. Không cần làm gì."
    quiet = sentences.offline_words(replace(network, since=None, unsent=0), TODAY)
    assert quiet.title == "Mất mạng. Cứ bán bình thường."
    assert "0" not in quiet.detail


def test_the_last_sale_is_named_as_on_its_receipt() -> None:
    name, total = sentences.last_sale_words(LastSale(127, NOW, 45_000), TODAY)
    assert plain(name) == "Vừa bán 10:42 · Phiếu 000127"
    assert plain(total) == "45.000 đ"


def test_a_line_wears_the_tags_of_its_own_warnings_the_gravest_first() -> None:
    warnings = (
        Warning_(Warn.EARLIER_BATCH, ORESOL, "0725A"),
        Warning_(Warn.SHORT_DATED, ORESOL, "54"),
        Warning_(Warn.NO_POSTED_PRICE, VITAMIN),
    )
    tags = selling_sentences.tags(ORESOL, warnings)
    assert [tag.words for tag in tags] == ["còn 54 ngày", "có lô hạn sớm hơn"]
    assert {tag.ground for tag in tags} == {theme.WARN_TINT}
    assert selling_sentences.tags(VITAMIN, ()) == ()


def test_a_drug_sold_for_another_says_so_before_any_warning() -> None:
    swap = Substitution(prescribed="Losartan 50 mg", reason="out-of-stock", by="MAI")
    line = replace(ORESOL, substitution=swap)
    tags = selling_sentences.tags(line, (Warning_(Warn.SHORT_DATED, line, "54"),))
    assert [tag.words for tag in tags] == ["đổi thuốc", "còn 54 ngày"]


def test_the_strip_says_only_the_gravest_of_the_sale() -> None:
    last_day = Warning_(Warn.LAST_DAY, None, "2026-11-22")
    same = Warning_(Warn.SAME_INGREDIENT, ORESOL, "paracetamol")
    words = selling_sentences.strip_words((last_day, same), TODAY)
    assert words.startswith("Trùng hoạt chất: paracetamol.")
    short = Warning_(Warn.SHORT_DATED, ORESOL, "54")
    assert selling_sentences.strip_words((short,), TODAY) == ""


@pytest.mark.parametrize("warn", Warn)
def test_every_warning_shows_as_a_tag_or_as_a_strip(warn: Warn) -> None:
    detail = "2026-11-22" if warn in {Warn.LAST_DAY, Warn.LICENCE_ENDED} else "54"
    warning = Warning_(warn, ORESOL, detail)
    [tag] = selling_sentences.tags(ORESOL, (warning,))
    assert _is_finished(tag.words)
    strip = selling_sentences.strip_words((warning,), TODAY)
    assert not strip or _is_finished(strip)


def test_progress_counts_drugs_that_are_taken_in_full() -> None:
    assert selling_sentences.progress_words(PART) == "Lấy đủ 2 trên 3 thuốc"
    assert selling_sentences.progress_words(COMPLETE) == "Đủ 3 thuốc · Phải thu"
    less = replace(COMPLETE, lines=(*PART.lines, replace(COMPLETE.lines[2], quantity=1)))
    assert selling_sentences.progress_words(less) == "Lấy đủ 2 trên 3 thuốc"


def test_a_prescription_says_until_when_it_is_good() -> None:
    assert selling_sentences.valid_words(KNOWN) == ("Đơn còn hạn", "đến 25/11")
    assert selling_sentences.valid_words(PRESCRIPTION) == ("Đã quét", "đơn thuốc")


def test_patient_and_prescription_name_what_is_attached() -> None:
    patient, prescribed = selling_sentences.patient_words, selling_sentences.prescription_words
    assert patient(OpenSale(card=CARD)) == "Nguyễn Văn Mẫu, 1956"
    assert patient(OpenSale(prescription=PRESCRIPTION)) == "Bán theo đơn"
    assert patient(OpenSale(buyer=Buyer(name="Trần Mẫu", address="Xã Mẫu"))) == "Trần Mẫu"
    assert prescribed(PRESCRIPTION) == "Đơn 01234ab12cd3-c"
    assert prescribed(Prescription(number="12/BV")) == "Đơn giấy 12/BV"
    for kind in PrescriptionType:
        code = Prescription(code=PrescriptionCode(f"01234ab12cd3-{kind.value.lower()}"))
        assert code.text in prescribed(code)
        assert _is_finished(prescribed(code))


def test_fields_cannot_make_words_bold() -> None:
    assert rich("*Lô* {batch}", batch="*1*") == (
        *rich("*Lô*"),
        *(replace(run, words=" *1*") for run in rich(" x")),
    )
