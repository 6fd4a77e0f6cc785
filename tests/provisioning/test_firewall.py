"""The nftables file: its syntax, as nft reads it, and what it limits."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from provisioning.firewall import firewall

NFT = shutil.which("nft", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
pytestmark = pytest.mark.skipif(
    NFT is None or os.geteuid() != 0, reason="nft is not installed, or only root may ask it"
)


def nft(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Ask nft in a network namespace of its own."""
    assert NFT is not None
    return subprocess.run(
        ["unshare", "-n", "sh", "-c", *arguments],  # noqa: S607
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_kernel_takes_it_and_takes_it_again(tmp_path: Path) -> None:
    file = tmp_path / "quay-broker.nft"
    file.write_text(firewall(18883), encoding="ascii")
    checked = nft('"$0" -c -f "$1"', str(NFT), str(file))
    assert (checked.returncode, checked.stderr) == (0, "")
    loaded = nft('"$0" -f "$1" && "$0" -f "$1" && "$0" list ruleset', str(NFT), str(file))
    assert (loaded.returncode, loaded.stderr) == (0, "")
    assert loaded.stdout.count("table inet quay_broker") == 1
    assert "tcp dport 18883 jump limited" in loaded.stdout
    assert loaded.stdout.count("ct count over 400") == 2
    assert "tcp dport 8443 jump knocking" in loaded.stdout
    assert loaded.stdout.count("ct count over 96") == 2, "no stranger takes all of the door's 256"


def test_a_mistake_would_be_seen(tmp_path: Path) -> None:
    file = tmp_path / "quay-broker.nft"
    file.write_text(firewall(18883).replace("ct count over", "ct count ovr"), encoding="ascii")
    assert nft('"$0" -c -f "$1"', str(NFT), str(file)).returncode != 0
