"""What of the office's folder ends when, and what somebody should do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from provisioning import terminal
from provisioning.authority import CERTIFICATE, FOLDER, ISSUING, is_older_kind, read_certificate
from provisioning.certificate import ISSUING_LIFE, LIFE
from provisioning.holder import holders
from provisioning.revoked import is_revoked
from provisioning.succession import former_issuing
from words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Age:
    """A certificate's end."""

    what: str
    until: datetime
    margin: timedelta = timedelta()
    """How long before its end it must be renewed, because others live in its shelter."""
    is_spent: bool = False
    """Whether it may end: nothing new is made with it."""

    def is_due(self, at: datetime, notice: timedelta) -> bool:
        """Whether somebody must act within the notice."""
        return not self.is_spent and self.until - self.margin < at + notice


def ages(root: Path) -> list[Age]:
    """Return the ends of all certificates in a folder; raise `MissingError`."""
    return [*_authority(root), *_server(root), *_terminals(root)]


def told(age: Age, at: datetime) -> str:
    """Say in words when a certificate ends."""
    days = (age.until - at).days
    until = f"{age.until:%d/%m/%Y}"
    if age.until <= at:
        return _("{what}: đã hết hạn ngày {until}").format(what=age.what, until=until)
    return _("{what}: đến {until}, còn {days} ngày").format(what=age.what, until=until, days=days)


def _authority(root: Path) -> Iterator[Age]:
    folder = root / FOLDER
    top = read_certificate(folder / CERTIFICATE)
    below = LIFE if is_older_kind(root) else ISSUING_LIFE
    yield Age(what=_("chứng thư gốc"), until=top.not_valid_after_utc, margin=below)
    if (folder / ISSUING).exists():
        issuing = read_certificate(folder / ISSUING)
        yield Age(what=_("chứng thư cấp phát"), until=issuing.not_valid_after_utc, margin=LIFE)
    for before in former_issuing(root):
        yield Age(
            what=_("chứng thư cấp phát trước đây"), until=before.not_valid_after_utc, is_spent=True
        )


def _server(root: Path) -> Iterator[Age]:
    for one in holders(root):
        yield Age(what=f"{one.folder.name}/{one.name}", until=one.until)


def _terminals(root: Path) -> Iterator[Age]:
    """A terminal that enrolled by itself also renews by itself; these were made in the office."""
    for file in sorted((root / terminal.FOLDER).glob(f"*/{terminal.TLS_CERTIFICATE}")):
        if not is_revoked(root, file.parent.name):
            until = read_certificate(file).not_valid_after_utc
            yield Age(what=_("máy {id}").format(id=file.parent.name), until=until)
