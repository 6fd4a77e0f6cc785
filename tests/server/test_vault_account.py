"""The vault's folder on a server: nobody enters it but the vault's own account."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.vault.audit import AuditLog, Event, Head
from tests.server.vault_room import NOW

SYSTEMD = Path(__file__).parents[2] / "systemd"
pytestmark = pytest.mark.skipif(
    os.geteuid() != 0 or shutil.which("systemd-sysusers") is None,
    reason="only root makes accounts, and systemd-sysusers must be installed",
)
MAY_READ = {"quay-vault"}
ACCOUNTS = ("quay-ingest", "quay-web", "quay-vault")


@pytest.fixture
def machine() -> Iterator[Path]:
    root = Path(tempfile.mkdtemp(prefix="quay-machine-"))
    root.chmod(0o755)
    try:
        vault = root / "var/lib/quay-vault"
        vault.mkdir(parents=True)
        (root / "etc").mkdir()
        (vault / "0123456789abcdef.json").write_text("{}", encoding="ascii")
        for program in ("sysusers", "tmpfiles"):
            for part in ("server", "vault"):
                create = ["--create"] if program == "tmpfiles" else []
                file = SYSTEMD / f"quay-{part}.{program}.conf"
                subprocess.run(
                    [f"systemd-{program}", *create, f"--root={root}", file],
                    check=False,
                    capture_output=True,
                )
        yield root
    finally:
        subprocess.run(["chattr", "-R", "-a", root], check=False, capture_output=True)  # noqa: S607
        shutil.rmtree(root)


def number(machine: Path, file: str, name: str) -> int:
    lines = (machine / "etc" / file).read_text(encoding="utf-8").splitlines()
    (found,) = [line.split(":")[2] for line in lines if line.split(":")[0] == name]
    return int(found)


def may(machine: Path, account: str, *command: str | Path) -> bool:
    """Whether an account, with the server's group, can do something."""
    user, group = number(machine, "passwd", account), number(machine, "group", "quay-server")
    tried = subprocess.run(
        ["setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups", *command],  # noqa: S607
        check=False,
        capture_output=True,
    )
    return tried.returncode == 0


def test_only_the_vault_reads_its_keys_and_its_log(machine: Path) -> None:
    folder = machine / "var/lib/quay-vault"
    for file in (folder / "0123456789abcdef.json", folder / "audit.log"):
        assert {name for name in ACCOUNTS if may(machine, name, "cat", file)} == MAY_READ
    assert {name for name in ACCOUNTS if may(machine, name, "ls", folder)} == MAY_READ


def test_the_log_can_be_added_to_and_nothing_else(machine: Path) -> None:
    log = machine / "var/lib/quay-vault/audit.log"
    shown = subprocess.run(
        ["lsattr", log],  # noqa: S607
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    if "a" not in shown.stdout.split(" ")[0]:
        pytest.skip("this file system has no append-only files")
    told: list[Head] = []
    AuditLog(log.parent, tell=told.append).append(Event(seq=0, prev="", at=NOW, kind="refused"))
    assert len(told) == 1
    for change in ("w", "r+"):
        with pytest.raises(PermissionError):
            log.open(change)


def test_the_vault_reads_the_store_and_no_key_of_the_server(machine: Path) -> None:
    assert may(machine, "quay-vault", "cat", machine / "var/lib/quay-server/store.sqlite")
    key = machine / "etc/quay/server/signing.key.pem"
    key.parent.mkdir(parents=True, exist_ok=True)
    key.touch(mode=0o400)
    os.chown(key, number(machine, "passwd", "quay-ingest"), 0)
    assert may(machine, "quay-ingest", "cat", key)
    assert not may(machine, "quay-vault", "cat", key)


def test_nobody_can_sign_in_as_the_vault(machine: Path) -> None:
    lines = (machine / "etc/passwd").read_text(encoding="utf-8").splitlines()
    (line,) = [line for line in lines if line.startswith("quay-vault:")]
    assert line.endswith("nologin")
    groups = (machine / "etc/group").read_text(encoding="utf-8").splitlines()
    (own,) = [line for line in groups if line.startswith("quay-vault:")]
    assert own.endswith(":"), "nobody is a member of the vault's own group"
