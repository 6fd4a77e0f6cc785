"""Asking custodians for their secrets: at the keyboard without echo, or from files."""

import getpass
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from server.vault.custodians import Custodian, tidy_name
from server.vault.errors import VaultError
from settings.secret import SecretFileError, one_spelling, read_secret
from words import _


@dataclass(frozen=True, slots=True)
class SecretFiles:
    """Which file holds whose secret, by the custodian's name."""

    badge: Mapping[str, Path] = field(default_factory=dict)
    pin: Mapping[str, Path] = field(default_factory=dict)
    passphrase: Mapping[str, Path] = field(default_factory=dict)

    def of(self, name: str) -> tuple[str, ...] | None:
        """Return a custodian's secrets, or None if no file is named; raise `VaultError`."""
        if name in self.passphrase:
            return (_read(self.passphrase[name]),)
        if name in self.badge and name in self.pin:
            return _read(self.badge[name]), _read(self.pin[name])
        return None


def by_name(given: list[str]) -> dict[str, Path]:
    """Read "NAME=FILE" as the command line has it; raise `VaultError`."""
    found = {}
    for one in given:
        name, equals, file = one.partition("=")
        if not equals:
            raise VaultError(_("{given}: cần TÊN=TỆP.").format(given=one))
        found[tidy_name(name)] = Path(file)
    return found


def ask(
    name: str,
    files: SecretFiles,
    *,
    twice: bool = False,
    prompt: Callable[[str], str] = getpass.getpass,
) -> Custodian:
    """Return a custodian with secrets; `twice` where they are new. Raises `VaultError`."""
    known = files.of(name)
    if known:
        return Custodian(name, known)
    if not sys.stdin.isatty():
        raise VaultError(_("Không có bàn phím để hỏi {name}; hãy dùng tệp.").format(name=name))
    secrets = _typed(name, prompt)
    if twice and _typed(_("{name}, nhập lại").format(name=name), prompt) != secrets:
        raise VaultError(_("Hai lần nhập không giống nhau."))
    return Custodian(name, secrets)


def _typed(who: str, prompt: Callable[[str], str]) -> tuple[str, ...]:
    question = _("{who}: quét thẻ (không có thẻ thì bấm Enter): ").format(who=who)
    badge = one_spelling(prompt(question))
    if badge:
        return badge, prompt(_("{who}: PIN: ").format(who=who))
    return (one_spelling(prompt(_("{who}: câu mật khẩu: ").format(who=who))),)


def _read(file: Path) -> str:
    try:
        return read_secret(file)
    except SecretFileError as error:
        raise VaultError(str(error)) from None
    except OSError as error:
        raise VaultError(_("Không đọc được {file}.").format(file=file)) from error
