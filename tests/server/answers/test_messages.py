"""Messages between a province that forgets and a terminal that does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from device.link.commands import Commands
from device.link.post import Post
from device.mail.file import MailFile
from device.mail.inbox import Inbox
from device.mail.orders import Orders
from server.prescriptions import messages
from server.store.database import reading, run, writing
from tests.server.answers.asker import Asker
from tests.server.outlet import NOW, Outlet


@pytest.fixture
def inbox(tmp_path: Path) -> Iterator[Inbox]:
    file = MailFile(tmp_path / "mail.sqlite", clock=lambda: NOW)
    yield Inbox(file)
    file.close()


@pytest.fixture
def asker(outlet: Outlet, inbox: Inbox) -> Iterator[Asker]:
    orders = Orders(inbox._file)
    commands = Commands(
        orders, {}, clock=lambda: NOW, is_clock_trusted=lambda: True, restart=lambda: None
    )
    asker = Asker(outlet)
    asker.post = Post(
        inbox, orders, commands,
        clock=lambda: NOW, on_message=lambda: None, monotonic=lambda: asker.now,
    )  # fmt: skip
    asker.__post_init__()
    yield asker
    commands.close()


def converse(asker: Asker) -> None:
    """Look for news, and say what is to be said, until both have nothing to add."""
    asker.now += 10_000.0
    asker.ask_for_notices()
    asker.now += 10_000.0
    while said := asker.asking.to_say():
        asker.asking.came(asker.answer(said).payload)


def unread(outlet: Outlet) -> int:
    with reading():
        return len(messages.unread(outlet.id))


def test_a_province_that_came_back_from_a_backup_hears_again_what_was_read(
    asker: Asker, inbox: Inbox
) -> None:
    with writing():
        for number in range(messages.MOST_AT_ONCE):
            messages.tell([asker.outlet.id], f"Mời họp lần {number}", "Sở Y tế", NOW)
    converse(asker)
    for message in inbox.unread():
        inbox.read(message.id, at=NOW)
    converse(asker)
    assert unread(asker.outlet) == 0
    with writing():
        run("UPDATE message SET read_at = NULL")  # as the backup has it
        messages.tell([asker.outlet.id], "Rà soát các lô thu hồi", "Sở Y tế", NOW)
    converse(asker)
    assert unread(asker.outlet) == 1
    converse(asker)
    assert [message.text for message in inbox.unread()] == ["Rà soát các lô thu hồi"]
