"""Keys and certificates: readable by their accounts and nobody else, and good for a while yet."""

import grp
import os
import pwd
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509

from server.self_test.finding import Finding, fault, good, note
from server.settings import ServerSettings
from words import _

_SOON, _VERY_SOON = timedelta(days=60), timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Held:
    """A key's file, and the accounts whose programs read it."""

    file: Path
    accounts: tuple[str, ...]


def keys_of(settings: ServerSettings) -> tuple[Held, ...]:
    """Return every private key that the settings name."""
    signs = ["quay-ingest", "quay-answers"]
    held = [Held(settings.broker.key, ("quay-ingest",))]
    if settings.answers:
        held.append(Held(settings.answers.key, ("quay-answers",)))
    if settings.enrol:
        held.append(Held(settings.enrol.key, ("quay-enrol-door",)))
        signs.append("quay-enrol-door")
    if settings.door:
        held.append(Held(settings.door.key, ("quay-door",)))
        signs.append("quay-door")
    if settings.web.key:
        held.append(Held(settings.web.key, ("quay-web",)))
    return (Held(settings.signing_key, tuple(signs)), *held)


def certificates_of(settings: ServerSettings) -> tuple[Path, ...]:
    """Return every certificate that the settings name."""
    found = [settings.broker.ca, settings.broker.certificate]
    found += [
        part.certificate for part in (settings.answers, settings.enrol, settings.door) if part
    ]
    return (*found, settings.web.certificate) if settings.web.certificate else tuple(found)


def look_at_keys(settings: ServerSettings) -> Iterator[Finding]:
    """Tell of every key that its program cannot read, and of those that others can."""
    faults = [found for held in keys_of(settings) for found in _key(held)]
    yield from faults
    if not faults:
        yield good(_("khóa riêng: đúng chương trình đọc được, người khác thì không"))


def look_at_certificates(settings: ServerSettings, now: datetime) -> Iterator[Finding]:
    """Tell when certificates end."""
    for file in certificates_of(settings):
        yield _certificate(file, now)


def _key(held: Held) -> Iterator[Finding]:
    remedy = _("systemd-tmpfiles --create trả lại quyền đúng cho các tệp trong /etc/quay")
    try:
        mode = held.file.stat()
    except OSError as error:
        why = error.strerror or str(error)
        yield fault(_("khóa {file}: {why}").format(file=held.file, why=why), remedy)
        return
    if mode.st_mode & (stat.S_IROTH | stat.S_IWOTH):
        yield fault(_("khóa {file}: ai cũng đọc được").format(file=held.file), remedy)
    for account in held.accounts:
        if not _may_read(mode, account):
            yield fault(
                _("khóa {file}: tài khoản {account} không đọc được").format(
                    file=held.file, account=account
                ),
                remedy,
            )


def _may_read(mode: os.stat_result, account: str) -> bool:
    """Whether an account may read a file by its mode; an account this machine lacks, any way."""
    try:
        user = pwd.getpwnam(account)
    except KeyError:
        return True
    if mode.st_uid == user.pw_uid:
        return bool(mode.st_mode & stat.S_IRUSR)
    groups = {user.pw_gid, *(one.gr_gid for one in grp.getgrall() if account in one.gr_mem)}
    return bool(mode.st_mode & (stat.S_IRGRP if mode.st_gid in groups else stat.S_IROTH))


def _certificate(file: Path, now: datetime) -> Finding:
    try:
        found = x509.load_pem_x509_certificate(file.read_bytes())
    except (OSError, ValueError) as error:
        return fault(
            _("chứng thư {file}: {why}").format(file=file, why=error),
            _("chép lại từ thư mục của Sở: python -m provisioning server …"),
        )
    return how_long(found, _("chứng thư {file}").format(file=file.name), now)


def how_long(found: x509.Certificate, what: str, now: datetime) -> Finding:
    """Tell for how long a certificate is good; `what` names it."""
    until = found.not_valid_after_utc
    said = _("{what}: đến {until}").format(what=what, until=f"{until:%d/%m/%Y}")
    if found.not_valid_before_utc > now:
        return fault(said, _("đồng hồ máy sớm hơn ngày cấp: chỉnh giờ (timedatectl)"))
    left, remedy = until - now, _("cấp lại ở thư mục của Sở rồi chạy lại bộ cài")
    if left < _VERY_SOON:
        return fault(said, remedy)
    return note(said, remedy) if left < _SOON else good(said)
