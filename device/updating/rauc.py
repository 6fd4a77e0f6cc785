"""RAUC (rauc.io): writes bundles into slots and knows which signatures count."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from device.updating.engine import EngineError, Slots, UnfitBundleError

PRODUCT = "quay-terminal"
BACKEND = Path("/usr/lib/quay/boot-backend")
_QUICK_SECONDS, _INSTALL_SECONDS = 120, 3600
_SAID = 400
_UNSIGNED = ("signature", "certificate", "verify error", "signer", "trust")


class _Bundle(msgspec.Struct, frozen=True):
    compatible: str
    version: str


class _SlotState(msgspec.Struct, frozen=True):
    left: int
    good: bool


class _Choice(msgspec.Struct, frozen=True):
    primary: str | None
    slots: dict[str, _SlotState]


class _RefusedError(EngineError):
    """A program that ran and said no."""


class Rauc:
    """RAUC's command line, which speaks to RAUC's service; and our own backend for the choice."""

    def __init__(
        self,
        *,
        settings: Path | None = None,
        backend: Path = BACKEND,
        surroundings: Mapping[str, str] | None = None,
        restart: Sequence[str] = ("systemctl", "reboot"),
    ) -> None:
        """`settings`: RAUC's own, where they are not in /etc/rauc; `restart`: a command."""
        self._rauc = ["rauc", *(["--conf", str(settings)] if settings else [])]
        self._backend, self._surroundings = str(backend), surroundings
        self._restart = restart

    def slots(self) -> Slots:
        """Return how the slots are; raise `EngineError`."""
        running = self._run([self._backend, "get-current"]).strip()
        try:
            choice = msgspec.json.decode(self._run([self._backend, "show"]), type=_Choice)
            state = choice.slots[running]
        except (msgspec.DecodeError, KeyError) as error:
            raise EngineError(f"the backend says what nobody understands: {error}") from error
        return Slots(
            running=running, next=choice.primary, is_proven=state.good, attempts=state.left
        )

    def version_of(self, bundle: Path) -> str:
        """Return a genuine bundle's version; raise `UnfitBundleError`."""
        try:
            said = self._run([*self._rauc, "info", "--output-format=json", str(bundle)])
            found = msgspec.json.decode(said, type=_Bundle)
        except _RefusedError as error:
            raise _unfit(str(error)) from error
        except msgspec.DecodeError as error:
            raise UnfitBundleError("damaged", str(error)) from error
        if found.compatible != PRODUCT:
            raise UnfitBundleError("other-product", found.compatible)
        return found.version

    def install(self, bundle: Path) -> None:
        """Write a bundle into the other slot; raise `UnfitBundleError` or `EngineError`."""
        self.version_of(bundle)
        self._run(["rauc", "install", str(bundle)], seconds=_INSTALL_SECONDS)

    def mark_good(self) -> None:
        """Note that what runs has proved itself; raise `EngineError`."""
        self._run([self._backend, "set-state", self.slots().running, "good"])

    def mark_bad(self) -> None:
        """Note that what runs is to be tried no more; raise `EngineError`."""
        self._run([self._backend, "set-state", self.slots().running, "bad"])

    def restart(self) -> None:
        """Start anew; raise `EngineError`."""
        self._run(self._restart)

    def _run(self, command: Sequence[str], *, seconds: int = _QUICK_SECONDS) -> str:
        try:
            done = subprocess.run(  # noqa: S603 - fixed commands
                command, capture_output=True, text=True, timeout=seconds, check=False,
                stdin=subprocess.DEVNULL, env=self._surroundings,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            raise EngineError(f"{command[0]}: {error}") from error
        if done.returncode:
            raise _RefusedError(f"{command[0]}: {done.stderr.strip()[-_SAID:] or done.returncode}")
        return done.stdout


def _unfit(said: str) -> UnfitBundleError:
    """Return why, as far as RAUC's words tell a foreign signature from a damaged file."""
    is_foreign = any(word in said.lower() for word in _UNSIGNED)
    return UnfitBundleError("not-signed" if is_foreign else "damaged", json.dumps(said)[-_SAID:])
