"""The whole life of a server's software: installed, again, upgraded, upgraded wrongly, back."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.installing.machine import Machine, booted, in_chroot
from tests.installing.releases import make_releases
from tests.installing.root import fresh_root

PYTHONS = {"bookworm": "3.11", "trixie": "3.13"}
NOTHING = "Không có gì phải đổi"
PASSES = "Máy chủ tự kiểm tra đạt"
_TOOLS = "/opt/quay/installer/bin/python"
_SELF_TEST = ("/opt/quay/.venv/bin/python", "-m", "server", "self-test")
_SETTINGS = ("--settings", "/etc/quay/server.toml")
_INSTALL = (
    "/root/office", "--province", "33", "--name", "quay.example.vn",
    "--department", "Sở Y tế Mẫu", "--password-file", "/root/password",
)  # fmt: skip


@dataclass
class Play:
    """One run, and how long each part of it took."""

    folder: Path
    suite: str
    say: Callable[[str], None]
    seconds: dict[str, float] = field(default_factory=dict)

    def run(self) -> None:
        """Play everything; raise `AssertionError` at the first thing that is not so."""
        with self._timed("release packed, and a broken one"):
            releases = make_releases(self.folder, python=PYTHONS[self.suite])
        root = self.folder / "root"
        with self._timed("fresh Debian"):
            fresh_root(self.suite, root)
        for release in releases:
            shutil.move(release, root / "root" / release.name)
        (root / "root/password").write_text("only for this run\n", encoding="utf-8")
        (root / "root/password").chmod(0o600)
        with in_chroot(root) as machine:
            self._install(machine)
        (root / "usr/sbin/policy-rc.d").unlink()
        with self._timed("boot"):
            running = booted(root)
            machine = running.__enter__()
        try:
            self._live(machine)
        finally:
            running.__exit__(None, None, None)
        with self._timed("second boot"), booted(root) as machine:
            self._passes(machine)

    def _install(self, machine: Machine) -> None:
        with self._timed("what would be done, without systemd"):
            said = machine.must("/root/release-1/install", *_INSTALL, "--dry-run")
            assert "chưa đổi gì" in said, said
            assert not (machine.root / "etc/quay").exists()
        with self._timed("installation, without systemd"):
            self.say(machine.must("/root/release-1/install", *_INSTALL))
        with self._timed("installation again"):
            assert NOTHING in machine.must("/root/release-1/install", *_INSTALL)

    def _live(self, machine: Machine) -> None:
        with self._timed("self-test"):
            self.say(self._passes(machine))
        with self._timed("installation again, running"):
            assert NOTHING in machine.must("/root/release-1/install", *_INSTALL)
        with self._timed("a certificate that is newer than the programs"):
            machine.must("touch", "/etc/quay/broker/broker.crt.pem")
            assert NOTHING not in machine.must("/root/release-1/install", *_INSTALL)
            assert NOTHING in machine.must("/root/release-1/install", *_INSTALL)
        with self._timed("nightly services"):
            for name in ("backup", "reconcile", "retain"):
                machine.must("systemctl", "start", f"quay-{name}.service")
        with self._timed("vendors' door"):
            open_vendors_door(machine)
        with self._timed("hung program"):
            assert_watchdog_bites(machine)
        with self._timed("what an upgrade would do"):
            said = machine.must("/root/release-2/install", *_INSTALL, "--dry-run")
            assert "Sẽ nâng cấp từ 1.0.0 lên 1.1.0" in said, said
            self._uses(machine, "1.0.0")
        with self._timed("upgrade"):
            self.say(machine.must("/root/release-2/install", "upgrade"))
            self._uses(machine, "1.1.0")
        with self._timed("broken upgrade"):
            self._break(machine)
        with self._timed("rollback"):
            self.say(machine.must(_TOOLS, "-m", "provisioning", "server", "rollback"))
            self._uses(machine, "1.0.0")

    def _break(self, machine: Machine) -> None:
        before = machine.must(*_SELF_TEST, "--schema", *_SETTINGS)
        outcome = machine.run("/root/release-3/install", "upgrade")
        self.say(outcome.said)
        assert outcome.status == 1
        assert "máy đã trở lại 1.1.0" in outcome.said
        assert "restore --release" in outcome.said, "ingest may have signed receipts"
        assert not (machine.root / "opt/quay/releases/1.2.0").exists()
        self._uses(machine, "1.1.0")
        assert machine.must(*_SELF_TEST, "--schema", *_SETTINGS) == before

    def _uses(self, machine: Machine, version: str) -> None:
        assert (machine.root / "opt/quay/current").readlink().name == version
        self._passes(machine)

    def _passes(self, machine: Machine) -> str:
        said = machine.must(*_SELF_TEST, *_SETTINGS)
        assert PASSES in said, said
        return said

    def _timed(self, what: str) -> "_Timed":
        return _Timed(self, what)


@dataclass
class _Timed:
    play: Play
    what: str
    began: float = 0.0

    def __enter__(self) -> None:
        self.play.say(f"-- {self.what}")
        self.began = time.monotonic()

    def __exit__(self, *_error: object) -> None:
        self.play.seconds[self.what] = time.monotonic() - self.began


def open_vendors_door(machine: Machine) -> None:
    """Give the door a certificate, as docs/operations/server.md says, and open it."""
    keys = machine.root / "etc/quay/server"
    for end in ("key", "crt"):
        shutil.copy(keys / f"enrol.{end}.pem", keys / f"door.{end}.pem")
    settings = machine.root / "etc/quay/server.toml"
    lines = settings.read_text(encoding="utf-8").splitlines()
    begin = lines.index("# [door]")
    opened = [line.removeprefix("# ") for line in lines[begin:]]
    settings.write_text("\n".join([*lines[:begin], *opened, ""]), encoding="utf-8")
    machine.must("systemd-tmpfiles", "--create")
    machine.must("systemctl", "start", "quay-door.service")
    assert machine.must("systemctl", "is-active", "quay-door.service") == "active\n"


def assert_watchdog_bites(machine: Machine) -> None:
    """Stop a program in its tracks, with a short watchdog, and see systemd start another one."""
    machine.must("mkdir", "-p", "/run/systemd/system/quay-web.service.d")
    words = "printf '[Service]\\nWatchdogSec=5s\\nRestartSec=1s\\n' > "
    machine.must("sh", "-c", f"{words}/run/systemd/system/quay-web.service.d/short.conf")
    machine.must("systemctl", "daemon-reload")
    machine.must("systemctl", "restart", "quay-web.service")
    before = machine.must("systemctl", "show", "-P", "MainPID", "quay-web.service").strip()
    machine.must("sh", "-c", f"kill -STOP {before}")
    until = time.monotonic() + 120
    while time.monotonic() < until:
        state = machine.run("systemctl", "is-active", "quay-web.service").said.strip()
        now = machine.must("systemctl", "show", "-P", "MainPID", "quay-web.service").strip()
        if state == "active" and now not in {before, "0"}:
            break
        time.sleep(0.5)  # systemd tells nobody outside
    else:
        raise AssertionError("a hung program was left alone")
    assert "Watchdog timeout" in machine.must("journalctl", "--no-pager", "-u", "quay-web.service")
    machine.must("rm", "-r", "/run/systemd/system/quay-web.service.d")
    machine.must("systemctl", "daemon-reload")
    machine.must("systemctl", "restart", "quay-web.service")
