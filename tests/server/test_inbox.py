import time
from threading import Thread

from server.ingest.inbox import Inbox
from server.ingest.message import Message


def message(payload: bytes = b"x") -> Message:
    return Message(topic="t", payload=payload, acknowledge=lambda: None)


def test_messages_come_out_together_in_their_order() -> None:
    inbox = Inbox()
    sent = [message(b"%d" % number) for number in range(5)]
    for one in sent:
        inbox.put(one)
    assert inbox.take(most=3) == sent[:3]
    assert inbox.take(most=3) == sent[3:]


def test_there_is_room_up_to_a_number_and_up_to_a_size() -> None:
    few, small = Inbox(max_messages=2), Inbox(max_bytes=10)
    for inbox in (few, small):
        assert inbox.has_room()
        inbox.put(message(b"123456"))
        assert inbox.has_room()
        inbox.put(message(b"123456"))
        assert not inbox.has_room()
        inbox.take()
        assert inbox.has_room()


def test_a_batch_waits_a_moment_for_more_but_not_for_ever() -> None:
    inbox = Inbox()
    inbox.put(message())
    began = time.monotonic()
    assert len(inbox.take(linger=0.05)) == 1
    assert 0.04 < time.monotonic() - began < 5


def test_taking_waits_for_the_first_message() -> None:
    inbox = Inbox()
    taken: list[list[Message]] = []
    thread = Thread(target=lambda: taken.append(inbox.take()))
    thread.start()
    one = message()
    inbox.put(one)
    thread.join(20)
    assert taken == [[one]]


def test_a_closed_inbox_lets_go_of_whoever_waits_and_keeps_what_it_has() -> None:
    inbox = Inbox(max_messages=1)
    taken: list[list[Message]] = []
    waiting = [
        Thread(target=lambda: taken.append(inbox.take())),
        Thread(target=inbox.wait_for_room),
    ]
    for thread in waiting:
        thread.start()
    inbox.close()
    for thread in waiting:
        thread.join(20)
    assert taken == [[]]
    inbox.put(message())
    assert inbox.take() == []


def test_room_is_made_by_taking() -> None:
    inbox = Inbox(max_messages=4)
    for _ in range(4):
        inbox.put(message())
    waiting = Thread(target=inbox.wait_for_room)
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()
    inbox.take(most=2)
    waiting.join(20)
    assert not waiting.is_alive()


def test_a_message_shows_nothing_of_its_payload() -> None:
    assert "secret" not in repr(message(b"secret"))
