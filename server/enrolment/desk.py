"""Deciding a request to come in: everything that follows from it is stored at once, or nothing."""

import logging
from dataclasses import dataclass
from datetime import datetime

import msgspec
from msgspec.structs import replace

from server.enrolment import codes, tries
from server.enrolment.codes import Code, Use
from server.enrolment.judging import AGAIN, Refused, Shown, is_again, judge
from server.enrolment.outlet_settings import Meeting, settings_text
from server.enrolment.proof import ProvenKeys, UnsoundError, proven
from server.enrolment.shelf import carried_shelf
from server.enrolment.signer import Issued, Signer, SignerAwayError, SignerRefusedError
from server.enrolment.tries import Try
from server.store import alarms, replaced, terminals
from server.store.alarms import Alarm
from server.store.database import reading, writing
from wire.enrolment import EnrolAnswer, EnrolRefusal, EnrolRequest, digest_of
from wire.registration import Registration

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentDesk:
    """Where codes are decided. Any number of threads may ask."""

    province: str
    signer: Signer
    meeting: Meeting
    server_keys: str
    """PEM."""

    def decide(self, request: EnrolRequest, now: datetime) -> EnrolAnswer | EnrolRefusal:
        """Return what a terminal is told; raise `StoreUnavailableError`: then nothing is used up.

        The certificate is made between two transactions, because the database waits for nobody:
        the second looks at everything once more. Of two who show one code at the same moment both
        may be signed for, and one is answered.
        """
        try:
            keys = proven(request)
        except UnsoundError as error:
            _LOG.warning("a request to enrol is not sound: %s", error)
            return EnrolRefusal(reason="unsound-request")
        shown = Shown(keys=keys.digest, signing_key=keys.signing_pem, board=request.board)
        digest = digest_of(request.code.strip().upper())
        found = self._look(digest, shown, now)
        if not isinstance(found, Code):
            return found
        issued = self._certify(keys, found.terminal)
        if isinstance(issued, EnrolRefusal):
            return issued
        return self._enrol(digest, shown, keys, issued, now)

    def _look(self, digest: str, shown: Shown, now: datetime) -> Code | EnrolAnswer | EnrolRefusal:
        with reading():
            if not codes.known([digest]):  # strangers do not get to hold the database
                _LOG.warning("a code that nobody printed was shown")
                return EnrolRefusal(reason="unknown-code")
        with writing():
            return self._settle(digest, shown, now)

    def _certify(self, keys: ProvenKeys, terminal: str) -> Issued | EnrolRefusal:
        try:
            return self.signer.issue(keys.csr, terminal)
        except SignerRefusedError as error:
            _LOG.warning("the signer refuses %s: %s", terminal, error.reason)
            return EnrolRefusal(reason=error.reason)
        except SignerAwayError as error:
            _LOG.error("no certificate for %s: %s", terminal, error)
            return EnrolRefusal(reason="not-now")

    def _enrol(
        self, digest: str, shown: Shown, keys: ProvenKeys, issued: Issued, now: datetime
    ) -> EnrolAnswer | EnrolRefusal:
        with writing():
            code = self._settle(digest, shown, now)
            if not isinstance(code, Code):
                return code
            answer = self._answer(code, keys, issued, now)
            is_new = code.kind == "new"
            terminals.register(
                answer.registration,
                now=now,
                old_key_days=terminals.OLD_KEY_DAYS if is_new else 0,
            )
            used = Use(
                keys=shown.keys, board=shown.board, serial=issued.serial,
                certified_until=issued.until, answer=msgspec.json.encode(answer).decode(),
            )  # fmt: skip
            codes.use(digest, used, now)
            if answer.replaces:
                replaced.note(code.terminal, follows=answer.follows, now=now)
            codes.forget_answers(now - AGAIN)
            tries.note(Try(digest, now, "enrolled", shown.board, is_same_keys=True))
        _LOG.info("%s is enrolled (%s)", code.terminal, code.kind)
        return answer

    def _answer(self, code: Code, keys: ProvenKeys, issued: Issued, now: datetime) -> EnrolAnswer:
        said = code.particulars
        registration = Registration(
            terminal=said.terminal,
            province=self.province,
            outlet=said.outlet,
            commune=said.commune,
            outlet_code=said.outlet_code,
            signing_key=keys.signing_pem,
            enrolled_at=now,
        )
        answer = EnrolAnswer(
            certificate=issued.certificate,
            authority=issued.authority,
            server_keys=self.server_keys,
            registration=registration,
            settings=settings_text(said, self.meeting),
            snapshots=self.meeting.snapshots,
            replaces=code.kind == "replacement",
        )
        return carried_shelf(answer) if answer.replaces else answer

    def _settle(
        self, digest: str, shown: Shown, now: datetime
    ) -> Code | EnrolAnswer | EnrolRefusal:
        """Return the code, held, if it may be used; else what is answered, having noted it.

        An answer that is given again has the settings as they are now: those before may have been
        the reason that somebody asks once more.
        """
        code = codes.hold(digest)
        if code is None:
            return EnrolRefusal(reason="unknown-code")
        terminal = terminals.hold([code.terminal]).get(code.terminal)
        if is_again(code, shown, terminal, now):
            tries.note(Try(digest, now, "again", shown.board, is_same_keys=True))
            answer = msgspec.json.decode(code.answer, type=EnrolAnswer)
            return replace(answer, settings=settings_text(code.particulars, self.meeting))
        refused = judge(code, shown, terminal, now)
        return code if refused is None else _refuse(code, shown, refused, now)


def _refuse(code: Code, shown: Shown, refused: Refused, now: datetime) -> EnrolRefusal:
    is_same = shown.keys == code.keys
    tries.note(Try(code.sha256, now, refused.reason, shown.board, is_same_keys=is_same))
    if refused.alarm:
        outlet = code.particulars.outlet_code
        alarm = Alarm(refused.alarm, code.terminal, subject=code.sha256[:8], detail=outlet)
        alarms.raise_([alarm], now)
    _LOG.warning("the code for %s is refused: %s", code.terminal, refused.reason)
    return EnrolRefusal(reason=refused.reason, at=refused.at)
