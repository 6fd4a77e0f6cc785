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

    def load_paper(self) -> None:
        super().load_paper()
        # Only when the printer has dealt with what the broken connection left to it.
        self.device.serve_to_the_end()

    def break_off(self, *, after_bytes: int) -> None:
        self.break_after = after_bytes


@pytest.fixture(params=[384, 576])
def bench(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[NetworkBench]:
    monkeypatch.setattr(ports, "STALL_SECONDS", 2.0)
    bench = NetworkBench(request.param)
    yield bench
    FarEnd.load_paper(bench)
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

    def test_one_that_is_slow_is_not_silent(
        self, bench: NetworkBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ports, "ANSWER_SECONDS", 0.05)
        bench.seconds_per_portion = 0.01
        ticket = draw_ticket(bench.printer.width_dots, 1500)
        bench.printer.print_ticket(ticket)
        (paper,) = bench.wait_for_tickets(1)
        assert_printed(paper, ticket)

    @pytest.mark.parametrize("is_mute", [True, False])
    def test_one_that_talks_unasked_prints_all_the_same(
        self, bench: NetworkBench, *, is_mute: bool
    ) -> None:
        # Automatic status back, and slow enough to talk after everything was sent.
        bench.chatter, bench.is_mute = b"\x10\x00\x00\x00", is_mute
        bench.seconds_per_portion = 0.005
        ticket = draw_ticket(bench.printer.width_dots, 600)
        bench.printer.print_ticket(ticket)
        (paper,) = bench.wait_for_tickets(1)
        assert_printed(paper, ticket)

    def test_what_the_network_held_back_is_not_printed_later(self, bench: NetworkBench) -> None:
        ticket = draw_ticket(bench.printer.width_dots, 1500)
        bench.run_out_of_paper(after_rows=1350)
        assert fault_of(bench.printer, ticket) is PrinterFault.PAPER_OUT
        bench.load_paper()
        assert bench.roll.tickets == []

    def test_one_that_falls_silent_is_in_doubt(
        self, bench: NetworkBench, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ports, "STALL_SECONDS", 0.2)
        bench.mute_without_paper = True
        bench.run_out_of_paper(after_rows=10)
        ticket = draw_ticket(bench.printer.width_dots, 1500)
        assert fault_of(bench.printer, ticket) is PrinterFault.IN_DOUBT


def test_a_name_that_nobody_has_is_not_connected() -> None:
    printer = EscposPrinter(NetworkPort("printer.invalid", 9100), 384)
    assert fault_of(printer, draw_ticket(384)) is PrinterFault.NOT_CONNECTED
