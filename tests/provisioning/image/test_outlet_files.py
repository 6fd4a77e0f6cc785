"""The outlet's files on the card's first partition, taken over by the real script."""

import subprocess
from pathlib import Path

import pytest

from provisioning.image.furnishing import FILES

NETWORK = """\
ctrl_interface=DIR=/run/wpa_supplicant GROUP=netdev
country=VN

network={{
\tssid="{}"
\tpsk="{}"
}}
"""
SCRIPT = FILES / "usr/lib/quay/outlet-files"


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A place in which the script finds its folders; the partition is a folder there."""
    for folder in ("firmware/quay", "run/quay-outlet", "data/etc"):
        (tmp_path / folder).mkdir(parents=True)
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("mount", "umount"):
        (programs / name).write_text("#!/bin/sh\n")
        (programs / name).chmod(0o755)
    script = SCRIPT.read_text()
    script = script.replace("/run/quay-firmware", f"{tmp_path}/firmware")
    script = script.replace("/run/quay-outlet", f"{tmp_path}/run/quay-outlet")
    script = script.replace("/data/etc", f"{tmp_path}/data/etc")
    (tmp_path / "outlet-files").write_text(script)
    return tmp_path


def start(card: Path) -> None:
    subprocess.run(
        ["/bin/sh", card / "outlet-files"],
        check=True,
        timeout=60,
        env={"PATH": f"{card}/programs:/usr/bin:/bin"},
    )


def wifi(card: Path) -> Path:
    return card / "data/etc/wpa_supplicant/wpa_supplicant-wlan0.conf"


def test_a_card_without_files_changes_nothing(card: Path) -> None:
    start(card)
    assert not wifi(card).exists()
    assert list((card / "run/quay-outlet").iterdir()) == []


def test_wifi_is_taken_over_once_and_what_was_chosen_since_stays(card: Path) -> None:
    first, second = NETWORK.format("Quầy", "lúa vàng"), NETWORK.format("Other", "other words")
    (card / "firmware/quay/wifi.conf").write_text(first)
    start(card)
    assert wifi(card).read_text() == first
    wifi(card).write_text("chosen at the counter")
    start(card)
    assert wifi(card).read_text() == "chosen at the counter"
    (card / "firmware/quay/wifi.conf").write_text(second)
    start(card)
    assert wifi(card).read_text() == second


def test_what_an_editor_of_another_system_wrote_is_taken(card: Path) -> None:
    text = "# Wi-Fi of the outlet\n" + NETWORK.format("A", "b c d e f")
    (card / "firmware/quay/wifi.conf").write_bytes(text.replace("\n", "\r\n").encode())
    start(card)
    assert wifi(card).exists()


@pytest.mark.parametrize(
    "line",
    [
        "pkcs11_module_path=/run/quay-outlet/ssh-permit.cms",
        "load_dynamic_eap=/run/quay-outlet/ssh-permit.cms",
        "opensc_engine_path=/x",
        "ctrl_interface=DIR=/data/etc/quay",
        "ctrl_interface=DIR=/run/wpa_supplicant/../../data/etc/quay",
        'private_key="/data/etc/quay/terminal/signing.key.pem"',
    ],
)
def test_settings_that_are_no_networks_are_not_taken(card: Path, line: str) -> None:
    """wpa_supplicant runs as root, and anybody can write onto this partition."""
    file = card / "firmware/quay/wifi.conf"
    file.write_text(f"{line}\n{NETWORK.format('A', 'b c d e f')}")
    start(card)
    assert not wifi(card).exists()


def test_only_known_names_and_small_files_are_taken(card: Path) -> None:
    folder = card / "firmware/quay"
    (folder / "authorized_keys").write_text("ssh-ed25519 AAAA")
    (folder / "ssh-permit.cms").write_bytes(bytes(65_537))
    start(card)
    assert list((card / "run/quay-outlet").iterdir()) == []
    (folder / "ssh-permit.cms").write_bytes(bytes(65_536))
    start(card)
    assert [file.name for file in (card / "run/quay-outlet").iterdir()] == ["ssh-permit.cms"]
