"""Measuring the line over the link that is there: empty questions, answered and signed."""

from datetime import timedelta

import msgspec

from device.keys import LinkKeys
from device.link.asking import Asking
from device.self_test.line import PINGS, LineWatch
from tests.device.ledger.books import AT, TERMINAL
from tests.device.link.province import SERVER_KEY, TERMINAL_KEY
from wire.asking import Answer, read_ask
from wire.sign import sign, verify


class Line:
    def __init__(self) -> None:
        self.now = 0.0
        self.watch = LineWatch(None, clock=lambda: AT, monotonic=lambda: self.now)
        self.asking = Asking(
            terminal=TERMINAL,
            keys=LinkKeys(signing=TERMINAL_KEY, server=(SERVER_KEY.public_key(),)),
            clock=lambda: AT,
            on_sheet=lambda _code, _sheet: None,
            on_notices=lambda _notices, _lifts: True,
            on_money=lambda _money: None,
            line=self.watch,
            monotonic=lambda: self.now,
        )

    def answer(self, question: bytes, *, terminal: str = TERMINAL) -> int:
        ask = read_ask(verify(question, TERMINAL_KEY.public_key(), TERMINAL, "quay-ask"))
        at = AT + timedelta(seconds=5)
        body = msgspec.json.encode(Answer(terminal=terminal, id=ask.id, at=at))
        answer = sign(body, SERVER_KEY, "server", "quay-answer")
        self.asking.came(answer)
        return len(question) + len(answer)


def test_a_measurement_is_a_few_small_questions() -> None:
    line, octets = Line(), 0
    assert line.asking.for_line() is None
    line.watch.measure()
    for _number in range(PINGS):
        question = line.asking.for_line()
        assert question is not None
        line.now += 0.4
        octets += line.answer(question)
    assert line.asking.for_line() is None
    figures = line.watch.figures()
    assert (figures.asked, figures.lost, figures.answer_ms) == (PINGS, 0, 400)
    assert figures.clock_offset_seconds == 5
    assert octets < 5_000


def test_questions_for_notices_measure_it_all_the_time() -> None:
    line = Line()
    question = line.asking.for_notices()
    assert question is not None
    line.now += 1.0
    line.answer(question)
    assert line.watch.figures().answer_ms == 1000


def test_an_answer_for_another_terminal_measures_nothing() -> None:
    line = Line()
    line.watch.measure()
    question = line.asking.for_line()
    assert question is not None
    line.answer(question, terminal="Q33-0002")
    assert line.watch.figures().asked == 0
