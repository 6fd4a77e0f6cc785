"""The certificate and key in use, and those that are to take their place.

What was written at enrolment lies in /etc/quay, which the link may not write; what was renewed lies
beside the ledger. A new pair is proved by a connection before it is said to be in use, and the old
one stays until then.
"""

import logging
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from msgspec.structs import replace

from device.enrolment.authority import UnsoundChainError, certificate_until
from device.enrolment.keys import make_tls_key, private_pem, read_tls_key, request_for
from device.enrolment.place import CERTIFICATE, TLS_KEY
from device.enrolment.whole_file import make_whole_folder, sync, write_whole
from device.settings import BrokerSettings, TerminalSettings

log = logging.getLogger(__name__)

FOLDER = "papers"
_IN_USE, _NEXT, _CSR = "in-use", "next", "terminal.csr.pem"
_FIRST = "1"


@dataclass(frozen=True, slots=True)
class Pair:
    """A certificate and its key."""

    certificate: Path
    key: Path

    def until(self) -> datetime | None:
        """Return until when it is good; None where nobody can tell."""
        try:
            return certificate_until(self.certificate.read_bytes())
        except (OSError, UnsoundChainError) as error:
            log.warning("the terminal's certificate cannot be read: %s", type(error).__name__)
            return None


class Papers:
    """The pairs of one terminal. The link changes them; whoever else only looks."""

    def __init__(self, settings: TerminalSettings) -> None:
        self._first = Pair(settings.broker.certificate, settings.broker.key)
        self._folder = settings.ledger.parent / FOLDER

    @property
    def in_use(self) -> Pair:
        """The pair that has been proved; of several the newest."""
        try:
            name = (self._folder / _IN_USE).read_text("ascii").strip()
        except (OSError, UnicodeDecodeError):
            return self._first
        found = self._pair(self._folder / name)
        return found if name.isdecimal() and _is_there(found) else self._first

    @property
    def to_prove(self) -> Pair | None:
        """A pair that has come and that nobody has connected with yet."""
        found = self._pair(self._folder / _NEXT)
        return found if _is_there(found) else None

    def request(self) -> bytes:
        """Return the request for the next certificate (PEM), the same until it is proved.

        Its key is made first, and whole. Raises `OSError`.
        """
        folder = self._folder / _NEXT
        with suppress(OSError, ValueError):
            read_tls_key((folder / TLS_KEY).read_bytes())
            return (folder / _CSR).read_bytes()
        key = make_tls_key()
        csr = request_for(key)
        files = {TLS_KEY: (private_pem(key), 0o600), _CSR: (csr, 0o600)}
        make_whole_folder(folder, files, mode=0o750)
        return csr

    def came(self, chain: str) -> None:
        """Keep the next certificate beside its key; raise `OSError`."""
        write_whole(self._folder / _NEXT / CERTIFICATE, chain.encode(), mode=0o640)

    def proved(self) -> None:
        """Note that the next pair opened a connection: it is in use from now on; raise `OSError`.

        Cut off in the midst of it, the next connection proves it again, or it is in use already.
        """
        before = self._name_in_use()
        name = str(int(before) + 1) if before else _FIRST
        target = self._folder / name
        shutil.rmtree(target, ignore_errors=True)
        (self._folder / _NEXT).rename(target)
        write_whole(self._folder / _IN_USE, name.encode("ascii"), mode=0o640)
        if before:
            shutil.rmtree(self._folder / before, ignore_errors=True)
        sync(self._folder)

    def drop_next(self) -> None:
        """Forget a pair that did not open: another is asked for."""
        shutil.rmtree(self._folder / _NEXT, ignore_errors=True)

    def _name_in_use(self) -> str:
        found = self.in_use
        return "" if found == self._first else found.key.parent.name

    def _pair(self, folder: Path) -> Pair:
        return Pair(folder / CERTIFICATE, folder / TLS_KEY)


def with_pair(broker: BrokerSettings, pair: Pair) -> BrokerSettings:
    """Return how the broker is reached with a pair."""
    return replace(broker, certificate=pair.certificate, key=pair.key)


def _is_there(pair: Pair) -> bool:
    return pair.certificate.is_file() and pair.key.is_file()
