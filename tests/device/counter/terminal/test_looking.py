"""The service screen: a code on paper that a scanner has to read, two pages, the bundle."""

from datetime import timedelta

import pytest

from codes import Pack, ReceiptCode, Scan, recognise
from device.counter.cue import Cue
from device.counter.deed import Paper, Print, WriteDiagnosis
from device.counter.event import (
    Chosen,
    Confirmed,
    DiagnosisWritten,
    Opened,
    PrintWanted,
    Scanned,
    TurnedPage,
)
from device.counter.state import Ready, Selling, Service
from device.counter.states.asking import Item
from device.counter.terminal.looking import TRIAL_EPOCH, TRIAL_HASH, TRIAL_TIME, trial_of
from device.paper.check import check_text
from tests.device.counter.people.outlet import SELLER, outlet
from tests.device.counter.shop import AT, FREE, Counter, pack


@pytest.fixture
def counter() -> Counter:
    counter = outlet(person=SELLER, shift=3)
    counter.do(Opened(Item.SERVICE))
    assert isinstance(counter.state, Service)
    return counter


def shown(counter: Counter) -> Service:
    assert isinstance(counter.state, Service)
    return counter.state


def printed(counter: Counter) -> ReceiptCode:
    """Print the paper; return its code, as a scanner reads what was drawn."""
    counter.do(PrintWanted())
    text = check_text(
        terminal="Q33-0001", epoch="0" * 32, number=shown(counter).code, entry_hash="0" * 64
    )
    code = recognise(Scan(text.encode(), "QR"))
    assert isinstance(code, ReceiptCode)
    assert (code.epoch, code.hash) == (TRIAL_EPOCH, TRIAL_HASH)
    return code


def test_the_code_of_the_paper_just_printed_shows_that_the_scanner_reads(counter: Counter) -> None:
    assert trial_of(shown(counter), AT) == "none"
    code = printed(counter)
    assert counter.deeds[-1] == Print(Paper.TEST, number=shown(counter).code)
    assert trial_of(shown(counter), AT) == "waiting"
    assert counter.do(Scanned(code)).cue is Cue.READ
    assert trial_of(shown(counter), AT) == "read"
    assert trial_of(shown(counter), AT + 2 * TRIAL_TIME) == "read"


def test_an_older_paper_proves_nothing(counter: Counter) -> None:
    code = printed(counter)
    older = ReceiptCode(code.terminal, code.epoch, code.number + 1, code.hash)
    assert counter.do(Scanned(older)).cue is Cue.WARN
    assert trial_of(shown(counter), AT) == "waiting"


def test_a_real_receipt_is_no_test_paper(counter: Counter) -> None:
    printed(counter)
    real = ReceiptCode("Q33-0001", "0f0f0f0f", shown(counter).code, "7F3A91C204DE")
    counter.do(Scanned(real))
    assert trial_of(shown(counter), AT) == "waiting"


def test_after_two_minutes_the_code_counts_no_more(counter: Counter) -> None:
    code = printed(counter)
    assert trial_of(shown(counter), AT + TRIAL_TIME + timedelta(seconds=1)) == "late"
    counter.today += timedelta(days=1)
    assert counter.do(Scanned(code)).cue is Cue.WARN
    assert not shown(counter).is_read


def test_a_new_paper_asks_again(counter: Counter) -> None:
    counter.do(Scanned(printed(counter)))
    printed(counter)
    assert trial_of(shown(counter), AT) == "waiting"


def test_there_are_two_pages_and_looking_again_keeps_the_page(counter: Counter) -> None:
    counter.do(TurnedPage())
    before = shown(counter)
    counter.do(Confirmed())
    assert shown(counter).page == 1
    assert shown(counter).looks == before.looks + 1
    counter.do(TurnedPage())
    assert shown(counter).page == 0


def test_the_bundle_is_written_once_at_a_time_and_told(counter: Counter) -> None:
    assert counter.do(Chosen("bundle")).deeds == (WriteDiagnosis(),)
    assert counter.do(Chosen("bundle")).deeds == ()
    counter.do(DiagnosisWritten(is_written=False))
    assert shown(counter).bundle == "failed"
    assert counter.do(Chosen("bundle")).deeds == (WriteDiagnosis(),)
    counter.do(DiagnosisWritten(is_written=True))
    assert shown(counter).bundle == "written"


def test_word_of_a_bundle_that_nobody_waits_for_changes_nothing(counter: Counter) -> None:
    counter.state = Ready()
    assert counter.do(DiagnosisWritten(is_written=True)).state == Ready()


def test_a_pack_still_goes_to_the_sale(counter: Counter) -> None:
    code = pack(FREE)
    assert isinstance(code, Pack)
    assert isinstance(counter.scan(code).state, Selling)
