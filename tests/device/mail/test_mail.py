"""Commands and messages outlive whatever happens between two of them."""

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from device.mail.errors import MailError
from device.mail.file import MODE, MailFile
from device.mail.inbox import Inbox
from device.mail.orders import Orders
from wire.command import MAX_DETAIL, Command, Message, Outcome

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)
NOTE = Message(id="m1", kind="note", at=AT, text="Mời họp")
DOUBLE = Message(id="m2", kind="double-dispensing", at=AT, subject="cd3-c")
TEST = Command(id="c1", order="self-test", given_at=AT, until=AT + timedelta(hours=1))


@pytest.fixture
def file(tmp_path: Path) -> Iterator[MailFile]:
    file = MailFile(tmp_path / "mail.sqlite", clock=lambda: AT)
    yield file
    file.close()


def test_a_message_stays_until_it_is_read_and_that_is_said_until_heard(file: MailFile) -> None:
    inbox = Inbox(file)
    assert inbox.take((NOTE, DOUBLE), at=AT)
    assert inbox.unread() == (NOTE, DOUBLE)
    assert inbox.to_say() == ()
    inbox.read("m1", at=AT)
    file.close()  # as after a restart
    assert inbox.unread() == (DOUBLE,)
    assert inbox.to_say() == inbox.to_say() == ("m1",)
    inbox.heard(("m1", "never known"))
    assert inbox.to_say() == ()


def test_a_message_that_is_played_again_is_not_shown_again(file: MailFile) -> None:
    inbox = Inbox(file)
    inbox.take((NOTE,), at=AT)
    inbox.read("m1", at=AT)
    inbox.heard(("m1",))
    assert not inbox.take((NOTE,), at=AT)
    assert inbox.unread() == ()
    assert inbox.is_known((NOTE,))
    assert not inbox.is_known((NOTE, DOUBLE))


def test_of_a_message_that_is_told_again_it_is_said_again_that_it_was_read(
    file: MailFile,
) -> None:
    inbox = Inbox(file)
    inbox.take((NOTE, DOUBLE), at=AT)
    inbox.read("m1", at=AT)
    inbox.heard(("m1",))
    inbox.told_again((NOTE, DOUBLE))
    assert inbox.to_say() == ("m1",)
    assert inbox.unread() == (DOUBLE,)
    inbox.heard(("m1",))
    assert inbox.to_say() == ()


def test_that_nobody_has_read_is_not_heard(file: MailFile) -> None:
    inbox = Inbox(file)
    inbox.take((NOTE,), at=AT)
    inbox.heard(("m1",))
    assert inbox.unread() == (NOTE,)


def test_a_worn_message_is_waited_for_again(file: MailFile, tmp_path: Path) -> None:
    inbox = Inbox(file)
    inbox.take((NOTE, DOUBLE), at=AT)
    with sqlite3.connect(tmp_path / "mail.sqlite") as line:
        line.execute("UPDATE message SET check_sum = check_sum + 1 WHERE id = 'm1'")
    assert inbox.unread() == (DOUBLE,)
    assert inbox.take((NOTE,), at=AT), "the province says it again"


def test_a_command_is_begun_once_ever(file: MailFile) -> None:
    orders = Orders(file)
    assert orders.begin(TEST, at=AT)
    file.close()
    assert not orders.begin(TEST, at=AT)
    assert orders.unfinished() == (TEST,)
    outcome = Outcome(id="c1", state="done", at=AT, detail="ok")
    orders.finish(outcome)
    assert orders.unfinished() == ()
    assert orders.to_say() == orders.to_say() == (outcome,)
    orders.heard(("c1",))
    assert orders.to_say() == ()
    assert not orders.begin(TEST, at=AT)
    assert orders.is_known("c1")


def test_outcomes_go_as_many_at_a_time_as_fit(file: MailFile) -> None:
    orders = Orders(file)
    for number in range(3):
        command = Command(id=f"c{number}", order="send-logs", given_at=AT, until=AT)
        orders.begin(command, at=AT)
        orders.finish(Outcome(id=f"c{number}", state="done", at=AT, detail="x" * MAX_DETAIL))
    for number in range(3):
        assert [outcome.id for outcome in orders.to_say()] == [f"c{number}"]
        orders.heard((f"c{number}",))


def test_a_damaged_file_begins_anew_and_says_since_when_it_remembers(tmp_path: Path) -> None:
    name = tmp_path / "mail.sqlite"
    name.write_bytes(b"no database at all" * 100)
    file = MailFile(name, clock=lambda: AT)
    with pytest.raises(MailError):
        Orders(file).is_known("c1")
    assert Orders(file).remembers_since == AT
    assert name.with_name("mail.sqlite.damaged").exists()
    file.close()


def test_a_new_file_remembers_since_ever_and_both_accounts_may_write_it(
    file: MailFile, tmp_path: Path
) -> None:
    assert Orders(file).remembers_since is None
    assert (tmp_path / "mail.sqlite").stat().st_mode & 0o777 == MODE


def test_two_programs_share_it(file: MailFile, tmp_path: Path) -> None:
    other = MailFile(tmp_path / "mail.sqlite")
    Inbox(file).take((NOTE,), at=AT)
    Inbox(other).read("m1", at=AT)
    assert Inbox(file).to_say() == ("m1",)
    other.close()
