"""Every engine there is, ready to be tried: folders, and the real RAUC over files."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from device.updating.engine import Engine
from device.updating.fake import FakeBundle, FakeEngine, make_fake_bundle
from device.updating.rauc import Rauc
from provisioning.bundle.keys import make_update_keys
from provisioning.bundle.making import COMPATIBLE, Contents, make_bundle
from provisioning.image.boot import backend

TOOLS = ("rauc", "dbus-daemon", "mksquashfs")
_BUS = """
<busconfig><type>system</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_type="method_call"/>
<allow send_destination="*"/><allow eavesdrop="true"/></policy></busconfig>
"""
_SETTINGS = """
[system]
compatible=quay-terminal
bootloader=custom
statusfile={folder}/status
bundle-formats=plain verity
mountprefix={folder}/mnt
[handlers]
bootloader-custom-backend={folder}/backend
[keyring]
path={folder}/office/updates/root.crt.pem
use-bundle-signing-time=true
check-purpose=codesign
[slot.rootfs.0]
device={folder}/rootA
type=raw
bootname=A
[slot.boot.0]
device={folder}/bootA
type=raw
parent=rootfs.0
[slot.rootfs.1]
device={folder}/rootB
type=raw
bootname=B
[slot.boot.1]
device={folder}/bootB
type=raw
parent=rootfs.1
"""


@dataclass(frozen=True)
class Bench:
    """An engine and what its promises are tried with."""

    folder: Path
    engine: Engine
    make: Callable[[str, str, str], Path]
    """Make a bundle: version, product, whose signature ("province" or another)."""
    boot: Callable[[], None]
    """What power, U-Boot and the kernel do."""
    content: Callable[[str], bytes]
    """What is in a slot."""

    def bundle(
        self, version: str = "4.2.1", *, product: str = COMPATIBLE, by: str = "province"
    ) -> Path:
        return self.make(version, product, by)


@contextmanager
def fake_bench(folder: Path) -> Iterator[Bench]:
    engine = FakeEngine(folder / "slots")

    def make(version: str, product: str, by: str) -> Path:
        head = FakeBundle(version=version, product=product, signed_by=by)
        return make_fake_bundle(folder / f"quay-{version}-{by}.raucb", head)

    def content(slot: str) -> bytes:
        file = folder / "slots" / slot
        return file.read_bytes() if file.exists() else b""

    yield Bench(folder, engine, make, engine.boot, content)


@contextmanager
def rauc_bench(folder: Path) -> Iterator[Bench]:
    """The real RAUC service on a bus of its own; slots are files."""
    if os.geteuid() != 0 or not all(map(shutil.which, TOOLS)):
        pytest.skip("only root can let RAUC mount bundles, and RAUC must be installed")
    for office in ("office", "foreign"):
        make_update_keys(folder / office, at=datetime.now(UTC))
    _lay_out(folder)
    surroundings = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/bus"}
    bus = subprocess.Popen(["dbus-daemon", "--nofork", f"--config-file={folder}/bus.conf"])  # noqa: S607
    service = None
    try:
        _await(folder / "bus")
        with (folder / "log").open("wb") as log:
            service = subprocess.Popen(
                ["rauc", "--conf", folder / "system.conf", "--override-boot-slot=A", "service"],  # noqa: S607
                env=surroundings, stdout=log, stderr=log,
            )  # fmt: skip
        _await_service(surroundings)
        engine = Rauc(
            settings=folder / "system.conf", backend=folder / "backend",
            surroundings=surroundings, restart=["true"],
        )  # fmt: skip
        yield Bench(folder, engine, _maker(folder), _booter(folder), _reader(folder))
    finally:
        for process in (service, bus):
            if process is not None:
                process.terminate()
                process.wait()


def _lay_out(folder: Path) -> None:
    (folder / "bus.conf").write_text(_BUS.format(folder=folder))
    (folder / "system.conf").write_text(_SETTINGS.format(folder=folder))
    (folder / "state").write_bytes(backend.initial_state())
    (folder / "running").write_text("A\n")
    script = folder / "backend"
    script.write_text(
        f"#!/bin/sh\nexport QUAY_BOOTSTATE={folder}/state QUAY_RUNNING={folder}/running\n"
        f'exec {sys.executable} -I {Path(backend.__file__)} "$@"\n'
    )
    script.chmod(0o755)
    for slot in ("rootA", "rootB", "bootA", "bootB"):
        with (folder / slot).open("wb") as file:
            file.truncate(1 << 20)


def _maker(folder: Path) -> Callable[[str, str, str], Path]:
    def make(version: str, product: str, by: str) -> Path:
        image = folder / f"system-{version}"
        image.write_bytes(f"the system {version}".encode().ljust(8192, b"."))
        office = folder / ("office" if by == "province" else "foreign")
        # Plain: this machine's kernel may be without the device mapper that "verity" needs.
        contents = Contents(
            version=version, rootfs=image, boot=image, compatible=product, format="plain"
        )
        return make_bundle(office, contents, folder / f"quay-{version}-{by}-{product}.raucb")

    return make


def _booter(folder: Path) -> Callable[[], None]:
    def boot() -> None:
        """As boot.cmd does it (see tests/provisioning/image/boot/test_script.py)."""
        file = backend.StateFile(folder / "state")
        state = file.read()
        if state.primary is None:
            refilled = backend.SlotState(backend.TRIAL)
            state = state.put("A", refilled).put("B", refilled)
        slot = state.primary
        assert slot
        one = state.of(slot)
        file.write(state.put(slot, backend.SlotState(one.left - 1, one.good)))
        file.close()
        (folder / "running").write_text(f"{slot}\n")

    return boot


def _reader(folder: Path) -> Callable[[str], bytes]:
    return lambda slot: (folder / f"root{slot}").read_bytes()


def _await(file: Path) -> None:
    asks = f"until [ -e {file} ]; do sleep 0.02; done"
    subprocess.run(["timeout", "20", "sh", "-c", asks], check=True)  # noqa: S607


def _await_service(surroundings: dict[str, str]) -> None:
    asks = "until rauc status >/dev/null 2>&1; do sleep 0.02; done"
    subprocess.run(["timeout", "20", "sh", "-c", asks], check=True, env=surroundings)  # noqa: S607


BENCHES = {"fake": fake_bench, "rauc": rauc_bench}
