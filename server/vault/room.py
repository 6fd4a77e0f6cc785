"""What happens in the vault: a request, a second person's word, one opening, and its record.

The log is the only memory: a request is a line of it, and so are its approval and its opening.
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import msgspec

from server.vault.audit import AuditLog, Event, Head, LogBrokenError
from server.vault.custodians import Custodian, tidy_name
from server.vault.errors import VaultError
from server.vault.keys import READER, KeyFolder, VaultKey, hand_over, make_key
from server.vault.requests import Request, approval, asked, failures
from settings.secret import is_open_to_anyone
from wire.decoding import decode
from wire.lock import LockedError
from wire.patient import Patient
from wire.seal import Place, SealedBlock, SealError, open_seal
from words import _

_LONGEST_WAIT_SECONDS = 900
_MOST_DOUBLINGS = 9

Find = Callable[[Place], bytes | None]
"""Looks up the sealed block of an entry."""
Pair = tuple[Custodian, Custodian]


class Vault:
    """The vault in its folder. Everything raises `VaultError`, `LogBrokenError` or `OSError`."""

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], datetime],
        tell: Callable[[Head], None],
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """`tell` is given the log's newest line, to keep it elsewhere."""
        if not folder.is_dir() or is_open_to_anyone(folder):
            raise VaultError(
                _("Thư mục {folder} phải tồn tại và chỉ chủ của nó được vào (chmod 700).").format(
                    folder=folder
                )
            )
        self._keys = KeyFolder(folder)
        self._log = AuditLog(folder, tell=tell)
        self._clock, self._sleep = clock, sleep

    def verify(self, *, known: Head | None = None) -> list[Event]:
        """Return the log's events, oldest first; every key must have its line in it."""
        events = self._log.verify(known=known)
        made = {event.key for event in events if event.kind == "key-made"}
        if any(key.id not in made for key in self._keys.all()):
            raise LogBrokenError(len(events) + 1, "missing")
        return events

    def head(self) -> Head:
        """Return the log's newest line, as people write it down."""
        return self._log.head()

    def make_key(self, custodians: Sequence[Custodian]) -> tuple[VaultKey, Path]:
        """Make a key pair; return it and the file of its public half. Older ones stay."""
        self.verify()
        key = make_key(custodians, at=self._clock())
        # The line first: a key without one is taken for a log that was cut.
        self._note(kind="key-made", who=key.custodians, key=key.id)
        return key, self._keys.keep(key)

    def hand_over(self, present: Pair, after: Sequence[Custodian]) -> list[VaultKey]:
        """Lock every key that two old custodians open for other ones, the two being present.

        Returns the keys that they do not open, which stay as they are: a later key may have been
        made for other people, or with other secrets.
        """
        self._wait(self.verify())
        handed, left = [], []
        for key in self._keys.all():
            try:
                handed.append(hand_over(key, present, after))
            except LockedError:
                left.append(key)
        if not handed:
            raise self._refused(present)
        for key in handed:
            self._note(kind="handed-over", who=key.custodians, key=key.id)
            self._keys.keep(key)
        return left

    def count_keys(self) -> int:
        """Return how many keys there are, old ones too."""
        return len(self._keys.all())

    def request(self, wanted: Request, find: Find) -> int:
        """Record a request; return its number."""
        self.verify()
        wanted = wanted.tidy()
        key = self._key_for(_block(find, wanted.place))
        _check_custodian(key, wanted.who)
        event = self._note(
            kind="requested",
            who=(wanted.who,),
            case=wanted.case,
            why=wanted.why,
            key=key.id,
            **_told(wanted.place),
        )
        return event.seq

    def approve(self, number: int, who: str) -> None:
        """Record that a second custodian agrees."""
        events, second = self.verify(), tidy_name(who)
        request = asked(events, number, at=self._clock())
        if second.casefold() == request.who[0].casefold():
            raise VaultError(_("Người đồng ý phải là người khác với người yêu cầu."))
        _check_custodian(self._key(request.key), second)
        if approval(events, number):
            raise VaultError(_("Yêu cầu {number} đã có người đồng ý.").format(number=number))
        self._note(kind="approved", who=(second,), request=number)

    def people(self, number: int) -> tuple[str, str]:
        """Return who asked and who agreed: the two whose secrets open it."""
        events = self.verify()
        request, agreed = asked(events, number, at=self._clock()), approval(events, number)
        if agreed is None:
            raise VaultError(
                _("Yêu cầu {number} chưa có người thứ hai đồng ý.").format(number=number)
            )
        return request.who[0], agreed.who[0]

    def open(self, number: int, present: Pair, find: Find) -> tuple[Patient, Head]:
        """Open what a request asks for, once. It is in the log before this returns.

        Returns the patient, and the log's newest line for the paper.
        """
        if {*map(str.casefold, self.people(number))} != {each.name.casefold() for each in present}:
            raise VaultError(_("Cần đúng người yêu cầu và người đồng ý."))
        events = self.verify()
        request = asked(events, number, at=self._clock())
        place = Place(terminal=request.terminal, epoch=request.epoch, seq=request.entry)
        key, block = self._key(request.key), _block(find, place)
        self._wait(events)
        try:
            patient = open_seal(block, place, f"{READER}{key.id}", key.opened_by(*present))
        except LockedError:
            raise self._refused(present, request=number) from None
        except SealError as error:
            raise VaultError(_("Phần niêm phong này không mở được: đã bị thay đổi.")) from error
        who = tuple(each.name for each in present)
        line = self._line(kind="opened", who=who, request=number, case=request.case, key=key.id,
                          **_told(place))  # fmt: skip
        # Once more, now alone: two who open it at the same moment are one too many.
        self._log.append(line, check=lambda events: asked(events, number, at=line.at))
        return patient, self._log.head()

    def _note(self, **told: object) -> Event:
        return self._log.append(self._line(**told))

    def _line(self, **told: object) -> Event:
        return msgspec.convert({**told, **_UNWRITTEN, "at": self._clock()}, Event)

    def _wait(self, events: Sequence[Event]) -> None:
        failed = failures(events)
        if failed:
            doublings = min(failed - 1, _MOST_DOUBLINGS)
            self._sleep(min(_LONGEST_WAIT_SECONDS, 1 << doublings))

    def _refused(self, present: Pair, *, request: int = 0) -> VaultError:
        self._note(kind="refused", who=tuple(each.name for each in present), request=request)
        return VaultError(
            _("Không mở được: thẻ, PIN hoặc câu mật khẩu của một trong hai người không đúng.")
        )

    def _key_for(self, block: bytes) -> VaultKey:
        try:
            readers = set(decode(block, SealedBlock).readers)
        except msgspec.DecodeError as error:
            raise VaultError(_("Phần niêm phong này đã bị thay đổi.")) from error
        for key in self._keys.all():
            if f"{READER}{key.id}" in readers:
                return key
        raise VaultError(_("Phần niêm phong này không dành cho khóa nào ở đây."))

    def _key(self, number: str) -> VaultKey:
        for key in self._keys.all():
            if key.id == number:
                return key
        raise VaultError(_("Không còn khóa {key}.").format(key=number))


_UNWRITTEN = {"seq": 0, "prev": ""}


def _told(place: Place) -> dict[str, object]:
    return {"terminal": place.terminal, "epoch": place.epoch, "entry": place.seq}


def _block(find: Find, place: Place) -> bytes:
    block = find(place)
    if block is None:
        raise VaultError(
            _("Máy chủ không có phần niêm phong của máy {terminal}, phiếu {seq}.").format(
                terminal=place.terminal, seq=place.seq
            )
        )
    return block


def _check_custodian(key: VaultKey, who: str) -> None:
    if who.casefold() not in {name.casefold() for name in key.custodians}:
        raise VaultError(_("{who} không giữ khóa {key}.").format(who=who, key=key.id))
