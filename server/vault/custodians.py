"""Custodians: the people of whom any two together open the vault."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from server.vault.errors import VaultError
from settings.secret import one_spelling
from words import _

FEWEST, MOST = 2, 6
_LONGEST_NAME = 60
_LEAST_SECRET = 16
_PIN_DIGITS = range(4, 13)


@dataclass(frozen=True, slots=True)
class Custodian:
    """A custodian and what that person knows or carries: badge and PIN, or a passphrase."""

    name: str
    secrets: tuple[str, ...] = field(repr=False)

    def words(self) -> str:
        """Return name and secrets as one part of a pair's lock."""
        return msgspec.json.encode([self.name, *self.secrets]).decode()


def tidy_name(name: str) -> str:
    """Return a name in one spelling; raise `VaultError` if it is none."""
    tidy = " ".join(one_spelling(name).split())
    if not tidy or not tidy.isprintable() or len(tidy) > _LONGEST_NAME:
        raise VaultError(_("Tên người giữ khóa không được để trống, tối đa 60 ký tự."))
    return tidy


def check_names(names: Sequence[str]) -> None:
    """Raise `VaultError` unless these can be the custodians of a key."""
    if not FEWEST <= len(names) <= MOST:
        raise VaultError(
            _("Cần từ {fewest} đến {most} người giữ khóa.").format(fewest=FEWEST, most=MOST)
        )
    if len({name.casefold() for name in names}) != len(names):
        raise VaultError(_("Mỗi người giữ khóa phải có tên khác nhau."))


def check_strength(custodians: Iterable[Custodian]) -> None:
    """Raise `VaultError` where a new secret is too weak or is another's."""
    seen: set[tuple[str, ...]] = set()
    for custodian in custodians:
        first, *pin = custodian.secrets
        if len(first) < _LEAST_SECRET:
            raise VaultError(
                _("{name}: mã thẻ hoặc câu mật khẩu phải có ít nhất {count} ký tự.").format(
                    name=custodian.name, count=_LEAST_SECRET
                )
            )
        if pin and not _is_pin(pin[0]):
            raise VaultError(_("{name}: PIN gồm 4 đến 12 chữ số.").format(name=custodian.name))
        if custodian.secrets in seen:
            raise VaultError(_("Hai người giữ khóa không được dùng chung mật khẩu."))
        seen.add(custodian.secrets)


def _is_pin(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) in _PIN_DIGITS
