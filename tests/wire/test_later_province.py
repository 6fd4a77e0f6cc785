"""What a province of later years says by names that this terminal does not know."""

import msgspec

from device.counter.drug import HoldKind
from device.mailbox import letter_of
from device.ui.letter_sentences import letter_words
from wire.asking import Answer, read_answer

_LATER = {
    "v": 1,
    "terminal": "Q33-0001",
    "at": "2031-01-01T00:00:00Z",
    "version": 7,
    "notices": [{"number": "12/QĐ", "kind": "frozen", "drug": "SYN015", "batches": ["2603K"]}],
    "commands": [
        {
            "id": "c1",
            "order": "play-a-tune",
            "given_at": "2031-01-01T00:00:00Z",
            "until": "2031-01-01T01:00:00Z",
        }
    ],
    "messages": [
        {"id": "m1", "kind": "survey", "at": "2031-01-01T00:00:00Z", "text": "Xin gọi Sở"}
    ],
    "colour": "green",
}


def _answer() -> Answer:
    return read_answer(msgspec.json.encode(_LATER))


def test_a_drug_that_is_stopped_by_a_kind_of_notice_of_later_years_is_stopped() -> None:
    notices = _answer().notices
    assert notices
    (notice,) = notices
    assert HoldKind.told(notice.kind) is HoldKind.RECALLED
    assert [HoldKind.told(kind.value) for kind in HoldKind] == list(HoldKind)


def test_a_message_of_a_later_kind_is_read_by_its_text() -> None:
    (message,) = _answer().messages
    assert letter_words(letter_of(message)).text == "Xin gọi Sở"


def test_an_order_of_a_later_name_takes_nothing_else_with_it() -> None:
    (command,) = _answer().commands
    assert command.order == "play-a-tune"
