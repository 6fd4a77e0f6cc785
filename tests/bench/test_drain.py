import base64
from typing import cast

import pytest

from bench.load import drain
from bench.load.drain import Answers
from bench.load.line import Line
from bench.load.shipments import Consignor, Shipment
from bench.load.switchboard import Caller


class Heard:
    """A line that only counts what is sent over it."""

    def __init__(self) -> None:
        self.sent = 0

    def send(self, _data: bytes) -> None:
        self.sent += 1


def receipt(through: int) -> bytes:
    payload = base64.urlsafe_b64encode(b'{"through":%d}' % through).rstrip(b"=")
    return b"e30." + payload + b".c2ln"


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def caller(heard: Heard) -> Caller:
    shipments = [Shipment(60, 60, b"a"), Shipment(120, 60, b"b"), Shipment(150, 30, b"c")]
    consignor = Consignor("Q33-1001", "", "", "entries", "receipt", shipments)
    return Caller(consignor, cast("Line", heard))


def test_the_next_batch_waits_for_the_receipt_of_the_one_before(
    caller: Caller, heard: Heard
) -> None:
    answers = Answers()
    answers.advance(caller)
    for through, sent, confirmed in (
        (0, 1, 0),
        (59, 1, 0),
        (60, 2, 60),
        (60, 2, 60),
        (150, 3, 150),
    ):
        answers.hear(caller, receipt(through))
        assert (heard.sent, caller.through) == (sent, confirmed)


def test_only_an_overdue_batch_is_sent_again(
    caller: Caller, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Answers()
    answers.advance(caller)
    answers.remind(caller)
    assert (heard.sent, answers.again) == (1, 0)
    monkeypatch.setattr(drain, "_PATIENCE_SECONDS", -1.0)
    answers.remind(caller)
    assert (heard.sent, caller.sent, answers.again) == (2, 1, 1)
