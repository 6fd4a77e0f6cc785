import itertools
from array import array
from pathlib import Path

import pytest

from hardware.api import Sound
from hardware.beeper import RATE, AplayBeeper, SilentBeeper, open_beeper, tones


@pytest.fixture
def player(tmp_path: Path) -> Path:
    """Stands for aplay: keeps its arguments and what it would play."""
    program = tmp_path / "aplay"
    program.write_text('#!/bin/sh\necho "$@" > "$0.args"\ncat > "$0.sound"\n')
    program.chmod(0o755)
    return program


@pytest.mark.parametrize("sound", list(Sound))
def test_a_sound_is_played_whole(player: Path, sound: Sound) -> None:
    beeper = AplayBeeper(player)
    beeper.play(sound)
    beeper._playing[0].wait()
    beeper.close()
    assert player.with_name("aplay.sound").read_bytes() == tones(sound)
    assert str(RATE) in player.with_name("aplay.args").read_text()


@pytest.mark.parametrize("sound", list(Sound))
def test_tones_have_their_length_and_their_pitch(sound: Sound) -> None:
    samples = array("h", tones(sound))
    assert len(samples) == sum(RATE * milliseconds // 1000 for _hertz, milliseconds in sound.value)
    start = 0
    for hertz, milliseconds in sound.value:
        tone = samples[start : start + RATE * milliseconds // 1000]
        start += len(tone)
        rising = sum(before < 0 <= after for before, after in itertools.pairwise(tone))
        assert rising == pytest.approx(hertz * milliseconds / 1000, abs=1)


def test_a_new_sound_cuts_the_one_before_short(tmp_path: Path) -> None:
    endless = tmp_path / "aplay"
    endless.write_text("#!/bin/sh\nexec sleep 3600\n")
    endless.chmod(0o755)
    beeper = AplayBeeper(endless)
    beeper.play(Sound.BLOCK)
    first = beeper._playing[0]
    beeper.play(Sound.READ)
    assert first.wait(timeout=30)
    beeper.close()
    beeper.close()


def test_a_player_that_is_gone_is_silence(tmp_path: Path) -> None:
    beeper = AplayBeeper(tmp_path / "gone")
    beeper.play(Sound.SOLD)
    beeper.close()


def test_without_aplay_the_counter_is_silent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, player: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "empty"))
    beeper = open_beeper()
    assert isinstance(beeper, SilentBeeper)
    beeper.play(Sound.READ)
    beeper.close()
    monkeypatch.setenv("PATH", str(player.parent))
    assert isinstance(open_beeper(), AplayBeeper)
