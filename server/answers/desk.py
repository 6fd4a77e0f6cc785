"""The desk that answers: a question goes in, a signed answer comes out."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import UNSET

from server.keyring import public_key
from server.prescriptions.follow import follow
from server.store import notices, payments, prescriptions, terminals
from server.store.database import reading, writing
from wire import topics
from wire.asking import Answer, Ask, Money, read_ask, seal_sheet
from wire.seal import SealError
from wire.sign import SignatureError, sign, verify

log = logging.getLogger(__name__)


class Letter(NamedTuple):
    """Something to send."""

    topic: str
    payload: bytes


class NotBelievedError(ValueError):
    """A question that is not answered, and why."""


class AnswerDesk:
    """Answers terminals of one province. Called from one thread."""

    def __init__(self, *, province: str, key: Ed25519PrivateKey) -> None:
        self._province, self._key = province, key

    def answer(self, topic: str, payload: bytes) -> Letter:
        """Return the answer to a question; raise `NotBelievedError`, or `StoreUnavailableError`."""
        ask = self._believed(topic, payload)
        answer = Answer(terminal=ask.terminal, id=ask.id, at=datetime.now(UTC))
        if ask.prescription is not UNSET and ask.key is not UNSET:
            answer = self._about_prescription(answer, ask.prescription, ask.key)
        if ask.notices is not UNSET:
            answer = self._about_notices(answer, ask.notices)
        return self._letter(answer)

    def notices_for(self, terminal: str) -> Letter:
        """Return what is in force, for a terminal that did not ask."""
        return self._letter(self._about_notices(Answer(terminal=terminal, at=datetime.now(UTC)), 0))

    def money(self) -> Iterator[Letter]:
        """Yield the transfers that terminals have not been told of; each counts as told."""
        now = datetime.now(UTC)
        with writing():
            waiting = payments.untold(now)
            for payment in waiting:
                payments.told(payment, now)
        for payment in waiting:
            money = Money(reference=payment.reference, amount_vnd=payment.amount_vnd)
            yield self._letter(Answer(terminal=payment.terminal, at=now, money=money))

    def _about_prescription(self, answer: Answer, code: str, key: bytes) -> Answer:
        follow()
        with reading():
            sheet = prescriptions.find(code)
            elsewhere = prescriptions.dispensed(code, beside=answer.terminal)
        if sheet is None:
            return answer
        lines = tuple(
            msgspec.structs.replace(line, elsewhere=max(0, elsewhere.get(line.number, 0)))
            for line in sheet.lines
        )
        try:
            sealed = seal_sheet(
                msgspec.structs.replace(sheet, lines=lines), key,
                terminal=answer.terminal, question=str(answer.id),
            )  # fmt: skip
        except SealError as error:
            raise NotBelievedError(str(error)) from error
        return msgspec.structs.replace(answer, sheet=sealed)

    def _about_notices(self, answer: Answer, known: int) -> Answer:
        with reading():
            newest = notices.version()
            found = notices.in_force() if newest != known else UNSET
        return msgspec.structs.replace(answer, version=newest, notices=found)

    def _letter(self, answer: Answer) -> Letter:
        payload = sign(msgspec.json.encode(answer), self._key, "server", "quay-answer")
        return Letter(topics.answer(self._province, answer.terminal), payload)

    def _believed(self, topic: str, payload: bytes) -> Ask:
        try:
            place = topics.parse(topic)
        except ValueError as error:
            raise NotBelievedError(str(error)) from error
        with reading():
            known = terminals.find([place.terminal]).get(place.terminal)
        if known is None or not known.active or place.province != self._province:
            raise NotBelievedError("not one of our terminals")
        for pem in known.keys(datetime.now(UTC)):
            try:
                ask = read_ask(verify(payload, public_key(pem), place.terminal, "quay-ask"))
            except (SignatureError, msgspec.DecodeError):
                continue
            if ask.terminal == place.terminal:
                return ask
        raise NotBelievedError("not signed by the terminal whose topic it is")
