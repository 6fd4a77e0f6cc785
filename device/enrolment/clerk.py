"""The clerk: everything of an enrolment that takes time, done on a thread of its own."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TypeVar

from device.clock import kernel_is_synchronised
from device.enrolment.answer import Welcome, look_at
from device.enrolment.board import board_of
from device.enrolment.book import BookPapers, make_book
from device.enrolment.door import Door
from device.enrolment.errors import NotKeptError, RefusedByDoorError, UnsoundAnswerError
from device.enrolment.installing import install
from device.enrolment.old_card import OldCard, OldCardError, find_card, read_card
from device.enrolment.pending import Pending
from device.enrolment.place import Place
from device.enrolment.succession import go_on_with_card, go_on_without
from wire.enrolment import EnrolAnswer, EnrolRequest, Label

log = logging.getLogger(__name__)

T = TypeVar("T")

EXPECTED = (OSError, RefusedByDoorError, UnsoundAnswerError, OldCardError)
"""What a step may raise; anything else is a defect, and its traceback is logged."""

Ask = Callable[[Label, EnrolRequest], EnrolAnswer]


def ask_at_door(label: Label, request: EnrolRequest) -> EnrolAnswer:
    """Ask the label's door; raise `DoorError` or `RefusedByDoorError`."""
    door = Door(host=label.host, port=label.port, is_clock_trusted=kernel_is_synchronised)
    return door.enrol(label, request)


@dataclass(frozen=True, slots=True)
class Clerk:
    """Knows how each step is done; every method may take its time and raise."""

    place: Place
    ask_door: Ask = field(default=ask_at_door, repr=False)

    @property
    def pending(self) -> Pending:
        """What is known so far."""
        return Pending(self.place)

    def ask(self, label: Label) -> Welcome:
        """Ask with this label, and keep a good answer.

        Raises `DoorError`, `RefusedByDoorError`, `UnsoundAnswerError`, `UnsoundBaseError`,
        `OSError`; once the office has answered, `NotKeptError` for that.
        """
        keys = self.pending.keys()
        self.pending.keep_label(label)
        request = keys.request(label.code, board=board_of(self.place.root), version=_version())
        answer = self.ask_door(label, request)
        with _answered():
            welcome = look_at(self.place, keys, label, answer)
            self.pending.keep_answer(answer)
        return welcome

    def earlier(self) -> Welcome | None:
        """Return what was answered before the power went; raise as `ask`."""
        answer, label = self.pending.answer, self.pending.label
        if answer is None or label is None:
            return None
        with _answered():
            return look_at(self.place, self.pending.keys(), label, answer)

    def find_card(self) -> Path | None:
        """Return where an old card shows, if one does."""
        return find_card(self.place)

    def read_card(self, welcome: Welcome, card: Path) -> OldCard:
        """Read the old card; raise `OldCardError`, `OSError`."""
        return read_card(
            card,
            terminal=_terminal(welcome),
            ledger=welcome.settings.ledger,
            follows=welcome.answer.follows,
        )

    def take_card(self, welcome: Welcome, card: OldCard) -> None:
        """Go on with the old ledger; raise `OSError`."""
        go_on_with_card(card, welcome.settings.ledger, terminal=_terminal(welcome))

    def do_without_card(self, welcome: Welcome) -> None:
        """Go on with the province's word on the shelf; raise `OSError`."""
        go_on_without(welcome.answer, welcome.settings.ledger)

    def note_shelf(self) -> None:
        """Note that it is settled what comes along of the old terminal; raise `OSError`."""
        self.pending.shelf_is_done()

    def lock_book(self, papers: BookPapers, pin: str) -> None:
        """Make the outlet's book; raise `OSError`."""
        self.pending.keep_book(make_book(papers, pin))

    def install(self, welcome: Welcome) -> None:
        """Make it a terminal; raise `OSError`."""
        book = self.pending.book
        if book is None:
            raise OSError("the book that was just written is not there")
        install(self.place, self.pending.keys(), welcome, book)


@contextmanager
def _answered() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotKeptError(*error.args) from error


def _terminal(welcome: Welcome) -> str:
    return welcome.registration.terminal


def _version() -> str:
    try:
        return version("quay")[:40]
    except PackageNotFoundError:
        return ""


class Errands:
    """Runs one step after the other on a thread, and hands the outcome to whoever waits."""

    def __init__(self, post: Callable[[Callable[[], None]], None]) -> None:
        """`post` has something done by the thread that the screen belongs to."""
        self._post = post
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="enrolment")

    def run(self, step: Callable[[], T], done: Callable[[T], None], failed: "Failed") -> None:
        """Run a step; then `done` with its result, or `failed` with what it raised."""
        self._thread.submit(self._run, step, done, failed)

    def close(self) -> None:
        """Run no more; a step that is under way is not waited for."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _run(self, step: Callable[[], T], done: Callable[[T], None], failed: "Failed") -> None:
        try:
            result = step()
        # Whatever it was, the screen must not wait for ever: it says so, and tries again.
        except Exception as error:
            log.info("a step did not succeed: %s", error, exc_info=not isinstance(error, EXPECTED))
            fault = error
            self._post(lambda: failed(fault))
        else:
            self._post(lambda: done(result))


Failed = Callable[[Exception], None]
