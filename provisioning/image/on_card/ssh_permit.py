#!/usr/bin/python3
"""Lets in over SSH whom a signed permit on the card names, for this terminal and for some days.

The permit is a CMS message (RFC 5652), signed by the province's update key; whoever can make a
terminal install other programs gains nothing by it. Whatever is wrong ends with status 1 and one
line; sshd is not started then.
"""

import subprocess
import sys
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

LONGEST = timedelta(days=31)
_OPENSSL = "/usr/bin/openssl"
_PATIENCE_SECONDS = 60
_KEY_KINDS = ("ssh-ed25519 ", "ecdsa-sha2-nistp256 ", "sk-ssh-ed25519@openssh.com ")


class NoPermitError(Exception):
    """Nobody is let in."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where things lie below a root that is / anywhere but on a work bench."""

    root: Path = Path("/")

    @property
    def permit(self) -> Path:
        """What was on the card."""
        return self.root / "run/quay-outlet/ssh-permit.cms"

    @property
    def keyring(self) -> Path:
        """Who may sign it."""
        return self.root / "etc/rauc/keyring.pem"

    @property
    def settings(self) -> Path:
        """Which terminal this is."""
        return self.root / "etc/quay/device.toml"

    @property
    def keys(self) -> Path:
        """Whom sshd lets in."""
        return self.root / "run/quay-ssh/authorized_keys"


def main(place: Place, now: datetime) -> int:
    """Write whom sshd lets in: 0; or say why nobody is: 1."""
    try:
        keys = permitted(place, now)
    except NoPermitError as error:
        sys.stderr.write(f"<4>no SSH: {error}\n")
        return 1
    place.keys.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.keys.write_text("".join(f"{key}\n" for key in keys))
    place.keys.chmod(0o600)
    sys.stderr.write(f"<4>SSH is permitted to {len(keys)} keys\n")
    return 0


def permitted(place: Place, now: datetime) -> list[str]:
    """Return the keys that may come in now; raise `NoPermitError`."""
    try:
        permit = tomllib.loads(_content(place).decode())
        until, keys = permit["until"], permit["keys"]
        named = permit["terminal"]
        terminal = tomllib.loads(place.settings.read_text())["terminal"]
    except (OSError, ValueError, KeyError) as error:
        raise NoPermitError(f"the permit or the settings cannot be read ({error!r})") from error
    if named != terminal:
        raise NoPermitError("the permit is for another terminal")
    if not isinstance(until, datetime) or until.tzinfo is None:
        raise NoPermitError("the permit says no time")
    if not now < until <= now + LONGEST:
        raise NoPermitError(f"the permit ends at {until:%Y-%m-%d %H:%M}Z, and it is {now:%Y-%m-%d}")
    if not keys or not all(_is_key(key) for key in keys):
        raise NoPermitError("the permit holds something that is no key")
    return list(keys)


def _content(place: Place) -> bytes:
    """Return what was signed; raise `NoPermitError` where nobody of ours has signed it."""
    done = subprocess.run(  # noqa: S603 - a fixed command
        [
            *(_OPENSSL, "cms", "-verify", "-binary", "-inform", "DER", "-purpose", "any"),
            *("-no-CApath", "-no-CAstore", "-CAfile", str(place.keyring)),
            *("-in", str(place.permit)),
        ],
        check=False,
        capture_output=True,
        timeout=_PATIENCE_SECONDS,
    )
    if done.returncode:
        raise NoPermitError("the permit is not signed by the province")
    return done.stdout


def _is_key(key: object) -> bool:
    return isinstance(key, str) and key.startswith(_KEY_KINDS) and key.isprintable()


if __name__ == "__main__":
    sys.exit(main(Place(), datetime.now(UTC)))
