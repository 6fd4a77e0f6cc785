"""Going to another version, and back.

The programs stop, which no terminal minds: it keeps what it sold and sends it later. A backup is
taken, the tables come forward, the link is switched, the programs start and test themselves. What
goes wrong on the way goes back by itself.
"""

from dataclasses import dataclass

from provisioning.errors import MissingError, ProvisioningError, RefusedError
from provisioning.installing.accounts import Accounts
from provisioning.installing.copy_of_store import CopyOfStore
from provisioning.installing.database import running
from provisioning.installing.machine import CommandFailedError, Machine
from provisioning.installing.release import (
    InUse,
    Placed,
    Release,
    current_version,
    placed_release,
    remove_release,
    versions,
)
from provisioning.installing.server_program import ServerProgram
from provisioning.installing.step import Say, carry_out
from provisioning.installing.units import restart, stop, unit_files
from words import _

KEPT = 3
"""Releases that stay on the machine."""


class WentBackError(ProvisioningError):
    """The new version did not work; the old one is in use again."""

    def __init__(self, version: str, former: str, why: Exception) -> None:
        super().__init__(
            _("Không lên được {version}, máy đã trở lại {former}. {why}").format(
                version=version, former=former, why=why
            )
        )


class TablesAreNewerError(ProvisioningError):
    """The old version does not know the tables as they are now."""

    def __init__(self, version: str) -> None:
        super().__init__(
            _(
                "Phiên bản {version} không đọc được các bảng hiện nay. Muốn trở lại phải phục hồi "
                "bản sao lưu trước lúc nâng cấp: xem docs/operations/server.md."
            ).format(version=version)
        )


class TestFailedError(ProvisioningError):
    """The programs run, and the self-test is not content."""

    def __init__(self, said: str) -> None:
        super().__init__(said.strip())


@dataclass(frozen=True, slots=True)
class Change:
    """A way from the version in use to another one."""

    machine: Machine
    release: Release
    say: Say

    def told(self) -> str:
        """Return what `upgrade` would do, and touch nothing."""
        return _(
            "Sẽ nâng cấp từ {former} lên {version}: dừng các dịch vụ, sao lưu, sao chép cơ sở dữ "
            "liệu, đưa các bảng lên, khởi động và tự kiểm tra; chưa đổi gì."
        ).format(former=current_version(self.machine), version=self.release.version)

    def upgrade(self) -> str:
        """Go to a new version; raise `WentBackError` if it does not work, and the old one does."""
        former = current_version(self.machine)
        if not former:
            raise MissingError(self.machine.path("/opt/quay/current"))
        if former == self.release.version:
            return _("Máy đã dùng phiên bản {version}.").format(version=former)
        before = placed_release(self.machine, former)
        with running(self.machine):
            carry_out((Placed(self.machine, self.release),), self.say)
            self._stop()
            backup = self._kept_safe(before)
            try:
                self._bring_forward()
                self._use(self.release)
            except ProvisioningError as error:
                self._go_back(before, error)
            CopyOfStore(self.machine).drop()
        self._thin_out(former)
        return _("Đã lên {version}; bản sao lưu trước đó: {backup}").format(
            version=self.release.version, backup=backup
        )

    def roll_back(self) -> str:
        """Go to an older version that lies there; raise `TablesAreNewerError` if it cannot read.

        One that does not start is left again: raises `WentBackError`.
        """
        former = current_version(self.machine)
        if former == self.release.version:
            raise RefusedError(former, _("một phiên bản khác với bản đang dùng"))
        with running(self.machine):
            schema = ServerProgram(self.machine, self.release).schema()
            if schema.made > schema.wanted:
                raise TablesAreNewerError(self.release.version)
            self._stop()
            try:
                self._use(self.release)
            except ProvisioningError as error:
                self._use_again(placed_release(self.machine, former), error)
        return _("Máy đã trở lại {version}.").format(version=self.release.version)

    def _stop(self) -> None:
        if self.machine.has_systemd:
            self.say(_("  dừng các dịch vụ; máy quầy giữ phiếu và gửi sau"))
            stop(self.machine)

    def _kept_safe(self, before: Release) -> str:
        """Back up, and copy the database; if that fails, nothing has changed yet."""
        self.say(_("  sao lưu"))
        try:
            backup = ServerProgram(self.machine, before).back_up()
            CopyOfStore(self.machine).make()
        except ProvisioningError:
            self._start()
            raise
        return backup

    def _bring_forward(self) -> None:
        self.say(_("  đưa các bảng lên phiên bản mới"))
        ServerProgram(self.machine, self.release).bring_forward()

    def _use(self, release: Release) -> None:
        steps = (
            Accounts(self.machine, release),
            InUse(self.machine, release.version),
            unit_files(self.machine, release),
        )
        carry_out(steps, self.say)
        self._start()
        if self.machine.has_systemd:
            self.say(_("  tự kiểm tra"))
            try:
                ServerProgram(self.machine, release).test()
            except CommandFailedError as error:
                raise TestFailedError(error.said) from error

    def _start(self) -> None:
        if self.machine.has_systemd:
            restart(self.machine)

    def _go_back(self, before: Release, error: ProvisioningError) -> None:
        """Use the old version again, with the database as it was: nothing came in meanwhile."""
        self._stop()
        CopyOfStore(self.machine).bring_back()
        remove_release(self.machine, self.release.version)  # nobody is to go there by mistake
        self._use_again(before, error)

    def _use_again(self, former: Release, error: ProvisioningError) -> None:
        self.say(_("  không được: {why}").format(why=error))
        self._stop()
        self._use(former)
        raise WentBackError(self.release.version, former.version, error) from error

    def _thin_out(self, former: str) -> None:
        """Remove releases that are older than the last few; the one before stays for sure."""
        there = versions(self.machine)
        for version in set(there) - {self.release.version, former, *there[-KEPT:]}:
            remove_release(self.machine, version)
