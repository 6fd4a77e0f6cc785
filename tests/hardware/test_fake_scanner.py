import pytest

from codes import Scan
from hardware.fake import FakeScanner
from tests.hardware.listening import Ear
from tests.hardware.scanner_promises import PlugPromises


class Hands:
    """A fake scanner with its hands."""

    def __init__(self) -> None:
        self.scanner = FakeScanner()
        self.unplug, self.plug_in = self.scanner.unplug, self.scanner.plug_in

    def lay(self, text: str) -> None:
        self.scanner.read(text.encode())


@pytest.fixture
def bench() -> Hands:
    return Hands()


@pytest.fixture
def bench_with_plug() -> Hands:
    return Hands()


class TestFakeScanner(PlugPromises):
    def test_it_tells_the_symbology_it_is_given(self) -> None:
        scanner, ear = FakeScanner(), Ear()
        scanner.start(ear)
        ear.hears_that_it_works()
        scanner.read(b"893", "]E0")
        assert ear.next_scan() == Scan(b"893", "]E0")

    def test_unplugged_it_reads_nothing(self) -> None:
        scanner, ear = FakeScanner(), Ear()
        scanner.unplug()
        scanner.start(ear)
        assert ear.next_fault().scanner == "fake scanner"
        scanner.read(b"893")
        assert ear.has_heard_nothing()
