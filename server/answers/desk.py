"""The desk that answers: a question goes in, a signed answer comes out."""

from datetime import UTC, datetime

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import UNSET
from msgspec.structs import replace

from server.answers.letter import Letter, Pen
from server.answers.notice_list import with_part, with_whole
from server.answers.page_shelf import PageShelf
from server.fleet import commands
from server.keeping.again import missing_of
from server.keeping.hold import notices_are_held
from server.keyring import public_key
from server.prescriptions import messages
from server.prescriptions.questions import Questions
from server.reference import versions
from server.reference.directory import code_of
from server.store import notices, terminals
from server.store.database import reading, writing
from wire import topics
from wire.asking import Answer, Ask, read_ask, seal_answer, seal_sheet
from wire.reference import MAX_PACKED, OWN, Place
from wire.seal import SealError
from wire.sign import SignatureError, verify

MOST_TOLD = 100
"""Outcomes, and messages read, that are taken of one question; the rest is said again. A terminal
says fewer; one that floods would have the database busy for seconds."""


class NotBelievedError(ValueError):
    """A question that is not answered, and why."""


class AnswerDesk:
    """Answers terminals of one province. Called from any number of threads."""

    def __init__(
        self, *, province: str, key: Ed25519PrivateKey, questions: Questions | None = None
    ) -> None:
        self._pen = Pen(province=province, key=key)
        self._questions = questions or Questions()
        self._shelf = PageShelf()

    def answer(self, topic: str, payload: bytes) -> Letter:
        """Return the answer to a question; raise `NotBelievedError`, or `StoreUnavailableError`."""
        ask = self._believed(topic, payload)
        now = datetime.now(UTC)
        answer = Answer(terminal=ask.terminal, id=ask.id, at=now, heard=_noted(ask, now))
        try:
            if ask.prescription is not UNSET and ask.key is not UNSET:
                answer = self._about_prescription(answer, ask, ask.key)
            if ask.page is not UNSET and ask.key is not UNSET:
                most = MAX_PACKED if ask.most is UNSET else ask.most
                answer = self._with_page(answer, ask.page, ask.key, most)
        except (SealError, ValueError) as error:
            raise NotBelievedError(str(error)) from error
        if ask.notices is not UNSET:
            answer = _about_notices(answer, ask, now)
        return self._pen.write(answer)

    def _about_prescription(self, answer: Answer, ask: Ask, key: bytes) -> Answer:
        held = None if ask.held is UNSET else ask.held
        sheet = self._questions.about(str(ask.prescription), beside=answer.terminal, held=held)
        if sheet is None:
            return answer
        sealed = seal_sheet(sheet, key, terminal=answer.terminal, question=str(answer.id))
        return replace(answer, sheet=sealed)

    def _with_page(self, answer: Answer, place: Place, key: bytes, most: int) -> Answer:
        """Add a page; of an outlet's own datasets only ever the asking terminal's outlet's."""
        with reading():
            is_own = place.dataset in OWN
            scope = code_of(answer.terminal) if is_own else versions.EVERYBODY
            page = self._shelf.page(place, scope, most)
        sealed = seal_answer(page, key, terminal=answer.terminal, question=str(answer.id))
        return replace(answer, page=sealed)

    def _believed(self, topic: str, payload: bytes) -> Ask:
        try:
            place = topics.parse(topic)
        except ValueError as error:
            raise NotBelievedError(str(error)) from error
        with reading():
            known = terminals.find([place.terminal]).get(place.terminal)
        if known is None or not known.active or place.province != self._pen.province:
            raise NotBelievedError("not one of our terminals")
        for pem in known.keys(datetime.now(UTC)):
            try:
                ask = read_ask(verify(payload, public_key(pem), place.terminal, "quay-ask"))
            except (SignatureError, msgspec.DecodeError):
                continue
            if ask.terminal == place.terminal:
                return ask
        raise NotBelievedError("not signed by the terminal whose topic it is")


def _noted(ask: Ask, now: datetime) -> tuple[str, ...]:
    """Note what came of commands and what was read; return what need not be said again."""
    if not ask.outcomes and not ask.read:
        return ()
    outcomes, ids = ask.outcomes[:MOST_TOLD], ask.read[:MOST_TOLD]
    with writing():
        heard = commands.heard(ask.terminal, outcomes, now) if outcomes else ()
        read = messages.read(ask.terminal, ids, now) if ids else ()
    return (*heard, *read)


def _about_notices(answer: Answer, ask: Ask, now: datetime) -> Answer:
    """Add what is in force, and what else a terminal should know when it looks for news.

    After a restore nothing is said of notices until a person has looked at them: an old list must
    lift no recall.
    """
    with reading():
        answer = replace(
            answer,
            newest=versions.newest(code_of(answer.terminal)),
            commands=commands.waiting(answer.terminal, now),
            messages=messages.unread(answer.terminal),
            again=missing_of(answer.terminal),
        )
        if notices_are_held():
            return answer
        answer = replace(answer, version=notices.version())
        if answer.version == ask.notices:
            return answer
        found = notices.in_force()
    if ask.notices_from is UNSET:
        return with_whole(answer, found)
    return with_part(answer, found, max(0, ask.notices_from))
