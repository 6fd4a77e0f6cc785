"""A long list of notices: it comes in parts that the broker carries, and lifts only at its end."""

import logging
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import msgspec
import pytest
from msgspec import UNSET

from server.answers.letter import Letter, Pen
from server.answers.run import Answering
from server.prescriptions import messages
from server.settings import BrokerSettings
from server.store import notices
from server.store.database import writing
from tests.server.answers.asker import SERVER_KEY, Asker
from tests.server.outlet import NOW, PROVINCE, Outlet
from wire.asking import MAX_NOTICES, Answer, Ask, Notice, read_answer
from wire.sign import sign, verify
from wire.size import MAX_MESSAGE

REASON = "Mẫu thuốc không đạt yêu cầu chất lượng về chỉ tiêu Độ hòa tan"
MAKER = "Công ty cổ phần dược phẩm trung ương I - Pharbaco"


def recall(number: int, level: int = 2) -> Notice:
    """Return a recall in all its fields, as documents fill them in (RCL-03)."""
    return Notice(
        number=f"{1000 + number}/QLD-CL",
        kind="recalled",
        drug=f"893110{number:06}",
        drug_name="Cefuroxim 500 mg",
        batches=(f"{number:04}23",),
        level=level,
        reason=REASON,
        issued=date(2026, 1, 5),
        until=date(2026, 1, 20),
        registration=f"893110{number:06}",
        ingredient="Cefuroxim (dưới dạng Cefuroxim axetil) 500 mg",
        form="Viên nén bao phim",
        expiry=date(2027, 6, 30),
        maker=MAKER,
        carried_out_by=MAKER,
    )


