"""PostgreSQL: settings, one role, one database; each account comes in as itself (peer).

There is no password anywhere: PostgreSQL asks the kernel who is at the other end of its socket,
and listens to no network. https://www.postgresql.org/docs/15/auth-username-maps.html
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from provisioning.errors import ProvisioningError
from provisioning.installing.machine import CommandFailedError, Machine
from words import _

ROLE = DATABASE = "quay"
URL = f"postgresql://{ROLE}@/{DATABASE}?host=/run/postgresql"
ACCOUNTS = (
    "root",
    "quay-ingest",
    "quay-answers",
    "quay-follow",
    "quay-web",
    "quay-door",
    "quay-enrol-door",
    "quay-watch",
    "quay-reconcile",
    "quay-backup",
    "quay-retain",
    "quay-vault",
)
_IDENT = "# Quay: which accounts of this machine are the database's role.\n" + "".join(
    f"quay {account} {ROLE}\n" for account in ACCOUNTS
)
_HBA = (
    "# Quay: its database is for its own accounts, by the kernel's word.\n"
    f"local {DATABASE} {ROLE} peer map=quay\n"
)
_HAS_ROLE = f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'"  # noqa: S608 - our own names
_HAS_DATABASE = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"  # noqa: S608
_MEGABYTE = 1024 * 1024
_MOST_SHARED = 4096
_SETTINGS = """\
# Quay. What is not named here is Debian's.
# Nobody comes in over the network.
listen_addresses = ''
# A quarter of this machine's memory; the rest is the programs' and the file cache's.
shared_buffers = {shared}MB
effective_cache_size = {cache}MB
work_mem = 32MB
# The pages' processes hold a dozen each.
max_connections = 200
# Short queries over many tables: compiling them costs more than it saves.
jit = off
# A disk without moving parts.
random_page_cost = 1.1
"""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A step: PostgreSQL has our settings, and lets our accounts in."""

    machine: Machine

    @property
    def said(self) -> str:
        """Say so."""
        return _("PostgreSQL: cài đặt, và mỗi tài khoản vào bằng chính mình (peer)")

    def check(self) -> bool:
        """Whether it has."""
        try:
            folder = _folder(self.machine)
        except ProvisioningError:
            return False
        return (
            self.machine.path(f"{folder}/conf.d/quay.conf").exists()
            and _IDENT in _text(self.machine, f"{folder}/pg_ident.conf")
            and _text(self.machine, f"{folder}/pg_hba.conf").startswith(_HBA)
        )

    def apply(self) -> None:
        """Write what is missing, and have it read."""
        folder = _folder(self.machine)
        settings = f"{folder}/conf.d/quay.conf"
        if not self.machine.path(settings).exists():
            self.machine.write(settings, _settings().encode())
        for name, ours in (("pg_ident.conf", _IDENT), ("pg_hba.conf", _HBA)):
            before = _text(self.machine, f"{folder}/{name}")
            if ours not in before:  # first: the first rule that fits is the one that counts
                self.machine.write(f"{folder}/{name}", (ours + before).encode(), 0o640)
        if self.machine.has_systemd:
            self.machine.run("systemctl", "restart", "postgresql.service")
        elif _is_online(self.machine):
            self.machine.run("pg_ctlcluster", *cluster(self.machine), "restart", "-m", "fast")


@dataclass(frozen=True, slots=True)
class Database:
    """A step: role and database are there."""

    machine: Machine

    @property
    def said(self) -> str:
        """Name the database."""
        return _("cơ sở dữ liệu {name} trong PostgreSQL").format(name=DATABASE)

    def check(self) -> bool:
        """Whether they are; a PostgreSQL that is down is started for the question."""
        try:
            with running(self.machine):
                return self._is_there()
        except ProvisioningError:
            return False

    def apply(self) -> None:
        """Make them."""
        with running(self.machine):
            if not self._asked(_HAS_ROLE):
                tell(self.machine, f"CREATE ROLE {ROLE} LOGIN")
            if not self._is_there():
                tell(
                    self.machine,
                    f"CREATE DATABASE {DATABASE} OWNER {ROLE} TEMPLATE template0"
                    " ENCODING 'UTF8' LOCALE 'C.UTF-8'",
                )
            # Names are everybody's; what is in it is the role's alone.
            tell(self.machine, f"REVOKE CONNECT ON DATABASE {DATABASE} FROM PUBLIC")

    def _is_there(self) -> bool:
        return bool(self._asked(_HAS_DATABASE))

    def _asked(self, query: str) -> str:
        return tell(self.machine, query).strip()


def tell(machine: Machine, sql: str) -> str:
    """Have PostgreSQL do something as its own administrator; return what it answers."""
    psql = ("psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", "postgres")
    return machine.run(*psql, "-c", sql, account="postgres")


@contextmanager
def running(machine: Machine) -> Iterator[None]:
    """Have PostgreSQL run for as long as the block does; where it runs anyway, it goes on."""
    version, name = cluster(machine)
    if _is_online(machine):
        yield
        return
    start = ("systemctl", "start", "postgresql.service")
    if machine.has_systemd:
        machine.run(*start)
        yield
        return
    machine.run("pg_ctlcluster", version, name, "start")
    try:
        yield
    finally:
        machine.run("pg_ctlcluster", version, name, "stop", "-m", "fast")


def cluster(machine: Machine) -> tuple[str, str]:
    """Return version and name of the machine's one cluster; raise `ProvisioningError`."""
    lines = machine.run("pg_lsclusters", "-h").splitlines()
    if len(lines) != 1:
        raise CommandFailedError(
            "pg_lsclusters", _("cần đúng một cụm PostgreSQL, máy này có {n}").format(n=len(lines))
        )
    version, name, *_rest = lines[0].split()
    return version, name


def _is_online(machine: Machine) -> bool:
    return machine.says("pg_lsclusters", "-h").split()[3:4] == ["online"]


def _folder(machine: Machine) -> str:
    version, name = cluster(machine)
    return f"/etc/postgresql/{version}/{name}"


def _settings() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MEGABYTE
    return _SETTINGS.format(shared=min(memory // 4, _MOST_SHARED), cache=memory // 2)


def _text(machine: Machine, place: str) -> str:
    try:
        return machine.path(place).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
