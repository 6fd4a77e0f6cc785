"""Asking the province: questions of the counter go out, answers and news come in."""

import logging
import os
import time
from collections.abc import Callable
from dataclasses import dataclass

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from msgspec import UNSET, UnsetType

from device.clock import Clock
from device.keys import LinkKeys
from device.link.believed import said_by_the_province
from device.link.notices import NoticeList
from device.link.post import Post
from device.link.reference import Fetching
from device.self_test.line import LineWatch
from wire.asking import (
    Again,
    Answer,
    Ask,
    Held,
    Money,
    Notice,
    Sheet,
    open_sheet,
    read_answer,
)
from wire.seal import SealError
from wire.sign import SignatureError, sign

log = logging.getLogger(__name__)

NOTICES_SECONDS = 300.0
"""Between two questions for notices: news is sent at once, this finds what got lost."""
FORGET_SECONDS = 10.0
"""So long an answer may still come; the counter has gone on long before."""

COUNTER_SECONDS = 1.5
"""So long after a question of the counter no page is asked for: its answer comes first."""


@dataclass(frozen=True, slots=True)
class _Question:
    code: str
    key: X25519PrivateKey
    asked_at: float


class Asking:
    """What is asked and answered on one line. Called from the link's thread only."""

    def __init__(  # noqa: PLR0913 - who is told of what
        self,
        *,
        terminal: str,
        keys: LinkKeys,
        clock: Clock,
        on_sheet: Callable[[str, Sheet | None], None],
        on_notices: Callable[[tuple[Notice, ...], bool], bool],
        on_money: Callable[[Money], None],
        on_lost: Callable[[tuple[Again, ...]], None] = lambda _lost: None,
        held: Callable[[], tuple[Held, ...] | UnsetType] = lambda: UNSET,
        fetching: Fetching | None = None,
        post: Post | None = None,
        line: LineWatch | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`on_notices` is told whether what is not among them is over.

        It returns whether the ledger took them; if not, they are asked for again. `held`: what of
        its own entries the ledger counts itself.
        """
        self._terminal, self._keys, self._clock = terminal, keys, clock
        self._monotonic = monotonic
        self._on_sheet, self._on_money, self._on_lost = on_sheet, on_money, on_lost
        self._held = held
        self._list = NoticeList(on_notices)
        self._fetching, self._post = fetching, post
        self.line = line or LineWatch(None, clock=clock, monotonic=monotonic)
        self._open: dict[str, _Question] = {}
        self._next_notices = 0.0
        self._wanted = ""
        """The newest question for notices."""

    def about(self, code: str) -> bytes:
        """Return the signed question what is left on a prescription."""
        key, name, now = X25519PrivateKey.generate(), os.urandom(12).hex(), self._monotonic()
        self._open = {
            one: asked for one, asked in self._open.items() if now - asked.asked_at < FORGET_SECONDS
        }
        self._open[name] = _Question(code, key, now)
        public = key.public_key().public_bytes_raw()
        return self._signed(name, prescription=code, key=public, held=self._held())

    def for_notices(self) -> bytes | None:
        """Return the signed question for notices, where it is time."""
        now = self._monotonic()
        if now < self._next_notices:
            return None
        self._next_notices = now + NOTICES_SECONDS
        self._wanted = os.urandom(12).hex()
        return self._signed(self._wanted, notices=self._list.version, notices_from=self._list.told)

    def for_line(self) -> bytes | None:
        """Return an empty question, where somebody wants to know how the line is."""
        return self._signed(os.urandom(12).hex()) if self.line.wants_ping() else None

    def connected(self) -> None:
        """Take note that a new line stands: notices are asked for at once."""
        self._next_notices = 0.0
        self.line.cut()
        if self._fetching:
            self._fetching.connected()
        if self._post:
            self._post.connected()

    def for_page(self) -> bytes | None:
        """Return the signed question for reference data, where it is time and nobody waits."""
        now = self._monotonic()
        is_awaited = any(now - asked.asked_at < COUNTER_SECONDS for asked in self._open.values())
        if is_awaited or self._fetching is None or (found := self._fetching.question()) is None:
            return None
        name, what = found
        return self._signed(name, **what)

    def to_say(self) -> bytes | None:
        """Return, signed, what came of commands and messages, where there is anything."""
        found = self._post.to_say() if self._post else None
        return self._signed(found[0], **found[1]) if found else None

    def work(self) -> None:
        """Go on with what was ordered and fetched; cheap to call often."""
        self.line.work()
        if self._post:
            self._post.work()
        if self._fetching:
            self._fetching.work()

    def came(self, message: bytes) -> None:
        """Take an answer; one that is not to be believed changes nothing."""
        try:
            answer = read_answer(said_by_the_province(message, self._keys.server, "quay-answer"))
        except (SignatureError, msgspec.DecodeError) as error:
            log.warning("an answer was not believed: %s", error)
            return
        if answer.terminal != self._terminal:
            log.warning("an answer was for another terminal")
            return
        if answer.id is not UNSET:
            self.line.answered(answer.id, len(message), answer.at)
        self._sheet(answer)
        self._notices(answer)
        if answer.money is not UNSET:
            self._on_money(answer.money)
        # Believed of the answer to our own question: played again it would cost a day's bytes.
        if answer.again and answer.id is not UNSET and answer.id == self._wanted:
            self._on_lost(answer.again)
        if self._post:
            self._post.came(answer)
        if self._fetching:
            if answer.newest is not UNSET:
                self._fetching.told(answer.newest)
            self._fetching.answered(answer)

    def _notices(self, answer: Answer) -> None:
        """Take notices; ask at once for what the answer left open."""
        is_asked = answer.id is not UNSET and answer.id == self._wanted
        if self._list.take(answer, is_asked=is_asked):
            self._next_notices = 0.0

    def _sheet(self, answer: Answer) -> None:
        asked = self._open.pop(answer.id, None) if answer.id is not UNSET else None
        if asked is None:
            return
        sheet = None
        if answer.sheet is not UNSET:
            try:
                name = str(answer.id)
                sheet = open_sheet(answer.sheet, asked.key, terminal=self._terminal, question=name)
            except SealError as error:
                log.warning("an answer does not open: %s", error)
        if sheet is not None and sheet.code.lower() != asked.code.lower():
            log.warning("an answer is about another prescription")
            sheet = None
        self._on_sheet(asked.code, sheet)

    def _signed(self, name: str, **what: object) -> bytes:
        ask = Ask(terminal=self._terminal, id=name, at=self._clock())
        body = msgspec.json.encode(msgspec.structs.replace(ask, **what))
        signed = sign(body, self._keys.signing, self._terminal, "quay-ask")
        self.line.asked(name, len(signed))
        return signed
