"""A release that is put to use: linked, its units in place, its programs started and tested."""

from dataclasses import dataclass

from provisioning.installing.accounts import Accounts
from provisioning.installing.errors import TestFailedError
from provisioning.installing.machine import CommandFailedError, Machine
from provisioning.installing.release import InUse, Release
from provisioning.installing.server_program import ServerProgram
from provisioning.installing.step import Say, carry_out
from provisioning.installing.units import restart, stop, unit_files
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

    def start(self) -> None:
        """Start whatever is linked."""
        if self.machine.has_systemd:
            restart(self.machine)

    def switch(self, release: Release) -> None:
        """Link it, with its accounts and units; nothing is started."""
        steps = (
            Accounts(self.machine, release),
            InUse(self.machine, release.version),
            unit_files(self.machine, release),
        )
        carry_out(steps, self.say)

    def begin(self, release: Release) -> None:
        """Start it and test it: from now on entries come in, and have receipts."""
        self.start()
        if self.machine.has_systemd:
            self.say(_("  tự kiểm tra"))
            try:
                ServerProgram(self.machine, release).test()
            except CommandFailedError as error:
                raise TestFailedError(error.said) from error

    def use(self, release: Release) -> None:
        """Switch to it and begin."""
        self.switch(release)
        self.begin(release)

    def use_again(self, former: Release) -> None:
        """Use it whatever its self-test finds: what is wrong may have been so before."""
        self.stop()
        try:
            self.use(former)
        except TestFailedError as error:
            self.say(str(error))
