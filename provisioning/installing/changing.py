"""Going to another version, and back.

The programs stop, which no terminal minds: it keeps what it sold and sends it later. A backup is
taken, the tables come forward, the link is switched, the programs start and test themselves. What
goes wrong on the way goes back by itself; what was wrong before is only said.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from signal import SIGHUP, SIGINT

from provisioning.errors import MissingError, ProvisioningError, RefusedError
from provisioning.installing.copy_of_store import CopyOfStore
from provisioning.installing.database import running
from provisioning.installing.errors import BrokenOffError, TablesAreNewerError, WentBackError
from provisioning.installing.known import Known, look, with_faults
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
from provisioning.installing.signals import deaf_to
from provisioning.installing.step import Say, carry_out
from provisioning.installing.units import Started
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
        former = placed_release(self.machine, current_version(self.machine))
        said = _(
            "Sẽ nâng cấp từ {former} lên {version}: dừng các dịch vụ, sao lưu, sao chép cơ sở dữ "
            "liệu, đưa các bảng lên, khởi động và tự kiểm tra; chưa đổi gì."
        ).format(former=former.version, version=self.release.version)
        beside = _("Những điều này đang hỏng, và không cản việc nâng cấp: {faults}")
        return with_faults(said, beside, look(self.machine, former).faults)

    def upgrade(self) -> str:
        """Go to a new version; raise `WentBackError` if it does not work, and the old one does."""
        former = current_version(self.machine)
        if not former:
            raise MissingError(self.machine.path("/opt/quay/current"))
        with running(self.machine), deaf_to(SIGHUP):
            before = placed_release(self.machine, former)
            self._ask_late(before)
            if former == self.release.version:
                return self._finish()
            self._clear_up(before)
            said = self._go(before, look(self.machine, before))
            CopyOfStore(self.machine).drop()
        self._thin_out(former)
        return said

    def roll_back(self) -> str:
        """Go to an older version that lies there; raise `TablesAreNewerError` if it cannot read.

        One that does not start is left again: raises `WentBackError`.
        """
        former = current_version(self.machine)
        if former == self.release.version:
            raise RefusedError(former, _("một phiên bản khác với bản đang dùng"))
        with running(self.machine), deaf_to(SIGHUP):
            left = placed_release(self.machine, former)
            self._ask_late(left)
            is_read = ServerProgram(self.machine, self.release).reads_tables()
            if not is_read and not self._has_copy():
                raise TablesAreNewerError(self.release.version)
            known, beside = look(self.machine, left, self.release), ""
            try:
                self._using.stop()
                if not is_read:
                    beside = self._bring_back_and_ask(self.release)
                faults = self._using.use(self.release, known)
            except BaseException as error:
                self._stay(left, error, beside)
                raise
            CopyOfStore(self.machine).drop()
        said = _("Máy đã trở lại {version}.").format(version=self.release.version)
        said += f"\n{beside}" if beside else ""
        return with_faults(said, _("Những điều này đã có trước khi trở lại: {faults}"), faults)

    @property
    def _using(self) -> Using:
        return Using(self.machine, self.say)

    def _finish(self) -> str:
        """Go on with an upgrade to the version that is in use by now, if it was broken off."""
        copy = CopyOfStore(self.machine)
        if copy.found() is None and Started(self.machine).check():
            return _("Máy đã dùng phiên bản {version}.").format(version=self.release.version)
        self._using.use(self.release, Known())
        copy.drop()
        return _("Máy đã dùng phiên bản {version}; đã khởi động lại và tự kiểm tra.").format(
            version=self.release.version
        )

    def _clear_up(self, before: Release) -> None:
        """Put right what an upgrade left that was broken off while `before` was linked."""
        copy = CopyOfStore(self.machine)
        found = copy.found()
        if found is None:
            return
        self.say(_("  lần nâng cấp trước bị ngắt giữa chừng"))
        if not ServerProgram(self.machine, before).reads_tables():
            if found.version not in {"", before.version}:
                raise TablesAreNewerError(before.version)
            self._using.stop()
            self.say(self._bring_back_and_ask(before))
            self._using.use_again(before)
        copy.drop()

    def _go(self, before: Release, known: Known) -> str:
        """Upgrade, and return what to say of it; whatever breaks it off leads back."""
        carry_out((Placed(self.machine, self.release),), self.say)
        try:
            self._using.stop()
            backup = self._kept_safe(before)
        except BaseException:  # nothing has changed yet
            with deaf_to(SIGINT):
                self._using.start()
                with suppress(CommandFailedError):
                    CopyOfStore(self.machine).drop()
            raise
        try:
            self._bring_forward()
            self._using.switch(self.release)
        except BaseException as error:
            self._go_back(before, error, has_served=False)
            raise
        try:
            faults = self._using.begin(self.release, known)
        except BaseException as error:
            self._go_back(before, error, has_served=True)
            raise
        said = _("Đã lên {version}; bản sao lưu trước đó: {backup}").format(
            version=self.release.version, backup=backup
        )
        return with_faults(said, _("Những điều này đã có trước khi nâng cấp: {faults}"), faults)

    def _kept_safe(self, before: Release) -> str:
        self.say(_("  sao lưu"))
        backup = ServerProgram(self.machine, before).back_up()
        CopyOfStore(self.machine).make(before.version)
        return backup

    def _bring_forward(self) -> None:
        self.say(_("  đưa các bảng lên phiên bản mới"))
        ServerProgram(self.machine, self.release).bring_forward()

    def _go_back(self, before: Release, error: BaseException, *, has_served: bool) -> None:
        """Use the old version again, and lose nothing that somebody has a receipt for.

        Before the programs served nothing came in, and the copy takes the database's place. Later
        it does so only if the old version cannot read the tables, and terminals are asked again.
        Raises as `_stay` does.
        """
        copy, beside = CopyOfStore(self.machine), ""
        with deaf_to(SIGINT):
            self._using.stop()
            # First the link: if this is broken off too, the next run sees where it was going.
            InUse(self.machine, before.version).apply()
            if not has_served:
                copy.bring_back(has_served=False)
            elif self._is_read_by(before):
                copy.drop()
            else:
                beside = self._bring_back_and_ask(before)
            remove_release(self.machine, self.release.version)  # nobody is to go there by mistake
            self._stay(before, error, beside)

    def _stay(self, former: Release, error: BaseException, beside: str) -> None:
        """Use a version again; raise `WentBackError`, but where Ctrl+C was pressed only say it."""
        why = error if isinstance(error, Exception) else BrokenOffError()
        self.say(_("  không được: {why}").format(why=why))
        with deaf_to(SIGINT):
            self._using.use_again(former)
        back = WentBackError(self.release.version, former.version, why, beside)
        if why is error:
            raise back from error
        self.say(str(back))

    def _has_copy(self) -> bool:
        """Whether an upgrade from this release was broken off of late, and its copy is there."""
        found = CopyOfStore(self.machine).found()
        return bool(
            found and found.version == self.release.version and found.is_fresh(datetime.now(UTC))
        )

    def _is_read_by(self, before: Release) -> bool:
        try:
            return ServerProgram(self.machine, before).reads_tables()
        except ProvisioningError:
            return False

    def _bring_back_and_ask(self, before: Release) -> str:
        """Put the copy back, have terminals asked for what came since, and say what people do."""
        with deaf_to(SIGINT):
            at = CopyOfStore(self.machine).bring_back(has_served=True).at
            return self._ask(before, at)

    def _ask_late(self, release: Release) -> None:
        """Have terminals asked where a way back was broken off before they were."""
        if at := CopyOfStore(self.machine).unasked():
            self.say(self._ask(release, at))

    def _ask(self, release: Release, at: str) -> str:
        if not self._note_came_back(release, at):
            return _(
                "Cơ sở dữ liệu đã trở về lúc {at}. Phải chạy ngay python -m server restore "
                "--came-back {at}, nếu không máy quầy không gửi lại phần sau đó."
            ).format(at=at)
        return _(
            "Cơ sở dữ liệu đã trở về lúc {at}: máy quầy gửi lại phần sau đó, còn việc người làm "
            "trên máy chủ sau đó phải làm lại. Thông báo thu hồi tạm giữ: hãy rà, rồi chạy python "
            "-m server restore --release TÊN."
        ).format(at=at)

    def _note_came_back(self, release: Release, at: str) -> bool:
        try:
            ServerProgram(self.machine, release).note_came_back(at)
        except CommandFailedError as error:
            self.say(str(error))
            return False
        CopyOfStore(self.machine).asked()
        return True

    def _thin_out(self, former: str) -> None:
        """Remove releases that are older than the last few; the one before stays for sure."""
        there = versions(self.machine)
        for version in set(there) - {self.release.version, former, *there[-KEPT:]}:
            remove_release(self.machine, version)
