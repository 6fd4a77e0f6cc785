"""Questions and answers between a terminal and the province, without the broker between them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from server.answers.desk import MOST_TOLD, AnswerDesk, NotBelievedError
from server.answers.letter import Letter
from server.store import notices, payments, prescriptions, terminals
from server.store.database import reading, run, writing
from tests.server.answers.asker import SERVER_KEY, Asker
from tests.server.outlet import NOW, PROVINCE, Outlet
from tests.wire_sheets import SHEET
from wire import topics
from wire.asking import Ask, Money, Notice, read_answer
from wire.command import Outcome
from wire.sign import sign, verify

CODE = SHEET.code
RECALL = Notice(number="0000/QLD-CL", kind="recalled", drug="SYN044", batches=("2509S",), level=2)


@pytest.fixture
def asker(outlet: Outlet) -> Asker:
    with writing():
        prescriptions.load([SHEET], NOW)
    return Asker(outlet)


def test_what_is_left_is_told_to_whoever_asks(asker: Asker) -> None:
    asker.ask(CODE.upper())
    assert asker.sheets == [(CODE.upper(), SHEET)]


def test_what_the_province_does_not_know_is_answered_too(asker: Asker) -> None:
    asker.ask("33012zzzzzzz-c")
    assert asker.sheets == [("33012zzzzzzz-c", None)]


def test_what_stands_on_a_prescription_cannot_be_read_on_the_way(asker: Asker) -> None:
    question = asker.asking.about(CODE)
    letter = asker.answer(question)
    read = verify(letter.payload, SERVER_KEY.public_key(), "server", "quay-answer")
    for secret in (b"Amoxicilin", b"SYN044", "sáng".encode()):
        assert secret not in read
    assert b"id" in read


def test_another_terminal_cannot_use_the_answer(asker: Asker) -> None:
    letter = asker.answer(asker.asking.about(CODE))
    other = Asker(replace(asker.outlet, id="Q33-0002"))
    other.asking.about(CODE)
    other.asking.came(letter.payload)
    assert other.sheets == []


def test_an_answer_counts_once(asker: Asker) -> None:
    letter = asker.answer(asker.asking.about(CODE))
    asker.asking.came(letter.payload)
    asker.asking.came(letter.payload)
    assert len(asker.sheets) == 1


@pytest.mark.parametrize("rubbish", [b"", b"a.b.c", b"\xff" * 50])
def test_rubbish_for_an_answer_changes_nothing(asker: Asker, rubbish: bytes) -> None:
    asker.ask(CODE, lambda _letter: rubbish)
    assert asker.sheets == []


def test_an_answer_that_another_signed_changes_nothing(asker: Asker) -> None:
    question = asker.asking.about(CODE)
    forger = AnswerDesk(province=PROVINCE, key=Ed25519PrivateKey.generate())
    topic = topics.ask(PROVINCE, asker.outlet.id)
    asker.asking.came(forger.answer(topic, question).payload)
    assert asker.sheets == []


def test_a_revoked_terminal_is_not_answered(asker: Asker) -> None:
    with writing():
        terminals.revoke(asker.outlet.id)
    with pytest.raises(NotBelievedError):
        asker.ask(CODE)


@pytest.mark.parametrize(
    "topic",
    ["quay/v1/33/48/Q33-0009/ask", "quay/v1/34/48/Q33-0001/ask", "quay/v1/33/00/Q33-0001/ask", "x"],
)
def test_a_question_on_another_s_topic_is_not_answered(asker: Asker, topic: str) -> None:
    with pytest.raises(NotBelievedError):
        asker.desk.answer(topic, asker.asking.about(CODE))


def test_a_question_in_another_s_name_is_not_answered(asker: Asker) -> None:
    thief = Asker(replace(asker.outlet, key=Ed25519PrivateKey.generate()))
    with pytest.raises(NotBelievedError):
        asker.desk.answer(topics.ask(PROVINCE, asker.outlet.id), thief.asking.about(CODE))


def test_a_recall_arrives_unasked_and_is_over_only_when_the_answer_says_so(asker: Asker) -> None:
    with writing():
        notices.give(RECALL)
    pushed: Letter = asker.pushed_recall()
    asker.asking.came(pushed.payload)
    assert asker.notices == [((RECALL,), False)]
    asker.ask_for_notices()
    assert asker.notices[1:] == [((RECALL,), True)]
    with writing():
        assert notices.lift(RECALL.number, NOW)
    asker.now = 10_000.0
    asker.ask_for_notices()
    assert asker.notices[2:] == [((), True)]


def test_what_was_recorded_and_played_again_lifts_no_recall(asker: Asker) -> None:
    before = asker.answer(asker.asking.for_notices() or b"")
    with writing():
        notices.give(RECALL)
    asker.asking.came(asker.pushed_recall().payload)
    asker.ask_for_notices()
    asker.asking.came(before.payload)
    assert asker.notices[-1] == ((RECALL,), True)


def test_notices_that_are_known_are_not_sent_again(asker: Asker) -> None:
    with writing():
        notices.give(RECALL)
    asker.ask_for_notices()
    asker.now = 10_000.0
    asker.ask_for_notices()
    assert asker.notices == [((RECALL,), True)]


def test_one_document_stops_several_drugs_and_is_lifted_for_all(asker: Asker) -> None:
    other = msgspec.structs.replace(RECALL, drug="SYN045")
    with writing():
        notices.give(RECALL)
        notices.give(other)
    asker.ask_for_notices()
    ((given, _lifts),) = asker.notices
    assert {notice.drug for notice in given} == {RECALL.drug, other.drug}
    with writing():
        notices.lift(RECALL.number, NOW)
    asker.now = 10_000.0
    asker.ask_for_notices()
    assert asker.notices[1:] == [((), True)]


def test_notices_that_the_ledger_did_not_take_are_asked_for_again(asker: Asker) -> None:
    with writing():
        notices.give(RECALL)
    asker.takes = False
    asker.ask_for_notices()
    asker.takes, asker.now = True, 10_000.0
    asker.ask_for_notices()
    asker.now = 20_000.0
    asker.ask_for_notices()
    assert asker.notices == [((RECALL,), True)] * 2


def test_a_province_that_comes_back_from_a_backup_is_still_believed(asker: Asker) -> None:
    with writing():
        for batch in ("A", "B", "C"):
            notices.give(msgspec.structs.replace(RECALL, batches=(batch,)))
    asker.ask_for_notices()
    with writing():
        run("DELETE FROM notice")
        notices.give(RECALL)
    asker.now = 10_000.0
    asker.ask_for_notices()
    assert asker.notices[1:] == [((RECALL,), True)]


def test_money_is_told_once_and_only_while_somebody_may_wait(asker: Asker) -> None:
    now = datetime.now(UTC)
    with writing():
        for number, at in (("1", now - timedelta(days=1)), ("2", now), ("2", now)):
            payments.came(payments.Payment(number, asker.outlet.id, "K7M4P", 66_000), at)
    for letter in [*asker.news.money(), *asker.news.money()]:
        asker.asking.came(letter.payload)
    assert asker.money == [Money(reference="K7M4P", amount_vnd=66_000)]


@pytest.mark.usefixtures("asker")
def test_the_newest_version_is_what_is_in_force() -> None:
    with writing():
        notices.give(RECALL)
        notices.give(msgspec.structs.replace(RECALL, batches=("2509S", "2510S")))
    with reading():
        (found,) = notices.in_force()
    assert found.batches == ("2509S", "2510S")


def test_of_a_terminal_that_floods_only_so_much_is_taken(asker: Asker) -> None:
    ids = tuple(f"{number:016x}" for number in range(5 * MOST_TOLD))
    outcomes = tuple(Outcome(id=one, state="done", at=NOW) for one in ids)
    ask = Ask(terminal=asker.outlet.id, id="1", at=NOW, outcomes=outcomes, read=ids)
    body = sign(msgspec.json.encode(ask), asker.outlet.key, asker.outlet.id, "quay-ask")
    said = verify(asker.answer(body).payload, SERVER_KEY.public_key(), "server", "quay-answer")
    assert read_answer(said).heard == ids[:MOST_TOLD] * 2
