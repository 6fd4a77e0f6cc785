"""Questions and answers as the field has sent them: every later version must read them."""

from datetime import UTC, datetime
from pathlib import Path

import msgspec

from wire.asking import Again, Answer, Ask, Held, Money, Notice, read_ask
from wire.command import Command, Message, Outcome
from wire.decoding import decode
from wire.reference import Place

GOLDEN = Path(__file__).parent / "golden"
AT = datetime(2026, 11, 23, 3, 45, 59, tzinfo=UTC)
ASK = Ask(
    terminal="Q33-0001",
    id="5f1c",
    at=AT,
    prescription="01234ab12cd3-c",
    key=bytes(range(32)),
    notices=7,
    page=Place(dataset="prices", version=3),
    most=4096,
    outcomes=(
        Outcome(id="c1", state="failed", at=AT, detail="came back to 4.2.0: printer"),
        Outcome(id="c2", state="expired", at=AT),
    ),
    read=("m1",),
)
ANSWER = Answer(
    terminal="Q33-0001",
    id="5f1c",
    at=AT,
    version=8,
    notices=(Notice(number="12/TB", kind="recalled", drug="SYN001", batches=("2502B",), level=1),),
    money=Money(reference="QUAY 0001", amount_vnd=11000),
    newest={"prices": 4, "shop": 2},
    commands=(
        Command(id="c3", order="update-to", argument="4.2.1", given_at=AT, until=AT),
        Command(id="c4", order="self-test", given_at=AT, until=AT),
    ),
    messages=(Message(id="m2", kind="note", at=AT, text="Mời họp lúc 14 giờ"),),
    heard=("c1", "m1"),
    again=(Again(epoch="e1", first=4, last=9),),
)

ASK_FOR_PART = Ask(terminal="Q33-0001", id="5f1d", at=AT, notices=7, notices_from=1)
PART = Answer(
    terminal="Q33-0001",
    id="5f1d",
    at=AT,
    version=8,
    notices=(Notice(number="13/TB", kind="sealed", drug="SYN002"),),
    notices_next=2,
)


def golden(name: str) -> bytes:
    return (GOLDEN / name).read_bytes()


def test_a_question_of_version_1_is_read() -> None:
    assert read_ask(golden("ask-v1.json")) == ASK


def test_a_question_that_says_what_its_ledger_holds_is_read() -> None:
    held = (Held(epoch="e1", runs=((1, 7), (9, 9))), Held(epoch="e2"))
    ask = Ask(terminal="Q33-0001", id="5f1c", at=AT, prescription="01234ab12cd3-c", held=held)
    assert read_ask(golden("ask-held-v1.json")) == ask
    assert msgspec.json.encode(ask) == golden("ask-held-v1.json")


def test_an_answer_of_version_1_is_read() -> None:
    assert decode(golden("answer-v1.json"), Answer) == ANSWER


def test_a_part_of_the_notices_is_read() -> None:
    assert read_ask(golden("ask-part-v1.json")) == ASK_FOR_PART
    assert decode(golden("answer-part-v1.json"), Answer) == PART


def test_what_we_say_today_is_what_the_field_knows() -> None:
    assert msgspec.json.encode(ASK) == golden("ask-v1.json")
    assert msgspec.json.encode(ANSWER) == golden("answer-v1.json")
    assert msgspec.json.encode(ASK_FOR_PART) == golden("ask-part-v1.json")
    assert msgspec.json.encode(PART) == golden("answer-part-v1.json")


def test_a_later_version_may_say_more() -> None:
    more = golden("answer-v1.json")[:-1] + b',"weather":{"in":"Hanoi"}}'
    assert decode(more, Answer) == ANSWER
    more = golden("ask-v1.json")[:-1] + b',"moon":"new"}'
    assert read_ask(more) == ASK
