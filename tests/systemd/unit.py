"""Units as systemd reads them: sections, and keys that may come more than once."""

from collections import defaultdict
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "systemd"
TERMINAL = ("quay-ui", "quay-link", "quay-display")
SERVER = (
    "quay-ingest",
    "quay-web",
    "quay-door",
    "quay-reconcile",
    "quay-watch",
    "quay-answers",
    "quay-follow",
    "quay-backup",
    "quay-retain",
    "quay-enrol-door",
    "quay-signer",
)
UNITS = TERMINAL + SERVER
ONCE = ("quay-reconcile", "quay-backup", "quay-retain")
"""What a timer starts, and what ends by itself."""
LEDGER = ("quay-ui", "quay-link")
"""Who shares the terminal's ledger."""
STORE = tuple(name for name in SERVER if name != "quay-signer")
"""Who shares the province's store."""
DEEDS = ("quay-poweroff",)
"""Root's own, one command each: no program of ours, so no account and no settings."""
LASTING = tuple(name for name in UNITS if name not in ONCE)


class Unit:
    """A unit's settings."""

    def __init__(self, name: str, folder: Path = FOLDER) -> None:
        self.file = folder / f"{name}.service"
        self._values: dict[str, list[str]] = defaultdict(list)
        self.sections: set[str] = set()
        section = ""
        for line in self.file.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                section = line.strip("[]")
            elif line and not line.startswith("#"):
                key, equals, value = line.partition("=")
                assert equals, line
                assert section, line
                self._values[key].append(value)
                self.sections.add(section)

    def all(self, key: str) -> list[str]:
        return self._values[key]

    def one(self, key: str) -> str:
        (value,) = self._values[key]
        return value

    def words(self, key: str) -> list[str]:
        return " ".join(self._values[key]).split()
