"""An old card in a reader, shown by the real script on a real file system."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from provisioning.image.furnishing import FILES

SCRIPT = FILES / "usr/lib/quay/show-old-card"
TOOLS = ("unshare", "losetup", "mkfs.ext4")
_SYSTEMD_MOUNT = """\
#!/bin/sh
while [ $# -gt 2 ]; do
  case $1 in --options=*) options=${1#*=} ;; esac
  shift
done
mkdir -p "$2"
exec mount -t ext4 -o "$options" "$1" "$2"
"""
_SELL_AND_PULL_THE_PLUG = """\
set -eu
mkfs.ext4 -q -F "$1/disk"
mkdir "$1/card"
mount -o loop "$1/disk" "$1/card"
sleep 1
echo sold >"$1/card/sale"
sync "$1/card/sale"
cp "$1/disk" "$1/pulled"
umount "$1/card"
"""
_LOOK = """\
set -eu
PATH=$1/programs:$PATH
sh "$1/show-old-card" "$2"
cd "$1/shown"
find . -name lost+found -o -name sale
"""

pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or not all(map(shutil.which, TOOLS)), reason="only root may mount"
)


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A folder with the file system of a card whose plug was pulled after a sale."""
    with (tmp_path / "disk").open("wb") as disk:
        disk.truncate(64 << 20)
    if _apart(_SELL_AND_PULL_THE_PLUG, tmp_path).returncode:
        pytest.skip("file systems cannot be mounted here")
    (tmp_path / "programs").mkdir()
    program = tmp_path / "programs/systemd-mount"
    program.write_text(_SYSTEMD_MOUNT)
    program.chmod(0o755)
    script = SCRIPT.read_text().replace("/run/quay-old-card", f"{tmp_path}/shown")
    (tmp_path / "show-old-card").write_text(script)
    return tmp_path


def test_what_was_sold_last_and_stands_in_the_journal_alone_is_shown(card: Path) -> None:
    before = (card / "pulled").read_bytes()
    assert _shown(card) == {"/lost+found", "/sale"}
    assert (card / "pulled").read_bytes() != before, "the journal was empty: this proves nothing"


def test_a_card_that_takes_no_writes_is_read_as_it_stands(card: Path) -> None:
    before = (card / "pulled").read_bytes()
    assert _shown(card, "--read-only") == {"-as-it-stands/lost+found"}
    assert (card / "pulled").read_bytes() == before


def _shown(card: Path, *how: str) -> set[str]:
    """Put the card into a reader; return what is shown, each behind its partition's name."""
    command = ["losetup", "--find", "--show", *how, str(card / "pulled")]
    device = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    try:
        done = _apart(_LOOK, card, Path(device).name)
        assert done.returncode == 0, done.stderr
        return {line.removeprefix(f"./{Path(device).name}") for line in done.stdout.splitlines()}
    finally:
        subprocess.run(["losetup", "--detach", device], check=True)  # noqa: S607


def _apart(script: str, *given: str | Path) -> subprocess.CompletedProcess[str]:
    """Run a script whose mounts nobody else sees."""
    command = ["unshare", "--mount", "sh", "-c", script, "sh", *map(str, given)]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
