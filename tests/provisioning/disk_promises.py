"""What every disk promises (`provisioning.flash.disk.Disk`). Each driver's tests inherit this."""

from typing import Protocol

import pytest

from provisioning.flash.disk import Disk
from provisioning.flash.errors import VanishedError

SIZE = 8 * 1024 * 1024
BLOCK = 4096


class Bench(Protocol):
    """A disk of `SIZE`, and hands that change what lies under it."""

    def open(self) -> Disk:
        """Open it; what it held before is 0x5a everywhere."""

    def medium(self, offset: int, length: int) -> bytes:
        """What is on the medium, seen from outside."""

    def change(self, offset: int, data: bytes) -> None:
        """Let the medium hold something else behind the system's back."""

    def pull_out(self) -> None:
        """Take the medium away."""


def _write_through(disk: Disk) -> None:
    disk.write(BLOCK, bytes(BLOCK))
    disk.flush()


class DiskPromises:
    """Inherited together with a fixture `bench`."""

    def test_it_says_how_much_it_holds(self, bench: Bench) -> None:
        with bench.open() as disk:
            assert disk.size_bytes == SIZE
            assert disk.name

    @pytest.mark.parametrize("offset", [0, BLOCK, SIZE - BLOCK])
    def test_what_is_written_and_flushed_is_on_the_medium(self, bench: Bench, offset: int) -> None:
        with bench.open() as disk:
            disk.write(offset, b"\x01\x02" * (BLOCK // 2))
            disk.flush()
            assert bench.medium(offset, BLOCK) == b"\x01\x02" * (BLOCK // 2)
        assert bench.medium(SIZE // 2, BLOCK) == b"\x5a" * BLOCK

    @pytest.mark.parametrize(
        ("offset", "length"), [(0, SIZE), (0, 1), (1, BLOCK), (511, 514), (SIZE - 1, 1), (4095, 2)]
    )
    def test_any_part_is_read(self, bench: Bench, offset: int, length: int) -> None:
        with bench.open() as disk:
            pattern = bytes(at % 251 for at in range(SIZE))
            disk.write(0, pattern)
            disk.flush()
            assert disk.read(offset, length) == pattern[offset : offset + length]

    def test_what_it_reads_is_the_medium_and_not_a_memory_of_it(self, bench: Bench) -> None:
        with bench.open() as disk:
            disk.write(BLOCK, b"\x01" * BLOCK)
            disk.flush()
            assert disk.read(BLOCK, BLOCK) == b"\x01" * BLOCK
            bench.change(BLOCK, b"\x02" * BLOCK)
            assert disk.read(BLOCK, BLOCK) == b"\x02" * BLOCK

    def test_a_medium_that_is_pulled_out_is_called_vanished(self, bench: Bench) -> None:
        with bench.open() as disk:
            disk.write(0, bytes(BLOCK))
            disk.flush()
            bench.pull_out()
            with pytest.raises(VanishedError):
                _write_through(disk)
            with pytest.raises(VanishedError):
                disk.read(0, BLOCK)

    def test_it_is_closed_twice_and_opened_again(self, bench: Bench) -> None:
        disk = bench.open()
        disk.write(0, b"\x07" * BLOCK)
        disk.close()
        disk.close()
        with bench.open() as again:
            assert again.size_bytes == SIZE
