"""Our own programs in the image: the terminal's folders, its units, and the wheels beside them."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from provisioning.image import wheels
from provisioning.image.furnishing import UNITS, copy_plain
from provisioning.image.listing import HERE, read_list
from provisioning.image.program import run

PROJECT = HERE.parents[1]
HOME = "opt/quay"
"""Where the units look for our programs."""

_FOLDERS = ("codes", "device", "hardware", "settings", "wire", "words")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "*.po", "*.mo")
_SITE = f"{HOME}/.venv/lib/python{wheels.PYTHON}/site-packages"
_VENV = f"home = /usr/bin\ninclude-system-site-packages = true\nversion = {wheels.PYTHON}\n"
_SYSTEMD = "usr/lib/systemd/system"


def put_code(root: Path) -> None:
    """Put our folders into /opt/quay, with the words of every language compiled."""
    for name in _FOLDERS:
        shutil.copytree(
            PROJECT / name, root / HOME / name, ignore=_LEFT_OUT, copy_function=copy_plain
        )
    for catalogue in sorted((PROJECT / "words/locale").glob("*/LC_MESSAGES/quay.po")):
        compiled = (root / HOME / catalogue.relative_to(PROJECT)).with_suffix(".mo")
        compiled.parent.mkdir(parents=True, exist_ok=True)
        run(["msgfmt", "--output-file", compiled, catalogue])


def put_wheels(root: Path, files: Iterable[Path]) -> None:
    """Make the virtual environment that the units name, out of Debian's Python and our wheels."""
    site = root / _SITE
    wheels.install(files, site)
    for pattern in read_list("pruned.txt"):
        for path in site.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (site / "quay.pth").write_text(f"/{HOME}\n")
    environment = root / HOME / ".venv"
    (environment / "pyvenv.cfg").write_text(_VENV)
    (environment / "bin").mkdir(exist_ok=True)
    (environment / "bin/python").symlink_to(f"/usr/bin/python{wheels.PYTHON}")


def put_version(root: Path, version: str) -> None:
    """Say which version of our programs this is, as Python's own records of packages do."""
    site = root / _SITE
    for before in site.glob("quay-*.dist-info"):
        shutil.rmtree(before)
    record = site / f"quay-{version}.dist-info"
    record.mkdir()
    (record / "METADATA").write_text(f"Metadata-Version: 2.1\nName: quay\nVersion: {version}\n")


def put_units(root: Path) -> None:
    """Put the terminal's units, accounts, folders and device rules where systemd looks for them."""
    places = {
        "systemd/quay-ui.service": _SYSTEMD,
        "systemd/quay-link.service": _SYSTEMD,
        "systemd/quay-display.service": _SYSTEMD,
        "systemd/quay-poweroff.path": _SYSTEMD,
        "systemd/quay-poweroff.service": _SYSTEMD,
        "systemd/quay-terminal.sysusers.conf": "usr/lib/sysusers.d",
        "systemd/quay-terminal.tmpfiles.conf": "usr/lib/tmpfiles.d",
        "systemd/quay-restart.dropin.conf": f"{_SYSTEMD}/quay-.service.d",
    }
    for file in sorted(UNITS.iterdir()):
        places[str(file.relative_to(PROJECT))] = _SYSTEMD
    for file in sorted((PROJECT / "hardware/udev").glob("*.rules")):
        places[str(file.relative_to(PROJECT))] = "usr/lib/udev/rules.d"
    for source, folder in places.items():
        target = root / folder / _installed_name(Path(source).name)
        target.parent.mkdir(parents=True, exist_ok=True)
        copy_plain(str(PROJECT / source), str(target))
    permit = root / "usr/lib/quay/ssh-permit"
    permit.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(HERE / "on_card/ssh_permit.py", permit)
    permit.chmod(0o755)
    _follow_link(root / "usr/lib/tmpfiles.d/quay-terminal.conf")


def _follow_link(folders: Path) -> None:
    """Name the settings' folder by its place on the data partition: tmpfiles follows no links."""
    folders.write_text(folders.read_text().replace(" /etc/quay", " /data/etc/quay"))


def _installed_name(name: str) -> str:
    for kind in (".sysusers", ".tmpfiles", ".dropin"):
        name = name.replace(f"{kind}.conf", ".conf")
    return name
