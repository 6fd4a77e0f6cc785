"""Ways into a terminal that its system leaves shut."""

import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from provisioning.image.boot.root_part import write_root_part
from provisioning.image.furnishing import FILES
from provisioning.image.listing import read_list
from provisioning.image.lock import read_lock
from provisioning.image.partitions import BOOT_A, BOOT_B, FIRMWARE

_RAUC = "de.pengutronix.rauc"


def test_whoever_was_let_in_over_ssh_goes_out_with_the_service() -> None:
    dropin = (FILES / "etc/systemd/system/ssh.service.d/quay.conf").read_text()
    assert "RuntimeMaxSec=4h" in dropin
    assert "KillMode=control-group" in dropin


def test_a_strangers_file_system_is_looked_into_at_a_first_start_only() -> None:
    rules = (FILES / "usr/lib/udev/rules.d/70-quay-old-card.rules").read_text()
    (rule,) = [line for line in rules.splitlines() if line.startswith("ACTION")]
    assert 'TEST!="/data/etc/quay/device.toml"' in rule
    assert 'ENV{SYSTEMD_WANTS}+="quay-old-card@%k.service"' in rule
    script = (FILES / "usr/lib/quay/show-old-card").read_text()
    assert '--options="ro,${2}errors=continue,nodev,nosuid,noexec"' in script
    assert "--fsck=no" in script, "what is found wrong there is nobody's to repair"


def test_a_stick_is_written_by_our_programs_alone_and_nothing_on_it_is_run(tmp_path: Path) -> None:
    keyring = tmp_path / "keyring.pem"
    keyring.write_text("")
    write_root_part(tmp_path / "root", keyring)
    rules = (tmp_path / "root/usr/lib/udev/rules.d/75-quay-stick.rules").read_text()
    assert "--options=rw,sync,nodev,nosuid,noexec,gid=quay,umask=0007 " in rules
    labels = "|".join(one.name.upper() for one in (FIRMWARE, BOOT_A, BOOT_B))
    assert f'ENV{{ID_FS_LABEL}}!="{labels}"' in rules, "an old card in a reader is no stick"


def test_raucs_own_service_is_there_and_hears_root_alone(tmp_path: Path) -> None:
    assert "rauc-service" in read_list("packages.txt")
    assert "rauc-service" in {package.name for package in read_lock().packages}
    keyring = tmp_path / "keyring.pem"
    keyring.write_text("")
    write_root_part(tmp_path / "root", keyring)
    policy = tmp_path / "root/etc/dbus-1/system.d/quay-rauc.conf"
    found = ET.parse(policy).getroot()  # noqa: S314 - our own file
    told = {
        (one.get("context") or one.get("user"), rule.tag, rule.get("send_destination"))
        for one in found
        for rule in one
    }
    assert told == {("default", "deny", _RAUC), ("root", "allow", _RAUC)}


@pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="dbus is not installed")
def test_the_bus_reads_the_policy(tmp_path: Path) -> None:
    keyring = tmp_path / "keyring.pem"
    keyring.write_text("")
    write_root_part(tmp_path / "root", keyring)
    policy = tmp_path / "root/etc/dbus-1/system.d/quay-rauc.conf"
    (tmp_path / "bus.conf").write_text(
        f"<busconfig><type>session</type><listen>unix:path={tmp_path}/bus</listen>"
        '<policy context="default"><allow send_destination="*"/><allow own="*"/></policy>'
        f"<include>{policy}</include></busconfig>"
    )
    bus = subprocess.Popen(
        ["dbus-daemon", f"--config-file={tmp_path}/bus.conf", "--print-address", "--nofork"],  # noqa: S607
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert bus.stdout is not None
        assert b"unix:path" in bus.stdout.readline()
    finally:
        bus.terminate()
        bus.communicate()
