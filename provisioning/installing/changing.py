"""Going to another version, and back.

The programs stop, which no terminal minds: it keeps what it sold and sends it later. A backup is
taken, the tables come forward, the link is switched, the programs start and test themselves. What
goes wrong on the way goes back by itself.
"""

from dataclasses import dataclass
from typing import NoReturn

from provisioning.errors import MissingError, ProvisioningError, RefusedError
from provisioning.installing.copy_of_store import CopyOfStore
from provisioning.installing.database import running
from provisioning.installing.errors import TablesAreNewerError, WentBackError
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
from provisioning.installing.using import Using
from words import _

KEPT = 3
"""Releases that stay on the machine."""


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
            self._using.stop()
            backup = self._kept_safe(before)
            try:
                self._bring_forward()
                self._using.switch(self.release)
            except ProvisioningError as error:
                self._go_back(before, error, has_served=False)
            try:
                self._using.begin(self.release)
            except ProvisioningError as error:
                self._go_back(before, error, has_served=True)
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
            if not ServerProgram(self.machine, self.release).reads_tables():
                raise TablesAreNewerError(self.release.version)
            self._using.stop()
            try:
                self._using.use(self.release)
            except ProvisioningError as error:
                self.say(_("  không được: {why}").format(why=error))
                self._using.use_again(placed_release(self.machine, former))
                raise WentBackError(self.release.version, former, error) from error
        return _("Máy đã trở lại {version}.").format(version=self.release.version)

    @property
    def _using(self) -> Using:
        return Using(self.machine, self.say)

    def _kept_safe(self, before: Release) -> str:
        """Back up, and copy the database; if that fails, nothing has changed yet."""
        self.say(_("  sao lưu"))
        try:
            backup = ServerProgram(self.machine, before).back_up()
            CopyOfStore(self.machine).make(before.version)
        except ProvisioningError:
            self._using.start()
            raise
        return backup

    def _bring_forward(self) -> None:
        self.say(_("  đưa các bảng lên phiên bản mới"))
        ServerProgram(self.machine, self.release).bring_forward()

    def _go_back(self, before: Release, error: Exception, *, has_served: bool) -> NoReturn:
        """Use the old version again, and lose nothing that somebody has a receipt for.

        Before the programs served nothing came in, and the copy takes the database's place. Later
        it does so only if the old version cannot read the tables, and terminals are asked again.
        """
        self.say(_("  không được: {why}").format(why=error))
        self._using.stop()
        InUse(self.machine, before.version).apply()
        beside = ""
        if not has_served:
            CopyOfStore(self.machine).bring_back()
        elif not self._is_read_by(before):
            beside = self._bring_back_and_ask(before)
        remove_release(self.machine, self.release.version)  # nobody is to go there by mistake
        self._using.use_again(before)
        CopyOfStore(self.machine).drop()
        raise WentBackError(self.release.version, before.version, error, beside) from error

    def _is_read_by(self, before: Release) -> bool:
        try:
            return ServerProgram(self.machine, before).reads_tables()
        except ProvisioningError:
            return False

    def _bring_back_and_ask(self, before: Release) -> str:
        """Put the copy back, have terminals asked for what came since, and say what people do."""
        at = CopyOfStore(self.machine).bring_back().at
        try:
            ServerProgram(self.machine, before).note_came_back(at)
        except CommandFailedError as error:
            self.say(str(error))
            return _(
                "Cơ sở dữ liệu đã trở về lúc {at}. Phải chạy ngay python -m server restore "
                "--came-back {at}, nếu không máy quầy không gửi lại phần sau đó."
            ).format(at=at)
        return _(
            "Cơ sở dữ liệu đã trở về lúc {at}: máy quầy gửi lại phần sau đó, còn việc người làm "
            "trên máy chủ sau đó phải làm lại. Thông báo thu hồi tạm giữ: hãy rà, rồi chạy python "
            "-m server restore --release TÊN."
        ).format(at=at)

    def _thin_out(self, former: str) -> None:
        """Remove releases that are older than the last few; the one before stays for sure."""
        there = versions(self.machine)
        for version in set(there) - {self.release.version, former, *there[-KEPT:]}:
            remove_release(self.machine, version)
