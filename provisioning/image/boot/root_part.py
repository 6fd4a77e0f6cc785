"""What updating needs within the system itself: RAUC's settings, our backend, units."""

import shutil
from pathlib import Path

from provisioning.errors import MissingError

_HERE = Path(__file__).parent
_FILES = {
    "system.conf": ("etc/rauc/system.conf", 0o644),
    "backend.py": ("usr/lib/quay/boot-backend", 0o755),
    "grow.sh": ("usr/lib/quay/grow", 0o755),
    "give_way.sh": ("usr/lib/quay/give-way", 0o755),
    "updates.tmpfiles.conf": ("usr/lib/tmpfiles.d/quay-updates.conf", 0o644),
    "rauc.dbus.conf": ("etc/dbus-1/system.d/quay-rauc.conf", 0o644),
    "stick.rules": ("usr/lib/udev/rules.d/75-quay-stick.rules", 0o644),
}
KEYRING = "etc/rauc/keyring.pem"
UNITS = _HERE / "units"
"""Services, paths and timers; those with an [Install] section are to be enabled."""


def write_root_part(root: Path, keyring: Path) -> None:
    """Put the files in place below an unpacked root; raise `MissingError`.

    `keyring`: the province's update root (PEM), which every bundle is judged by.
    """
    if not keyring.is_file():
        raise MissingError(keyring)
    for name, (place, mode) in _FILES.items():
        _put(_HERE / name, root / place, mode)
    _put(keyring, root / KEYRING, 0o644)
    for unit in sorted(UNITS.iterdir()):
        _put(unit, root / "usr/lib/systemd/system" / unit.name, 0o644)


def _put(source: Path, target: Path, mode: int) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(mode)
