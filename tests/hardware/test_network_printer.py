from collections.abc import Iterator

import pytest

from hardware import ports
from hardware.errors import PrinterFault
from hardware.ports import NetworkPort
from hardware.printer import EscposPrinter
from tests.hardware.far_end import FarEnd, TcpPrinter
from tests.hardware.printer_promises import (
    TwoWayPromises,
    assert_printed,
    draw_ticket,
    fault_of,
)


class NetworkBench(FarEnd):
    """A printer on the network of this machine."""

    def __init__(self, width: int) -> None:
        super().__init__(width)
        self.device = TcpPrinter(self)
        self.printer = EscposPrinter(NetworkPort("127.0.0.1", self.device.port), width)
        self.unplug, self.plug_in = self.device.switch_off, self.device.switch_on

    def break_off(self, *, after_bytes: int) -> None:
        self.break_after = after_bytes


@pytest.fixture(params=[384, 576])
def bench(request: pytest.FixtureRequest) -> Iterator[NetworkBench]:
    bench = NetworkBench(request.param)
    yield bench
    bench.device.close()


@pytest.fixture
def two_way(bench: NetworkBench) -> NetworkBench:
    return bench


class TestNetworkPrinter(TwoWayPromises):
    def test_one_that_never_answers_prints_all_the_same(
        self, bench: NetworkBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ports, "ANSWER_SECONDS", 0.05)
        bench.is_mute = True
        ticket = draw_ticket(bench.printer.width_dots, 1500)
        bench.printer.print_ticket(ticket)
        (paper,) = bench.wait_for_tickets(1)
        assert_printed(paper, ticket)

    def test_one_that_falls_silent_is_in_doubt(
        self, bench: NetworkBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ports, "ANSWER_SECONDS", 0.05)
        bench.mute_without_paper = True
        bench.run_out_of_paper(after_rows=10)
        ticket = draw_ticket(bench.printer.width_dots, 1500)
        assert fault_of(bench.printer, ticket) is PrinterFault.IN_DOUBT


def test_a_name_that_nobody_has_is_not_connected() -> None:
    printer = EscposPrinter(NetworkPort("printer.invalid", 9100), 384)
    assert fault_of(printer, draw_ticket(384)) is PrinterFault.NOT_CONNECTED
