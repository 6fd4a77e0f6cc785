"""Writing a terminal's folder and settings: the settings last, in one step, and then it is one."""

import logging

from device.enrolment.answer import Welcome
from device.enrolment.keys import TerminalKeys, private_pem
from device.enrolment.pending import NewBook, Pending
from device.enrolment.place import (
    AUTHORITY,
    BOOK,
    BOTH,
    CERTIFICATE,
    LINK,
    LOCKED,
    REGISTRATION,
    SCREEN,
    SERVER_KEYS,
    SIGNING_KEY,
    TLS_KEY,
    Place,
    give,
)
from device.enrolment.whole_file import FRESH, fill, make_whole_folder, sync
from wire.registration import encode_registration

log = logging.getLogger(__name__)

_PRIVATE, _SHARED, _PUBLIC = 0o400, 0o440, 0o644
_OWNERS = {
    TLS_KEY: (LINK, "root"),
    SIGNING_KEY: ("root", BOTH),
    LOCKED: (SCREEN, "root"),
}
"""Who may read what is not everybody's (quay-terminal.tmpfiles.conf)."""


def install(place: Place, keys: TerminalKeys, welcome: Welcome, book: NewBook) -> None:
    """Make it a terminal; raise `OSError`. Killed in the midst of it, the next call does it all."""
    answer = welcome.answer
    files = {
        TLS_KEY: (private_pem(keys.tls), _PRIVATE),
        CERTIFICATE: (answer.certificate.encode(), _PUBLIC),
        AUTHORITY: (answer.authority.encode(), _PUBLIC),
        SIGNING_KEY: (private_pem(keys.signing), _SHARED),
        SERVER_KEYS: (answer.server_keys.encode(), _PUBLIC),
        REGISTRATION: (encode_registration(answer.registration), _PUBLIC),
        LOCKED: (book.locked, _PRIVATE),
        BOOK: (book.public.encode(), _PUBLIC),
    }
    make_whole_folder(place.terminal, files, mode=0o755)
    for name, (owner, group) in _OWNERS.items():
        give(place.terminal / name, owner, group)
    _write_settings(place, welcome.settings_text)
    Pending(place).clear()
    log.info("this is now terminal %s", welcome.registration.terminal)


def _write_settings(place: Place, text: str) -> None:
    """With hashes of PINs and an account in it, the settings are the two programs' alone."""
    fresh = place.settings.with_name(f".{place.settings.name}{FRESH}")
    fresh.unlink(missing_ok=True)
    fill(fresh, text.encode(), mode=0o640)
    give(fresh, "root", BOTH)
    fresh.replace(place.settings)
    sync(place.etc)
