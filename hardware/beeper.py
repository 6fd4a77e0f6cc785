"""The counter's sounds through ALSA's `aplay`. Not yet heard from a real loudspeaker."""

import logging
import math
import os
import shutil
import subprocess
from array import array
from pathlib import Path

from hardware.api import Sound

log = logging.getLogger(__name__)

RATE = 16000
"""Samples a second."""
_LOUDNESS = 0.6
_RAMP_SECONDS = 0.005
"""A tone swells and fades for so long: one that is cut off clicks."""


class SilentBeeper:
    """There is no loudspeaker, or it is switched off."""

    def play(self, _sound: Sound) -> None:
        """Nothing is heard."""

    def close(self) -> None:
        """Nothing to release."""


class AplayBeeper:
    """Plays each sound by a process of its own; a new sound cuts the one before short."""

    def __init__(self, player: Path) -> None:
        command = ["-q", "-t", "raw", "-f", "S16_LE", "-c", "1", "-r"]
        self._command = [str(player), *command, str(RATE), "-"]
        self._tones = {sound: tones(sound) for sound in Sound}
        self._playing: list[subprocess.Popen[bytes]] = []

    def play(self, sound: Sound) -> None:
        """Start a sound."""
        self._hush()
        try:
            self._playing.append(self._start(self._tones[sound]))
        except OSError as error:
            log.warning("no sound: %s", error.strerror)

    def close(self) -> None:
        """End what is still playing."""
        self._hush()
        for player in self._playing:
            player.wait()
        self._playing.clear()

    def _start(self, samples: bytes) -> subprocess.Popen[bytes]:
        # A file in memory, unlike a pipe, never makes its writer wait.
        memory = os.memfd_create("sound")
        try:
            os.write(memory, samples)
            os.lseek(memory, 0, os.SEEK_SET)
            return subprocess.Popen(  # noqa: S603 - a fixed command
                self._command,
                stdin=memory,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        finally:
            os.close(memory)

    def _hush(self) -> None:
        self._playing = [player for player in self._playing if player.poll() is None]
        for player in self._playing:
            player.kill()


def open_beeper() -> AplayBeeper | SilentBeeper:
    """Return a beeper that sounds, where `aplay` is installed."""
    player = shutil.which("aplay")
    if player is None:
        log.warning("aplay is not installed: the counter stays silent")
        return SilentBeeper()
    return AplayBeeper(Path(player))


def tones(sound: Sound) -> bytes:
    """The sound as 16-bit samples, little-endian."""
    samples = array("h")
    for hertz, milliseconds in sound.value:
        samples.extend(_tone(hertz, milliseconds / 1000))
    return samples.tobytes()


def _tone(hertz: int, seconds: float) -> list[int]:
    loudest = _LOUDNESS * 0x7FFF
    return [
        round(loudest * _swell(at / RATE, seconds) * math.sin(math.tau * hertz * at / RATE))
        for at in range(round(RATE * seconds))
    ]


def _swell(at: float, seconds: float) -> float:
    return min(1.0, at / _RAMP_SECONDS, (seconds - at) / _RAMP_SECONDS)
