"""What is wrong with the server before its version changes, and no version can mend."""

import re
from dataclasses import dataclass

from provisioning.installing.machine import CommandFailedError, Machine
from provisioning.installing.release import Release
from provisioning.installing.server_program import ServerProgram
from provisioning.installing.units import lame_services
from words import LANGUAGES, _, speaking

_NUMBER = re.compile(r"\d+")
_FAILING = re.compile(r": (?:activating|deactivating)$")
"""What systemd says between two starts of a program that ends again and again."""


@dataclass(frozen=True, slots=True)
class Known:
    """What was wrong already: only what is not in here speaks against another version."""

    faults: tuple[str, ...] = ()
    lame: frozenset[str] = frozenset()
    """Services that were to run and could not."""

    def covers(self, faults: tuple[str, ...]) -> bool:
        """Whether all of these were there before; a test that names none has not been made."""
        return bool(faults) and {*map(_lasting, faults)} <= {*map(_lasting, self.faults)}


def look(machine: Machine, *releases: Release) -> Known:
    """Look before anything is stopped, by the first of these self-tests that can be made."""
    if not machine.has_systemd:
        return Known()
    lame = lame_services(machine)
    for release in releases:
        try:
            ServerProgram(machine, release).test()
        except CommandFailedError as error:
            if faults := faults_in(error.said):
                return Known(faults, lame)
        else:
            break
    return Known(lame=lame)


def faults_in(said: str) -> tuple[str, ...]:
    """Return the faults that a self-test wrote, in whichever language the server speaks."""
    words = set()
    for language in LANGUAGES:
        with speaking(language):
            words.add(_("HỎNG"))
    lines = (line.partition(" ") for line in said.splitlines())
    return tuple(what.strip() for word, _gap, what in lines if word in words)


def with_faults(said: str, sentence: str, faults: tuple[str, ...]) -> str:
    """Return what is said, with a sentence more where there are faults."""
    return f"{said}\n{sentence.format(faults='; '.join(faults))}" if faults else said


def _lasting(fault: str) -> str:
    """Return of a fault what stays from one look to the next: not its days, hours or GB."""
    return _NUMBER.sub("", _FAILING.sub(": failed", fault))
