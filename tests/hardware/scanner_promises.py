"""What every scanner promises (`hardware.api.Scanner`). Each driver's tests inherit this."""

from typing import Protocol

from hardware.api import Scanner
from tests.hardware.listening import PATIENCE, ClosingEar, Ear


class Bench(Protocol):
    """A scanner with somebody who holds codes before it."""

    scanner: Scanner

    def lay(self, text: str) -> None: ...


class BenchWithPlug(Bench, Protocol):
    """A scanner that can be unplugged."""

    def unplug(self) -> None: ...

    def plug_in(self) -> None: ...


class ScannerPromises:
    """Inherited together with a fixture `bench`."""

    def test_it_says_once_that_it_works(self, bench: Bench) -> None:
        ear = Ear()
        bench.scanner.start(ear)
        ear.hears_that_it_works()
        bench.lay("first")
        assert ear.next_scan().data == b"first"

    def test_reads_come_whole_and_in_order(self, bench: Bench) -> None:
        ear = Ear()
        bench.scanner.start(ear)
        ear.hears_that_it_works()
        texts = ["DT-0001", "Võ", "TRẦN HỒNG KHÁNH", "DT-0002", "a" * 300, "DT-0003"]
        for text in texts:
            bench.lay(text)
        assert [ear.next_scan().data.decode() for _text in texts] == texts

    def test_the_same_code_laid_down_twice_is_read_twice(self, bench: Bench) -> None:
        ear = Ear()
        bench.scanner.start(ear)
        ear.hears_that_it_works()
        bench.lay("8938501000118")
        bench.lay("8938501000118")
        assert ear.next_scan() == ear.next_scan()

    def test_after_closing_nothing_is_heard(self, bench: Bench) -> None:
        ear = Ear()
        bench.scanner.start(ear)
        ear.hears_that_it_works()
        bench.scanner.close()
        bench.lay("late")
        bench.scanner.close()
        assert ear.has_heard_nothing()

    def test_a_listener_may_close_it_from_within_a_call(self, bench: Bench) -> None:
        ear = ClosingEar(bench.scanner)
        bench.scanner.start(ear)
        ear.hears_that_it_works()
        bench.lay("the last")
        assert ear.next_scan().data == b"the last"
        assert ear.has_closed.wait(PATIENCE)
        bench.lay("late")
        assert ear.has_heard_nothing()

    def test_closing_without_starting_is_fine(self, bench: Bench) -> None:
        bench.scanner.close()
        bench.scanner.close()


class PlugPromises(ScannerPromises):
    """Inherited together with a fixture `bench_with_plug`."""

    def test_unplugging_and_plugging_in_are_told(self, bench_with_plug: BenchWithPlug) -> None:
        bench, ear = bench_with_plug, Ear()
        bench.scanner.start(ear)
        ear.hears_that_it_works()
        for text in ("before", "again"):
            bench.lay(text)
            assert ear.next_scan().data.decode() == text
            bench.unplug()
            assert ear.next_fault().reason
            bench.plug_in()
            ear.hears_that_it_works()
        bench.lay("after")
        assert ear.next_scan().data == b"after"

    def test_a_missing_device_is_told_and_awaited(self, bench_with_plug: BenchWithPlug) -> None:
        bench, ear = bench_with_plug, Ear()
        bench.unplug()
        bench.scanner.start(ear)
        assert ear.next_fault().reason
        bench.plug_in()
        ear.hears_that_it_works()
        bench.lay("there")
        assert ear.next_scan().data == b"there"

    def test_closing_an_unplugged_scanner_is_fine(self, bench_with_plug: BenchWithPlug) -> None:
        bench, ear = bench_with_plug, Ear()
        bench.unplug()
        bench.scanner.start(ear)
        assert ear.next_fault().reason
        bench.scanner.close()
        bench.plug_in()
        assert ear.has_heard_nothing()
