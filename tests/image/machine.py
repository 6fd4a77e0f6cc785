"""An emulated board with a card in it: on, off, the plug pulled, and what it says meanwhile."""

import fcntl
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.image.qmp import Qmp

UBOOT = Path("/usr/lib/u-boot/qemu_arm64/u-boot.bin")
HOST = "10.0.2.2"
"""What the guest calls this computer (QEMU's user network)."""
ONE_AT_A_TIME = Path(tempfile.gettempdir()) / "quay-qemu.lock"
"""An emulated board takes both cores of a small computer: one is on at a time."""
_COLOURS = re.compile(r"\x1b\[[0-9;?!]*[a-zA-Z]|\x1b[()][A-Z0-9]|[\r\x00]")


class TooSlowError(AssertionError):
    """What was waited for did not come; the text says what, and where the log is."""


class Machine:
    """QEMU's `virt` board: U-Boot, a card, a screen, a keyboard that is a scanner, a network."""

    def __init__(
        self,
        card: Path,
        log: Path,
        *,
        cpu: str = "cortex-a53",
        memory: int = 1024,
        has_line: bool = True,
    ) -> None:
        """`log`: what comes over the serial line goes there, each line with its second.

        `has_line`: whether the network leads anywhere.
        """
        self.card, self.log, self._has_line = card, log, has_line
        self._cpu, self._memory = cpu, memory
        self._folder = tempfile.TemporaryDirectory(prefix="quay-qemu-")
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: list[tuple[float, str]] = []
        self._changed = threading.Condition()
        self._turn = ONE_AT_A_TIME.open("w")
        self.begun_at = 0.0

    def __enter__(self) -> Self:
        self.switch_on()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.pull_the_plug()
        self._turn.close()
        self._folder.cleanup()

    def switch_on(self) -> None:
        """Begin to start."""
        socket = Path(self._folder.name) / "qmp"
        socket.unlink(missing_ok=True)
        self._lines.clear()
        fcntl.flock(self._turn, fcntl.LOCK_EX)
        self.begun_at = time.monotonic()
        self._process = subprocess.Popen(
            self._command(socket), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        threading.Thread(target=self._listen, args=(self._process,), daemon=True).start()
        self.wait(socket.exists, "the emulator", seconds=30)
        self.qmp = Qmp(socket)

    def pull_the_plug(self) -> None:
        """Cut the power: nothing is written any more that the card has not got."""
        process, self._process = self._process, None
        if process is None:
            return
        self.qmp.close()
        process.kill()
        process.wait()
        fcntl.flock(self._turn, fcntl.LOCK_UN)

    def put_in_reader(self, card: Path) -> None:
        """Put another card into a USB reader, and the reader's plug into the board."""
        file = {"driver": "file", "filename": str(card)}
        self.qmp.ask("blockdev-add", **{"driver": "raw", "node-name": "reader", "file": file})
        self.qmp.ask("device_add", driver="usb-storage", id="reader", drive="reader")

    @property
    def seconds(self) -> float:
        """Since it was switched on."""
        return time.monotonic() - self.begun_at

    @property
    def is_on(self) -> bool:
        """Whether it runs."""
        return self._process is not None and self._process.poll() is None

    def said(self, pattern: str) -> float | None:
        """Return when the serial line first said something, in seconds."""
        with self._changed:
            return next((at for at, line in self._lines if re.search(pattern, line)), None)

    def wait_for(self, pattern: str, *, seconds: float) -> float:
        """Wait until the serial line says something; return when; raise `TooSlowError`."""
        until = time.monotonic() + seconds
        while (at := self.said(pattern)) is None:
            left = until - time.monotonic()
            if left <= 0 or not self.is_on:
                raise TooSlowError(f"{pattern!r} did not come: see {self.log}")
            with self._changed:
                self._changed.wait(min(left, 1.0))
        return at

    def wait_for_again(self, pattern: str, *, seconds: float) -> float:
        """Wait until the serial line says something once more than it has by now."""
        count = len(self._when(pattern))
        self.wait(lambda: len(self._when(pattern)) > count, pattern, seconds=seconds, every=1.0)
        return self._when(pattern)[-1]

    def _when(self, pattern: str) -> list[float]:
        with self._changed:
            return [at for at, line in self._lines if re.search(pattern, line)]

    def wait(
        self, what: Callable[[], object], name: str, *, seconds: float, every: float = 0.2
    ) -> float:
        """Wait until something is so; return after how many seconds; raise `TooSlowError`."""
        begun = time.monotonic()
        while not what():
            if time.monotonic() - begun > seconds:
                raise TooSlowError(f"{name}: not within {seconds:.0f} s; see {self.log}")
            time.sleep(every)
        return time.monotonic() - begun

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout
        with self.log.open("a", encoding="utf-8") as log:
            for raw in process.stdout:
                line = _COLOURS.sub("", raw.decode(errors="replace")).rstrip()
                log.write(f"{self.seconds:8.1f}  {line}\n")
                log.flush()
                with self._changed:
                    self._lines.append((self.seconds, line))
                    self._changed.notify_all()

    def _command(self, socket: Path) -> list[str]:
        return [
            "qemu-system-aarch64", "-machine", "virt", "-cpu", self._cpu, "-smp", "4",
            "-m", str(self._memory), "-bios", str(UBOOT), "-display", "none",
            "-serial", "stdio", "-monitor", "none",
            "-qmp", f"unix:{socket},server=on,wait=off",
            # What the guest has flushed is in the file; what it has not goes with the power.
            "-drive", f"if=none,id=card,file={self.card},format=raw,cache=writeback",
            "-device", "virtio-blk-device,drive=card",
            "-device", "virtio-gpu-pci,xres=800,yres=480",
            "-device", "qemu-xhci", "-device", "usb-kbd", "-device", "usb-tablet",
            "-netdev", f"user,id=net,restrict={'off' if self._has_line else 'on'}",
            "-device", "virtio-net-pci,netdev=net",
            "-device", "virtio-rng-pci",
        ]  # fmt: skip
