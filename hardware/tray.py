r"""A tray of sample codes, for training and for trying out.

Its file is TOML, one table for each sample:

    [[sample]]
    title = "Căn cước: bà Hoa"
    kind = "card"            # card, prescription or pack
    symbology = "QRCode"     # QRCode, GS1DataMatrix or EAN13
    by = "camera"            # camera, serial or keyboard: the scanner it is laid before
    text = "..."             # a GS1 separator is written \u001d
"""

import logging
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from hardware.api import Keyboard, Sample
from hardware.fake import FakeScanner
from hardware.symbology import Symbology
from settings import load

log = logging.getLogger(__name__)

SEPARATOR = "\x1d"
_DRAW_SECONDS = 60.0


class TraySample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sample code. Its text may be a card's: `repr` shows the title only."""

    title: Annotated[str, Meta(min_length=1, max_length=80)]
    kind: Literal["card", "prescription", "pack"]
    symbology: Symbology
    by: Literal["camera", "serial", "keyboard"]
    text: Annotated[str, Meta(min_length=1, max_length=2900)]

    def __repr__(self) -> str:
        return f"TraySample({self.title!r})"


class _TrayFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sample: tuple[TraySample, ...]


def load_samples(file: Path) -> tuple[TraySample, ...]:
    """Read a tray's file; raise `SettingsError`."""
    return load(file, _TrayFile).sample


class FakeTray:
    """Lays samples before the scanners they name.

    What has no scanner of its own here (a camera without a folder, a keyboard switched off, any
    serial one) is read by `scanner`.
    """

    def __init__(
        self,
        samples: tuple[TraySample, ...],
        scanner: FakeScanner,
        *,
        camera_folder: Path | None = None,
        keyboard: Keyboard | None = None,
    ) -> None:
        self._samples, self._scanner = samples, scanner
        self._folder, self._keyboard = camera_folder, keyboard
        self._drawings: dict[TraySample, bytes] = {}
        self._artist = ThreadPoolExecutor(max_workers=1, thread_name_prefix="tray")

    @property
    def samples(self) -> tuple[TraySample, ...]:
        """What lies on the tray."""
        return self._samples

    def lay(self, sample: Sample) -> None:
        """Put a sample before its scanner. Returns at once; drawing one takes a moment."""
        if not isinstance(sample, TraySample):
            raise TypeError("a sample of another tray")
        if sample.by == "camera" and self._folder:
            self._artist.submit(self._show, sample, self._folder)
        elif sample.by == "keyboard" and self._keyboard:
            _type(sample.text, self._keyboard)
        else:
            symbology = sample.symbology.aim if sample.by == "camera" else ""
            self._scanner.read(sample.text.encode(), symbology)

    def close(self) -> None:
        """Lay nothing any more."""
        self._artist.shutdown(cancel_futures=True)

    def _show(self, sample: TraySample, folder: Path) -> None:
        try:
            if sample not in self._drawings:
                self._drawings[sample] = _draw(sample)
            folder.mkdir(parents=True, exist_ok=True)
            # The camera takes what waits in the order of names.
            file = folder / f"tray-{time.monotonic_ns():020d}.png"
            unfinished = file.with_suffix(".tmp")
            unfinished.write_bytes(self._drawings[sample])
            unfinished.replace(file)
        except (OSError, subprocess.SubprocessError):
            log.exception("the sample %r cannot be laid before the camera", sample.title)


def _draw(sample: TraySample) -> bytes:
    """Draw in a process of its own: numpy and zxing-cpp stay out of this one."""
    # The text goes by standard input: a command line can be read by anybody.
    command = [sys.executable, "-m", "hardware", "draw", "-", "--symbology", sample.symbology.value]
    drawn = subprocess.run(  # noqa: S603 - the project's own program
        command,
        input=sample.text.encode(),
        stdout=subprocess.PIPE,
        check=True,
        timeout=_DRAW_SECONDS,
    )
    return drawn.stdout


def _type(text: str, keyboard: Keyboard) -> None:
    first, *others = text.split(SEPARATOR)
    keyboard.text(first)
    for part in others:
        keyboard.key("]", ctrl=True)
        keyboard.text(part)
    keyboard.key("enter")
