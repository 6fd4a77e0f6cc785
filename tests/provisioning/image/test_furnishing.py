"""What makes unpacked packages a system: files, links, units."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from provisioning.image.furnishing import (
    FILES,
    UNITS,
    _find_hardware,
    copy_plain,
    enable_units,
)
from provisioning.image.listing import read_list
from provisioning.image.our_code import put_code, put_units, put_version

MOST_EXPOSED = 2.0

NFT = shutil.which("nft", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "usr/lib/systemd/system").mkdir(parents=True)
    return tmp_path


def test_every_unit_that_wants_to_start_is_enabled_and_the_second_screen_rests(root: Path) -> None:
    put_units(root)
    folder = root / "usr/lib/systemd/system"
    for line in read_list("services.txt"):
        unit = folder / line.split()[1]
        if line.startswith("enable") and not unit.exists():
            unit.write_text(
                "[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n"
            )
    enable_units(root)
    wanted = {link.name for link in (root / "etc/systemd/system").glob("*.wants/*")}
    assert {"quay-ui.service", "quay-link.service", "quay-enrol.service"} <= wanted
    assert "nftables.service" in wanted
    assert "quay-display.service" not in wanted


def test_nobody_is_asked_to_log_in(root: Path) -> None:
    put_units(root)
    listed = [line.split()[1] for line in read_list("services.txt") if line.startswith("mask")]
    assert {"getty@.service", "serial-getty@.service", "debug-shell.service"} <= set(listed)
    assert "enable ssh.service" not in read_list("services.txt")


def test_our_code_comes_without_tests_and_server_and_with_every_language(root: Path) -> None:
    put_code(root)
    home = root / "opt/quay"
    assert sorted(folder.name for folder in home.iterdir()) == [
        "codes", "device", "hardware", "settings", "wire", "words",
    ]  # fmt: skip
    assert (home / "words/locale/en/LC_MESSAGES/quay.mo").read_bytes()[:4] == b"\xde\x12\x04\x95"
    assert not list(home.rglob("*.pyc"))
    assert {file.stat().st_mode & 0o777 for file in home.rglob("*.py")} <= {0o644, 0o755}


def test_there_is_one_version_and_python_can_be_asked_for_it(root: Path) -> None:
    for version in ("0.1.0", "0.2.0"):
        site = root / "opt/quay/.venv/lib/python3.13/site-packages"
        site.mkdir(parents=True, exist_ok=True)
        put_version(root, version)
    assert [folder.name for folder in site.iterdir()] == ["quay-0.2.0.dist-info"]
    asked = "from importlib.metadata import distributions as d; "
    asked += "print([x.version for x in d(path=['.'])])"
    told = subprocess.run(
        ["/usr/bin/python3", "-c", asked], cwd=site, check=True, capture_output=True, timeout=60
    )
    assert told.stdout == b"['0.2.0']\n"


def test_a_file_has_one_of_two_modes(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.touch()
    for before, after in ((0o600, 0o644), (0o664, 0o644), (0o700, 0o755), (0o4755, 0o755)):
        source.chmod(before)
        copy_plain(str(source), str(tmp_path / "target"))
        assert (tmp_path / "target").stat().st_mode & 0o7777 == after


@pytest.mark.parametrize("unit", sorted(file.name for file in UNITS.glob("*.service")))
def test_a_unit_is_exposed_as_little_as_its_work_allows(unit: str) -> None:
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", UNITS / unit],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    ).stdout
    exposure = float(told.splitlines()[-1].split(":")[1].split()[0])
    assert exposure <= MOST_EXPOSED


@pytest.mark.skipif(NFT is None or os.geteuid() != 0, reason="nft is for root alone")
def test_the_firewall_is_closed_inward_and_the_kernel_takes_it() -> None:
    loading = '"$0" -f "$1" && "$0" list ruleset'
    done = subprocess.run(
        ["unshare", "-n", "sh", "-c", loading, str(NFT), FILES / "etc/nftables.conf"],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "hook input priority filter; policy drop;" in done.stdout
    assert "tcp dport" not in done.stdout


def test_scripts_on_the_card_are_shell_that_can_be_read() -> None:
    for script in (FILES / "usr/lib/quay").iterdir():
        if script.suffix:
            continue
        assert script.stat().st_mode & 0o100, script
        subprocess.run(["/bin/sh", "-n", script], check=True, timeout=60)


def test_the_table_of_hardware_is_the_same_wherever_the_system_is_built(tmp_path: Path) -> None:
    tables = []
    for place in ("a", "another/place"):
        root = tmp_path / place
        (root / "usr/lib/udev/hwdb.d").mkdir(parents=True)
        (root / "usr/lib/modules").mkdir()
        (root / "lib").symlink_to("usr/lib")
        (root / "usr/lib/udev/hwdb.d/60-scanner.hwdb").write_text("usb:v0C2E*\n QUAY=1\n")
        _find_hardware(root)
        assert not list(root.rglob("*.hwdb"))
        tables.append((root / "usr/lib/udev/hwdb.bin").read_bytes())
    assert tables[0] == tables[1]
