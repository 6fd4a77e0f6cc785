"""The card, as a file: a copy of the image in the size of a real one, and what lies on it."""

import json
import subprocess
import tempfile
from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from provisioning.image import boot
from provisioning.image.boot.backend import BootState, read_state
from provisioning.image.boot.slot import make_script

CARD_BYTES = 4 * 2**30
DATA, STATE, FIRMWARE = 8, 2, 1
UNTOUCHED = (FIRMWARE, STATE, 3, 6)
"""What an old card's reader leaves as it is."""
SCRIPT = Path(boot.__file__).with_name("boot.cmd")
PYTHON = "/opt/quay/.venv/bin/python"
_SLOW_UNITS = ("quay-ui.service", "quay-link.service", "quay-enrol.service")
_TELLS = "systemd.journald.forward_to_console=1 systemd.journald.max_level_console=info"
_PATIENCE = "[Service]\nTimeoutStartSec=30min\nWatchdogSec=0\n"
_NOW = (
    "import sys, device.updating.quiet as q; q.IDLE_SECONDS = 5; "
    "q.Quiet.is_closing_time = lambda _self: True; "
    "sys.argv = ['device', 'update', '--settings', '/etc/quay/device.toml']; "
    "from device.__main__ import main; sys.exit(main())"
)
_HASTE = {
    "quay-update.service": f'[Service]\nExecStart=\nExecStart={PYTHON} -c "{_NOW}"\n',
    "quay-update.timer": "[Timer]\nOnUnitInactiveSec=15s\n",
    "quay-trial.timer": "[Timer]\nOnBootSec=\nOnBootSec=4min\nOnUnitInactiveSec=15s\n",
}
_SECTOR = 512


@dataclass(frozen=True, slots=True)
class Card:
    """A card that is not in a running machine."""

    file: Path

    def start_of(self, number: int) -> int:
        """Return where a partition begins, in bytes."""
        return self._partition(number)["start"] * _SECTOR

    def size_of(self, number: int) -> int:
        """Return a partition's size, in bytes."""
        return self._partition(number)["size"] * _SECTOR

    def boot_state(self) -> BootState:
        """Return the choice between the slots, as U-Boot would read it."""
        with self.file.open("rb") as card:
            card.seek(self.start_of(STATE))
            return read_state(card.read(8192))[0]

    def put(self, source: Path, name: str) -> None:
        """Put a file on the data partition; folders above it must be there."""
        self._debugfs(f"write {source} {name}", write=True)

    def take(self, name: str, target: Path) -> None:
        """Take a file from the data partition."""
        self._debugfs(f"dump {name} {target}")

    def give_time(self, *, in_haste: bool = False) -> None:
        """Let units take as long as an emulator on a busy computer takes, by the kernel's words.

        The journal, which is in memory alone, goes to the serial line as well.

        The system itself stays the one that is on the image; only the boot script says more.
        `in_haste`: an update waits neither for closing time nor for ten minutes without a touch.
        """
        words = " ".join([_TELLS, *(_drop_in(unit, _PATIENCE) for unit in _SLOW_UNITS)])
        if in_haste:
            words += " " + " ".join(_drop_in(unit, text) for unit, text in _HASTE.items())
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder) / "boot.cmd"
            source.write_text(SCRIPT.read_text().replace(" quiet ", f" quiet {words} "))
            (Path(folder) / "boot.scr").write_bytes(make_script(source, at=1_700_000_000))
            where = f"{self.file}@@{self.start_of(FIRMWARE)}"
            put = ["mcopy", "-o", "-i", where, f"{folder}/boot.scr", "::boot.scr"]
            subprocess.run(put, check=True)

    def digest(self, number: int) -> str:
        """Return a digest of a whole partition."""
        with self.file.open("rb") as card:
            card.seek(self.start_of(number))
            return sha256(card.read(self.size_of(number))).hexdigest()

    def check(self) -> int:
        """Return what e2fsck says of the data partition, changing nothing; 0: nothing."""
        where = f"{self.file}?offset={self.start_of(DATA)}"
        return subprocess.run(["e2fsck", "-fn", where], capture_output=True, check=False).returncode  # noqa: S607

    def _debugfs(self, command: str, *, write: bool = False) -> str:
        where = f"{self.file}?offset={self.start_of(DATA)}"
        how = ["-w"] if write else []
        asked = ["debugfs", *how, "-R", command, where]
        return subprocess.run(asked, capture_output=True, text=True, check=True).stdout

    def _partition(self, number: int) -> dict[str, int]:
        told = subprocess.run(["sfdisk", "--json", self.file], capture_output=True, check=True)  # noqa: S607
        partitions = json.loads(told.stdout)["partitiontable"]["partitions"]
        (found,) = [one for one in partitions if one["node"].endswith(f"{number}")]
        return dict(found)


def _drop_in(unit: str, text: str) -> str:
    name = f"systemd.unit-dropin.{unit}"
    return f"systemd.set_credential_binary={name}:{b64encode(text.encode()).decode()}"


def copy_card(image: Path, target: Path, size: int = CARD_BYTES) -> Card:
    """Flash an image onto a card of a real one's size."""
    subprocess.run(["cp", "--sparse=always", image, target], check=True)  # noqa: S607
    with target.open("r+b") as card:
        card.truncate(size)
    return Card(target)
