"""Units as systemd reads them: sections, and keys that may come more than once."""

from collections import defaultdict
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "systemd"
TERMINAL = ("quay-ui", "quay-link")
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
)
UNITS = TERMINAL + SERVER
ONCE = ("quay-reconcile", "quay-backup", "quay-retain")
"""What a timer starts, and what ends by itself."""
LASTING = tuple(name for name in UNITS if name not in ONCE)


class Unit:
    """A unit's settings."""

    def __init__(self, name: str) -> None:
        self.file = FOLDER / f"{name}.service"
        self._values: dict[str, list[str]] = defaultdict(list)
        section = ""
        for line in self.file.read_text(encoding="utf-8").splitlines():
            if line.startswith("["):
                section = line.strip("[]")
            elif line and not line.startswith("#"):
                key, equals, value = line.partition("=")
                assert equals, line
                assert section, line
                self._values[key].append(value)

    def all(self, key: str) -> list[str]:
        return self._values[key]

    def one(self, key: str) -> str:
        (value,) = self._values[key]
        return value

    def words(self, key: str) -> list[str]:
        return " ".join(self._values[key]).split()
