import os
import subprocess
import sys
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from hardware.preview import HEIGHT, WIDTH, PreviewReader, PreviewWriter

PIXELS = WIDTH * HEIGHT
ENOUGH = 20_000


@dataclass
class Clock:
    seconds: float = 100.0

    def __call__(self) -> int:
        return int(self.seconds * 1e9)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def reader(clock: Clock) -> Iterator[PreviewReader]:
    reader = PreviewReader(clock)
    yield reader
    reader.close()


@pytest.fixture
def writer(reader: PreviewReader, clock: Clock) -> PreviewWriter:
    return PreviewWriter(reader.fd, clock)


def grey(value: int) -> bytes:
    return bytes([value]) * PIXELS


def test_before_the_first_picture_there_is_none(reader: PreviewReader) -> None:
    assert reader.latest() is None


def test_a_picture_is_handed_over_once(reader: PreviewReader, writer: PreviewWriter) -> None:
    picture = os.urandom(PIXELS)
    writer.put(picture)
    assert reader.latest() == picture
    assert reader.latest() is None


def test_of_several_pictures_the_newest_counts(
    reader: PreviewReader, writer: PreviewWriter
) -> None:
    for value in (1, 2, 3):
        writer.put(grey(value))
    assert reader.latest() == grey(3)


def test_an_old_picture_is_not_shown(
    reader: PreviewReader, writer: PreviewWriter, clock: Clock
) -> None:
    writer.put(grey(1))
    clock.seconds += 1.9
    assert reader.latest() == grey(1)
    writer.put(grey(2))
    clock.seconds += 2.0
    assert reader.latest() is None


def test_a_picture_that_is_being_written_is_not_shown(
    reader: PreviewReader, writer: PreviewWriter
) -> None:
    writer.put(grey(1))
    whole = reader._memory[:]
    reader._memory[:8] = (3).to_bytes(8, sys.byteorder)
    assert reader.latest() is None
    reader._memory[:] = whole
    assert reader.latest() == grey(1)


def test_a_number_that_arrived_before_its_pixels_shows_nothing(
    reader: PreviewReader, writer: PreviewWriter
) -> None:
    writer.put(grey(1))
    old = reader._memory[-PIXELS // 2 :]
    writer.put(grey(2))
    late, reader._memory[-PIXELS // 2 :] = reader._memory[-PIXELS // 2 :], old
    assert reader.latest() is None
    reader._memory[-PIXELS // 2 :] = late
    assert reader.latest() == grey(2)


def test_a_writer_that_died_while_writing_is_succeeded(
    reader: PreviewReader, writer: PreviewWriter, clock: Clock
) -> None:
    writer.put(grey(1))
    reader._memory[:8] = (3).to_bytes(8, sys.byteorder)
    PreviewWriter(reader.fd, clock).put(grey(2))
    assert reader.latest() == grey(2)


def test_the_writer_cannot_take_the_memory_away(reader: PreviewReader) -> None:
    with pytest.raises(PermissionError):
        os.ftruncate(reader.fd, 0)


def test_a_closed_preview_shows_nothing(reader: PreviewReader, writer: PreviewWriter) -> None:
    writer.put(grey(1))
    reader.close()
    reader.close()
    assert reader.latest() is None


def test_no_torn_picture_is_ever_shown() -> None:
    reader = PreviewReader()
    command = [sys.executable, "-c", RESTLESS, str(reader.fd)]
    with subprocess.Popen(command, pass_fds=[reader.fd], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        shown = 0
        try:
            while shown < ENOUGH and process.poll() is None:
                picture = reader.latest()
                if picture is not None:
                    assert picture == picture[:1] * PIXELS
                    shown += 1
                    # Not in step with the writer: a look may fall anywhere.
                    zlib.crc32(picture[: shown * 7919 % PIXELS])
        finally:
            process.kill()
    reader.close()
    assert shown == ENOUGH


RESTLESS = """
import sys
from itertools import cycle
from hardware.preview import HEIGHT, WIDTH, PreviewWriter

writer = PreviewWriter(int(sys.argv[1]))
for value in cycle(range(256)):
    writer.put(bytes([value]) * (WIDTH * HEIGHT))
    if value == 255:
        print(flush=True)
"""
