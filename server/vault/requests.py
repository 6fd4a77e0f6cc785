"""Requests: who wants which entry opened and why, as the log remembers them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from server.vault.audit import Event
from server.vault.custodians import tidy_name
from server.vault.errors import VaultError
from wire.seal import Place
from words import _

VALID = timedelta(days=7)
"""How long a request may be opened; who needs longer asks again."""
_LONGEST_TEXT = 300


class Request(NamedTuple):
    """Who wants to open what, and why. Neither case nor reason should name a patient."""

    who: str
    case: str
    """Number of the case at the authority that asked."""
    why: str
    place: Place

    def tidy(self) -> "Request":
        """Return it in one spelling; raise `VaultError` if something is missing."""
        case, why = " ".join(self.case.split()), " ".join(self.why.split())
        if not case or not why:
            raise VaultError(_("Phải ghi số hồ sơ và lý do."))
        if max(len(case), len(why)) > _LONGEST_TEXT:
            raise VaultError(
                _("Số hồ sơ và lý do tối đa {count} ký tự.").format(count=_LONGEST_TEXT)
            )
        return Request(tidy_name(self.who), case, why, self.place)


def asked(events: Sequence[Event], number: int, *, at: datetime) -> Event:
    """Return a request that may still be opened; raise `VaultError`."""
    found = next((e for e in events if e.kind == "requested" and e.seq == number), None)
    if found is None:
        raise VaultError(_("Không có yêu cầu số {number}.").format(number=number))
    if any(event.kind == "opened" and event.request == number for event in events):
        raise VaultError(
            _("Yêu cầu {number} đã mở một lần; muốn xem lại phải lập yêu cầu mới.").format(
                number=number
            )
        )
    if at - found.at > VALID:
        raise VaultError(
            _("Yêu cầu {number} đã quá {days} ngày; phải lập yêu cầu mới.").format(
                number=number, days=VALID.days
            )
        )
    return found


def approval(events: Sequence[Event], number: int) -> Event | None:
    """Return the line with which a second person agreed, if there is one."""
    return next((e for e in events if e.kind == "approved" and e.request == number), None)


def failures(events: Sequence[Event]) -> int:
    """Return how many attempts have failed since the vault last opened."""
    count = 0
    for event in events:
        if event.kind == "refused":
            count += 1
        elif event.kind in {"opened", "handed-over"}:
            count = 0
    return count
