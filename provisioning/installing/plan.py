"""The installation: every step, in order."""

from collections.abc import Iterator

from provisioning.installing.accounts import Accounts
from provisioning.installing.database import Cluster, Database, running
from provisioning.installing.debian import Packages
from provisioning.installing.keys import Keys
from provisioning.installing.machine import Machine
from provisioning.installing.mosquitto import DataFolder, broker_files
from provisioning.installing.nftables import Firewall
from provisioning.installing.office import Papers
from provisioning.installing.release import InUse, Placed, Release, current_version
from provisioning.installing.server_program import ServerProgram, Tables
from provisioning.installing.settings_file import settings_file
from provisioning.installing.step import Count, Say, Step, carry_out
from provisioning.installing.units import Enabled, Started, unit_files
from provisioning.installing.wish import Wish
from words import _


def install(machine: Machine, wish: Wish, release: Release, say: Say, *, only_look: bool) -> Count:
    """Carry out what is not so yet; raise `ProvisioningError` at the first fault.

    On a machine that has another version this is an upgrade, which `change` does.
    """
    ground = (Packages(machine), Accounts(machine, release), Placed(machine, release))
    count = carry_out(ground, say, only_look=only_look)
    if only_look:  # PostgreSQL may not be there to be asked
        rest = carry_out(rest_of(machine, wish, release), say, only_look=True)
        return Count(count.steps + rest.steps, count.done + rest.done)
    with running(machine):
        rest = carry_out(rest_of(machine, wish, release), say)
    return Count(count.steps + rest.steps, count.done + rest.done)


def rest_of(machine: Machine, wish: Wish, release: Release) -> Iterator[Step]:
    """Yield the steps that need Debian's packages."""
    yield Papers(machine, wish)
    yield Keys(machine, wish)
    yield settings_file(machine, wish)
    yield Cluster(machine)
    yield Database(machine)
    yield DataFolder(machine)
    yield broker_files(machine, release)
    yield Firewall(machine)
    yield Tables(ServerProgram(machine, release))
    yield InUse(machine, release.version)
    yield unit_files(machine, release)
    yield Enabled(machine)
    yield Started(machine)


def is_other_version(machine: Machine, release: Release) -> bool:
    """Whether the machine runs another version, which has to be backed up first."""
    return current_version(machine) not in {"", release.version}


def afterwards(machine: Machine, count: Count) -> str:
    """Say how it ended, and what is left to people."""
    if not count.done:
        return _("Không có gì phải đổi: máy đã đúng như vậy.")
    if machine.has_systemd:
        return _("Xong. Máy chủ đang chạy và tự kiểm tra đạt.")
    return _(
        "Xong. Máy này chưa chạy systemd: các dịch vụ sẽ tự chạy khi máy khởi động; sau đó tự kiểm "
        "tra bằng: python -m server self-test."
    )
