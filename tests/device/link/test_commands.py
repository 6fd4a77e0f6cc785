"""Each command is carried out once, in time, and its outcome said until it is heard."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, get_ident

import pytest

from device.link.commands import LOOK_SECONDS, TRUST_SECONDS, Commands, Told
from device.mail.file import MailFile
from device.mail.orders import Orders
from wire.command import MAX_DETAIL, Command, Order, Outcome

AT = datetime(2026, 11, 23, 3, tzinfo=UTC)


@dataclass
class Post:
    folder: Path
    now: datetime = AT
    seconds: float = 0.0
    is_trusted: bool = True
    later: list[tuple[str, Told]] = field(default_factory=list)
    errand: Callable[[Command], Told | None] = lambda _command: Told("done", "ok")
    done: list[str] = field(default_factory=list)
    restarts: int = 0

    def __post_init__(self) -> None:
        self.start()

    def start(self) -> None:
        self.file = MailFile(self.folder / "mail.sqlite", clock=lambda: self.now)
        self.orders = Orders(self.file)
        self.errands = dict.fromkeys(("self-test", "send-logs", "update-to"), self._do)
        self.commands = Commands(
            self.orders,
            self.errands,
            clock=lambda: self.now,
            is_clock_trusted=lambda: self.is_trusted,
            restart=self._restart,
            later=lambda: [(name, told, self.later.clear) for name, told in self.later],
            monotonic=lambda: self.seconds,
        )
        self.commands.begin()

    def die(self) -> None:
        """As kill -9 does: nothing is said, and another program begins."""
        self.commands.close()
        self.file.close()
        self.start()

    def _do(self, command: Command) -> Told | None:
        self.done.append(command.id)
        return self.errand(command)

    def _restart(self) -> None:
        self.restarts += 1

    def come(self, *commands: Command) -> None:
        self.commands.take(commands)
        self.commands.work()

    def outcomes(self) -> tuple[Outcome, ...]:
        """Wait for the next outcome."""
        pause = Event()
        for _try in range(500):
            self.commands.work()
            if said := self.orders.to_say():
                return said
            pause.wait(0.01)
        pytest.fail("nothing came of it")


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    post = Post(tmp_path)
    yield post
    post.commands.close()
    post.file.close()


def command(name: str = "c1", order: Order = "self-test", minutes: int = 60) -> Command:
    return Command(id=name, order=order, given_at=AT, until=AT + timedelta(minutes=minutes))


def test_a_command_is_done_once_however_often_it_comes(post: Post) -> None:
    for _ in range(3):
        post.come(command())
    assert [(o.id, o.state, o.detail) for o in post.outcomes()] == [("c1", "done", "ok")]
    post.come(command())
    post.orders.heard(("c1",))
    post.come(command())
    post.die()
    post.come(command())
    post.commands.work()
    assert post.done == ["c1"]


def test_it_is_done_off_the_links_thread(post: Post) -> None:
    threads: list[int] = []

    def note(_command: Command) -> Told:
        threads.append(get_ident())
        return Told("done")

    post.errand = note
    post.come(command())
    post.outcomes()
    assert threads != [get_ident()]


def test_one_that_was_cut_short_is_not_begun_again(post: Post) -> None:
    held = Event()

    def wait(_command: Command) -> Told:
        held.wait(5)
        return Told("done")

    post.errand = wait
    post.come(command())
    post.die()
    held.set()
    post.come(command())
    (outcome,) = post.outcomes()
    assert (outcome.state, outcome.detail) == ("failed", "interrupted by a restart")
    assert post.done == ["c1"]


def test_a_restart_is_done_when_the_next_program_says_so(post: Post) -> None:
    post.come(command(order="restart"))
    assert post.restarts == 1
    assert post.orders.to_say() == ()
    post.die()
    (outcome,) = post.outcomes()
    assert outcome.state == "done"
    post.come(command(order="restart"))
    assert post.restarts == 1, "else it would never come up again"


def test_nothing_is_done_after_its_time(post: Post) -> None:
    post.now = AT + timedelta(minutes=61)
    post.come(command())
    assert post.outcomes()[0].state == "expired"
    assert post.done == []


def test_a_clock_that_nobody_has_set_is_waited_for_and_then_refuses(post: Post) -> None:
    post.is_trusted = False
    post.come(command("c1"))
    assert post.orders.to_say() == ()
    post.is_trusted = True
    assert post.outcomes()[0].state == "done"
    post.is_trusted = False
    post.orders.heard(("c1",))
    post.come(command("c2"))
    post.seconds += TRUST_SECONDS
    assert (post.outcomes()[0].id, post.outcomes()[0].state) == ("c2", "refused")
    assert post.done == ["c1"]


def test_what_fails_is_told_without_what_stood_in_the_error(post: Post) -> None:
    def fail(_command: Command) -> Told:
        raise OSError("079123456789")

    post.errand = fail
    post.come(command())
    assert (post.outcomes()[0].state, post.outcomes()[0].detail) == ("failed", "OSError")


def test_of_too_much_the_newest_is_said(post: Post) -> None:
    post.errand = lambda _command: Told("done", "a" * MAX_DETAIL + "z")
    post.come(command())
    detail = post.outcomes()[0].detail
    assert len(detail) == MAX_DETAIL
    assert detail.endswith("z")


def test_an_order_that_this_program_does_not_know_is_refused(post: Post) -> None:
    del post.errands["update-to"]
    post.come(command(order="update-to"))
    assert post.outcomes()[0].state == "refused"


def test_after_the_memory_was_lost_nothing_older_is_done(tmp_path: Path) -> None:
    (tmp_path / "mail.sqlite").write_bytes(b"no database at all" * 100)
    post = Post(tmp_path, now=AT + timedelta(minutes=5))
    post.come(command())
    assert (post.outcomes()[0].state, post.done) == ("refused", [])
    post.orders.heard(("c1",))
    later = Command(
        id="c2", order="self-test", given_at=AT + timedelta(minutes=6),
        until=AT + timedelta(hours=1),
    )  # fmt: skip
    post.come(later)
    assert post.outcomes()[0].state == "done"
    post.commands.close()
    post.file.close()


def test_what_cannot_be_noted_is_not_begun(post: Post, tmp_path: Path) -> None:
    post.file.close()
    (tmp_path / "mail.sqlite").unlink()
    (tmp_path / "mail.sqlite").mkdir()
    post.come(command())
    post.commands.work()
    assert post.done == []


def test_an_order_that_somebody_else_carries_out_is_answered_when_it_is_done(post: Post) -> None:
    post.errand = lambda _command: None
    post.come(command(order="update-to"))
    pause = Event()
    while not post.done:
        pause.wait(0.01)
    post.die()
    assert post.done == ["c1", "c1"], "a wish that was perhaps not left is left again"
    post.commands.work()
    assert post.orders.to_say() == ()
    post.later.append(("c1", Told("failed", "came back")))
    post.seconds += LOOK_SECONDS
    assert [(o.id, o.state, o.detail) for o in post.outcomes()] == [("c1", "failed", "came back")]
    assert post.later == []


def test_what_nobody_ordered_is_not_said(post: Post) -> None:
    post.later.append(("c9", Told("done")))
    post.commands.work()
    assert post.orders.to_say() == ()
