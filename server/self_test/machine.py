"""The machine: its disk, its clock, and what systemd says of our services."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from server.self_test.finding import Finding, fault, good, note
from words import _

_LEAST_BYTES = 2 * 1024**3
_LITTLE_BYTES = 10 * 1024**3
_BOOTED = Path("/run/systemd/system")
_SYNCHRONISED = (Path("/run/systemd/timesync/synchronized"), Path("/run/chrony"))
SERVICES = (
    "postgresql.service",
    "mosquitto.service",
    "quay-signer.service",
    "quay-ingest.service",
    "quay-answers.service",
    "quay-follow.service",
    "quay-watch.service",
    "quay-web.service",
    "quay-enrol-door.service",
    "quay-backup.timer",
    "quay-reconcile.timer",
    "quay-retain.timer",
)


def look_at_disk(folder: Path) -> Iterator[Finding]:
    """Tell how much room there is where the data lie."""
    there = folder
    while not there.exists():
        there = there.parent
    free = shutil.disk_usage(there).free
    said = _("đĩa của {folder}: còn {free} GB").format(folder=folder, free=free // 1024**3)
    remedy = _("chép bản sao lưu cũ đi nơi khác, hoặc lắp đĩa lớn hơn")
    if free < _LEAST_BYTES:
        yield fault(said, remedy)
    else:
        yield note(said, remedy) if free < _LITTLE_BYTES else good(said)


def look_at_clock() -> Iterator[Finding]:
    """Tell whether something keeps the clock right."""
    if any(path.exists() for path in _SYNCHRONISED):
        yield good(_("đồng hồ: theo giờ mạng"))
    else:
        yield note(
            _("đồng hồ: chưa theo giờ mạng"),
            _("apt install systemd-timesyncd; nếu máy không có mạng, chỉnh tay mỗi tháng"),
        )


def look_at_services() -> Iterator[Finding]:
    """Tell which services do not run; nothing on a machine that systemd does not run."""
    if not _BOOTED.is_dir():
        return
    states = dict(zip(SERVICES, _asked("is-active", *SERVICES), strict=False))
    for name, state in states.items():
        if state != "active":
            yield fault(
                _("dịch vụ {name}: {state}").format(name=name, state=state),
                _("xem journalctl -u {name}, rồi systemctl restart {name}").format(name=name),
            )
    if set(states.values()) == {"active"}:
        yield good(_("dịch vụ: cả {n} đang chạy").format(n=len(states)))


def _asked(*words: str) -> list[str]:
    done = subprocess.run(  # noqa: S603 - fixed words
        ["systemctl", *words],  # noqa: S607 - from the machine's own path
        check=False, capture_output=True, text=True, timeout=30,
    )  # fmt: skip
    return done.stdout.split()
