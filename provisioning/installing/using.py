"""A release that is put to use: linked, its units in place, its programs started and tested."""

from dataclasses import dataclass

from provisioning.installing.accounts import Accounts
from provisioning.installing.errors import TestFailedError
from provisioning.installing.known import Known, faults_in
from provisioning.installing.machine import CommandFailedError, Machine
from provisioning.installing.release import InUse, Release
from provisioning.installing.server_program import ServerProgram
from provisioning.installing.step import Say, carry_out
from provisioning.installing.units import restart, restart_what_can, stop, unit_files
from words import _


@dataclass(frozen=True, slots=True)
class Using:
    """What is done with whichever release is to run; each raises `ProvisioningError`."""

    machine: Machine
    say: Say

    def stop(self) -> None:
        """Stop our programs."""
        if self.machine.has_systemd:
            self.say(_("  dừng các dịch vụ; máy quầy giữ phiếu và gửi sau"))
            stop(self.machine)

    def start(self, known: Known | None = None) -> None:
        """Start whatever is linked; without `known`, as much of it as starts."""
        if not self.machine.has_systemd:
            return
        still = (
            restart(self.machine, known.lame)
            if known is not None
            else restart_what_can(self.machine)
        )
        if still:
            self.say(_("  không chạy được: {names}").format(names=", ".join(still)))

    def switch(self, release: Release) -> None:
        """Link it, with its accounts and units; nothing is started."""
        steps = (
            Accounts(self.machine, release),
            InUse(self.machine, release.version),
            unit_files(self.machine, release),
        )
        carry_out(steps, self.say)

    def begin(self, release: Release, known: Known) -> tuple[str, ...]:
        """Start it and test it, and return the faults it has; any that is new is raised.

        From now on entries come in, and have receipts.
        """
        self.start(known)
        return self._test(release, known)

    def use(self, release: Release, known: Known) -> tuple[str, ...]:
        """Switch to it and begin."""
        self.switch(release)
        return self.begin(release, known)

    def use_again(self, former: Release) -> None:
        """Use it whatever does not start or pass: what is wrong may have been so before."""
        self.stop()
        self.switch(former)
        self.start()
        try:
            self._test(former, Known())
        except TestFailedError as error:
            self.say(str(error))

    def _test(self, release: Release, known: Known) -> tuple[str, ...]:
        if not self.machine.has_systemd:
            return ()
        self.say(_("  tự kiểm tra"))
        try:
            ServerProgram(self.machine, release).test()
        except CommandFailedError as error:
            faults = faults_in(error.said)
            if known.covers(faults):
                return faults
            raise TestFailedError(error.said) from error
        return ()
