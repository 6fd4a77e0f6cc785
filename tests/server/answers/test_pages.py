"""Reference data by question and answer: pages, versions, commands and messages."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Event

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from server.answers.desk import AnswerDesk, NotBelievedError
from server.answers.lane import Lane, is_for_page
from server.answers.news import News
from server.answers.page_shelf import PageShelf
from server.fleet import commands
from server.prescriptions import messages
from server.reference import versions
from server.reference.directory import assign
from server.store import notices
from server.store.database import reading, writing
from server.store.terminals import register
from tests.server.answers.asker import SERVER_KEY
from tests.server.outlet import NOW, PROVINCE, Outlet
from wire import topics
from wire.asking import Answer, Ask, Notice, open_answer, read_answer
from wire.command import Outcome
from wire.reference import MAX_PACKED, Dataset, Page, Place, unpack
from wire.sign import sign, verify

RECALL = Notice(number="1/QLD", kind="recalled", drug="D1", level=1)


@dataclass
class Terminal:
    """Asks with its own key, and opens what is sealed to it."""

    outlet: Outlet
    desk: AnswerDesk = field(default_factory=lambda: AnswerDesk(province=PROVINCE, key=SERVER_KEY))
    key: X25519PrivateKey = field(default_factory=X25519PrivateKey.generate)

    def ask(self, **what: object) -> Answer:
        question = Ask(terminal=self.outlet.id, id="q1", at=NOW)
        return self.send(msgspec.json.encode(msgspec.structs.replace(question, **what)))

    def send(self, body: bytes) -> Answer:
        signed = sign(body, self.outlet.key, self.outlet.id, "quay-ask")
        letter = self.desk.answer(topics.ask(PROVINCE, self.outlet.id), signed)
        assert letter.topic == topics.answer(PROVINCE, self.outlet.id)
        return said(letter.payload)

    def page(self, dataset: Dataset, *, most: int = MAX_PACKED, **place: object) -> Page:
        where = msgspec.convert({"dataset": dataset} | place, Place)
        answer = self.ask(page=where, key=self.key.public_key().public_bytes_raw(), most=most)
        assert isinstance(answer.page, bytes)
        return unpack(open_answer(answer.page, self.key, terminal=self.outlet.id, question="q1"))


def said(payload: bytes) -> Answer:
    return read_answer(verify(payload, SERVER_KEY.public_key(), "server", "quay-answer"))


@pytest.fixture
def terminal(outlet: Outlet) -> Terminal:
    with writing():
        assert assign(outlet.id, "QT-0001")
        versions.put("catalogue", "", {"D1": b'{"id":"D1"}'}, NOW)
        versions.put("people", "QT-0001", {"NV01": b'{"badge":"NV01"}'}, NOW)
        versions.put("people", "QT-0002", {"NV02": b'{"badge":"NV02"}'}, NOW)
    return Terminal(outlet)


def test_a_page_is_sealed_to_whoever_asked(terminal: Terminal) -> None:
    page = terminal.page("catalogue")
    assert [(row.key, bytes(row.body)) for row in page.rows] == [("D1", b'{"id":"D1"}')]
    assert page.is_last


def test_an_outlet_gets_its_own_people_and_there_is_no_way_to_name_another(
    terminal: Terminal,
) -> None:
    assert [row.key for row in terminal.page("people").rows] == ["NV01"]
    assert "scope" not in Place.__struct_fields__
    assert terminal.page("people", key="QT-0002", version=0).rows[0].key == "NV01"


def test_a_terminal_that_moves_to_another_outlet_begins_that_one_s_people_from_nothing(
    terminal: Terminal,
) -> None:
    had = terminal.page("people")
    with writing():
        assign(terminal.outlet.id, "QT-0002")
    page = terminal.page("people", version=had.newest, key="NV01")
    assert page.from_nothing
    assert [row.key for row in page.rows] == ["NV02"]


def test_a_terminal_in_no_list_stands_for_itself(terminal: Terminal) -> None:
    with writing():
        assign(terminal.outlet.id, "")
    assert terminal.page("people").rows == ()


def test_versions_commands_and_messages_come_with_the_notices(terminal: Terminal) -> None:
    now = datetime.now(UTC)
    until = now + timedelta(hours=1)
    with writing():
        commands.give([terminal.outlet.id], "self-test", by="a", now=now, until=until)
        messages.tell([terminal.outlet.id], "Xin gọi lại Sở", "a", now)
    answer = terminal.ask(notices=0)
    assert isinstance(answer.newest, dict)
    assert set(answer.newest) == {"catalogue", "people"}
    (command,), (message,) = answer.commands, answer.messages
    assert (command.order, message.text) == ("self-test", "Xin gọi lại Sở")
    outcome = Outcome(id=command.id, state="done", at=now)
    heard = terminal.ask(notices=0, outcomes=(outcome,), read=(message.id,))
    assert set(heard.heard) == {command.id, message.id}
    assert (heard.commands, heard.messages) == ((), ())


def test_after_a_question_about_something_else_nothing_more_is_said(terminal: Terminal) -> None:
    answer = terminal.ask(prescription="x", key=terminal.key.public_key().public_bytes_raw())
    assert (answer.newest, answer.version) == (msgspec.UNSET, msgspec.UNSET)


@pytest.mark.parametrize(
    "place",
    [
        {"dataset": "secrets"},
        {"dataset": "people", "version": 2**70},
        {"dataset": "people", "version": -1},
        {"dataset": "catalogue", "version": 1, "key": "x" * 5_000},
        {"dataset": "catalogue", "version": 1, "key": "\0"},
        {"dataset": ["catalogue"]},
        {},
    ],
)
def test_a_hostile_place_is_not_answered(terminal: Terminal, place: dict[str, object]) -> None:
    body = msgspec.json.encode(
        {
            "terminal": terminal.outlet.id,
            "id": "q1",
            "at": NOW,
            "page": place,
            "key": terminal.key.public_key().public_bytes_raw(),
        }
    )
    with pytest.raises(NotBelievedError):
        terminal.send(body)


@pytest.mark.parametrize("most", [-1, 0, 1, 10**9])
def test_a_strange_size_gets_a_page_all_the_same(terminal: Terminal, most: int) -> None:
    assert terminal.page("catalogue", most=most).rows


@pytest.mark.usefixtures("terminal")
def test_a_page_is_packed_once_for_everybody_until_the_dataset_changes() -> None:
    shelf, place = PageShelf(), Place(dataset="catalogue")
    with reading():
        first = [shelf.page(place, "") for _ in range(1_000)]
    assert (shelf.packed, len(set(first))) == (1, 1)
    with writing():
        versions.put("catalogue", "", {"D1": b"2"}, NOW)
    with reading():
        assert bytes(unpack(shelf.page(place, "")).rows[0].body) == b"2"
    assert shelf.packed == 2


@pytest.fixture
def news(terminal: Terminal) -> News:
    assert terminal.page("catalogue").is_last
    found = News(province=PROVINCE, key=SERVER_KEY)
    found.begin()
    for number in (2, 3):
        other = Outlet(id=f"Q33-000{number}")
        with writing():
            register(other.registration)
            assign(other.id, "QT-0002")
    return found


def told(news: News) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    news.tell(lambda letter: found.update({said(letter.payload).terminal: said(letter.payload)}))
    return found


def test_where_nothing_is_new_nothing_is_said(news: News) -> None:
    assert told(news) == {}


def test_a_recall_goes_to_everybody_once_and_holds_what_is_new(news: News) -> None:
    with writing():
        notices.give(msgspec.structs.replace(RECALL, number="0/QLD"))
    assert len(told(news)) == 3
    with writing():
        notices.give(RECALL)
    assert {answer.notices for answer in told(news).values()} == {(RECALL,)}
    assert told(news) == {}


def test_that_a_recall_is_lifted_makes_everybody_ask(news: News) -> None:
    with writing():
        notices.give(RECALL)
    told(news)
    with writing():
        notices.lift(RECALL.number, NOW)
    assert {answer.notices for answer in told(news).values()} == {()}


def test_a_shared_dataset_is_told_to_everybody_with_their_own(news: News) -> None:
    with writing():
        versions.put("prices", "", {"D1|viên": b"1"}, NOW)
    found = told(news)
    assert len(found) == 3
    newest = found["Q33-0001"].newest
    assert isinstance(newest, dict)
    assert set(newest) == {"catalogue", "prices", "people"}


def test_an_outlet_s_own_dataset_is_told_to_its_terminals_alone(news: News) -> None:
    with writing():
        versions.put("people", "QT-0002", {"NV09": b"1"}, NOW)
    assert set(told(news)) == {"Q33-0002", "Q33-0003"}


def test_a_command_and_a_message_are_told_to_whom_they_concern(news: News) -> None:
    now = datetime.now(UTC)
    with writing():
        commands.give(["Q33-0002"], "restart", by="a", now=now, until=now + timedelta(hours=1))
    assert {name: len(answer.commands) for name, answer in told(news).items()} == {"Q33-0002": 1}
    with writing():
        messages.tell(["Q33-0003"], "Chào", "a", now)
    found = {name: len(answer.messages) for name, answer in told(news).items() if answer.messages}
    assert found == {"Q33-0003": 1}


def test_five_thousand_terminals_are_told_of_a_recall_within_five_seconds(
    terminal: Terminal,
) -> None:
    with writing():
        for number in range(5_000):
            register(
                msgspec.structs.replace(terminal.outlet.registration, terminal=f"Q33-{number:05}")
            )
    news = News(province=PROVINCE, key=SERVER_KEY)
    news.begin()
    with writing():
        notices.give(RECALL)
    begun = datetime.now(UTC)
    assert news.tell(len) == 5_001
    assert datetime.now(UTC) - begun < timedelta(seconds=5)


def question(outlet: Outlet, **what: object) -> bytes:
    ask = msgspec.structs.replace(Ask(terminal=outlet.id, id="q", at=NOW), **what)
    return sign(msgspec.json.encode(ask), outlet.key, outlet.id, "quay-ask")


def test_only_questions_for_pages_wait_in_the_other_lane() -> None:
    outlet, place = Outlet(), Place(dataset="catalogue")
    assert is_for_page(question(outlet, page=place, key=b"k"))
    assert not is_for_page(question(outlet, page=place, prescription="x", key=b"k"))
    assert not is_for_page(question(outlet, prescription="x", key=b"k"))
    assert not is_for_page(question(outlet, notices=0))
    for rubbish in (b"", b"..", b"a.b.c", b"\xff" * 99, b"a." + b"W" * 90_000 + b".c"):
        assert not is_for_page(rubbish)


def test_a_lane_answers_in_order_and_drops_what_is_too_much() -> None:
    seen: list[str] = []
    third = Event()

    def work(topic: str, _payload: bytes) -> None:
        seen.append(topic)
        if len(seen) == 3:
            third.set()

    lane = Lane("test", work, threads=1, most=3)
    for number in range(5):
        lane.put(str(number), b"")
    lane.start()
    assert third.wait(5)
    lane.close(5)
    assert seen == ["0", "1", "2"]