def give(count: int) -> set[str]:
    """Put so many recalls in force, the gravest somewhere among them; return their numbers."""
    given = [recall(number, level=1 if number == count // 2 else 2) for number in range(count)]
    with writing():
        for notice in given:
            notices.give(notice)
    return {notice.number for notice in given}


def numbers(asker: Asker) -> list[set[str]]:
    return [{notice.number for notice in given} for given, _lifts in asker.notices]


@pytest.fixture
def asker(outlet: Outlet) -> Asker:
    return Asker(outlet)


@pytest.mark.parametrize("count", [1, 85, 170, MAX_NOTICES + 20])
def test_however_many_are_in_force_all_arrive_in_letters_that_the_broker_carries(
    asker: Asker, count: int
) -> None:
    given = give(count)
    letters = asker.ask_for_all_notices()
    assert max(len(letter.payload) for letter in letters) <= MAX_MESSAGE
    assert numbers(asker)[-1] == given
    assert [lifts for _given, lifts in asker.notices] == [False] * (len(letters) - 1) + [True]
    assert asker.notices[0][0][0].level == 1, "the gravest first"
    asker.now = 10_000.0
    asker.ask_for_all_notices()
    assert len(asker.notices) == len(letters), "what is known to its end is not told again"


def test_what_else_a_terminal_must_hear_comes_with_the_first_part(asker: Asker) -> None:
    give(170)
    with writing():
        for number in range(messages.MOST_AT_ONCE):
            messages.tell([asker.outlet.id], f"{number} " + "ệ" * 490, "Sở Y tế", NOW)
    first, *_rest = asker.ask_for_all_notices()
    assert len(said(first).messages) == messages.MOST_AT_ONCE
    assert len(first.payload) <= MAX_MESSAGE
    assert asker.notices[-1][1]


def test_a_list_that_changes_midway_is_told_from_its_beginning(asker: Asker) -> None:
    given = give(170)
    asker.ask_for_notices()
    with writing():
        notices.lift(recall(3).number, NOW)
        notices.give(recall(900, level=1))
    asker.ask_for_all_notices()
    assert numbers(asker)[-1] == given - {recall(3).number} | {recall(900).number}
    assert [lifts for _given, lifts in asker.notices].count(True) == 1


def test_news_that_overtakes_an_answer_makes_no_chain_of_questions(asker: Asker) -> None:
    given = give(170)
    first = asker.asking.for_notices()
    asker.asking.came(asker.pushed_recall().payload)
    second = asker.asking.for_notices()
    assert first
    assert second
    asker.asking.came(asker.answer(first).payload)
    assert asker.asking.for_notices() is None, "the second is under way"
    asker.asking.came(asker.answer(second).payload)
    asker.ask_for_all_notices()
    assert (numbers(asker)[-1], asker.notices[-1][1]) == (given, True)


def test_a_part_that_gets_lost_is_asked_for_again(asker: Asker) -> None:
    given = give(170)
    asker.ask_for_notices()
    assert asker.asking.for_notices()
    assert asker.asking.for_notices() is None
    asker.now = 10_000.0
    asker.ask_for_all_notices()
    assert numbers(asker)[-1] == given


def test_a_part_that_the_ledger_did_not_take_is_asked_for_again(asker: Asker) -> None:
    given = give(170)
    asker.takes = False
    asker.ask_for_all_notices()
    asker.takes, asker.now = True, 10_000.0
    asker.ask_for_all_notices()
    assert (numbers(asker)[-1], asker.notices[-1][1]) == (given, True)


def test_many_new_ones_are_told_unasked_as_far_as_there_is_room(asker: Asker) -> None:
    given = give(170)
    pushed = asker.pushed_recall()
    assert len(pushed.payload) <= MAX_MESSAGE
    asker.asking.came(pushed.payload)
    ((told, lifts),) = asker.notices
    assert (told[0].level, lifts) == (1, False)
    asker.ask_for_all_notices()
    assert numbers(asker)[-1] == given


@pytest.mark.parametrize(
    ("count", "maker", "reason"), [(60, MAKER, REASON), (110, "", REASON), (200, "", "")]
)
def test_a_program_that_knows_no_parts_gets_the_whole_list_in_fewer_words(
    asker: Asker, count: int, maker: str, reason: str
) -> None:
    given = give(count)
    letter = asker.answer(question_without_parts(asker))
    found = told(letter)
    assert len(letter.payload) <= MAX_MESSAGE
    assert {notice.number for notice in found} == given
    assert {(notice.maker, notice.reason) for notice in found} == {(maker, reason)}
    assert all(notice.batches for notice in found)
    assert said(letter).notices_next is UNSET


def test_of_a_list_that_is_too_long_for_it_such_a_program_is_told_nothing(
    asker: Asker, caplog: pytest.LogCaptureFixture
) -> None:
    give(MAX_NOTICES - 1)
    with writing():
        messages.tell([asker.outlet.id], "Mời họp", "Sở Y tế", NOW)
    found = said(asker.answer(question_without_parts(asker)))
    assert (found.notices, len(found.messages)) == (UNSET, 1)
    assert "too many for its program" in caplog.text


def test_a_province_that_says_no_parts_lifts_nothing_where_its_list_may_be_cut(
    asker: Asker,
) -> None:
    many = tuple(Notice(number=str(n), kind="recalled", drug="A") for n in range(MAX_NOTICES))
    asker.asking.for_notices()
    pen = Pen(province=PROVINCE, key=SERVER_KEY)
    wanted = asker.asking._wanted
    for given in (many, many[1:]):
        answer = Answer(terminal=asker.outlet.id, id=wanted, at=NOW, version=7, notices=given)
        asker.asking.came(pen.write(answer).payload)
    assert [lifts for _given, lifts in asker.notices] == [False, True]


def test_what_the_broker_would_drop_is_not_sent_and_the_log_says_so(
    asker: Asker, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[Any] = []
    broker = BrokerSettings(host="localhost", ca=Path(), certificate=Path(), key=Path())
    answering = Answering(broker, asker.desk, asker.news, Event())
    monkeypatch.setattr(answering._client, "publish", lambda *what, **_how: sent.append(what))
    with caplog.at_level(logging.ERROR):
        answering._send(Letter("long", b"x" * (MAX_MESSAGE + 1)))
        answering._send(Letter("short", b"x" * MAX_MESSAGE))
    assert [topic for topic, _payload in sent] == ["short"]
    assert "too long to be sent: long" in caplog.text


def question_without_parts(asker: Asker) -> bytes:
    ask = Ask(terminal=asker.outlet.id, id="1", at=NOW, notices=0)
    return sign(msgspec.json.encode(ask), asker.outlet.key, asker.outlet.id, "quay-ask")


def said(letter: Letter) -> Answer:
    return read_answer(verify(letter.payload, SERVER_KEY.public_key(), "server", "quay-answer"))


def told(letter: Letter) -> tuple[Notice, ...]:
    found = said(letter).notices
    assert found is not UNSET
    return found
