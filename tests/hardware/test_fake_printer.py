from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from hardware.errors import PrinterFault
from hardware.fake import FakePort
from hardware.printer import EscposPrinter
from tests.hardware.printer_promises import (
    TwoWayPromises,
    assert_printed,
    draw_ticket,
    error_of,
    fault_of,
)


class FakeBench:
    """A fake printer."""

    def __init__(self, width: int) -> None:
        self.port = FakePort(width)
        self.printer = EscposPrinter(self.port, width)
        self.unplug, self.plug_in = self.port.unplug, self.port.plug_in
        self.run_out_of_paper, self.load_paper = self.port.run_out_of_paper, self.port.load_paper
        self.open_cover, self.close_cover = self.port.open_cover, self.port.close_cover

        self.switches = self.port.switches

    def wait_for_pulses(self, number: int) -> None:
        assert self.port.pulses == number

    def wait_for_tickets(self, number: int) -> list[Image.Image]:
        assert self.port.wait_for_tickets(number)
        return self.port.tickets

    def break_off(self, *, after_bytes: int) -> None:
        assert after_bytes
        self.port.fail_next(PrinterFault.IN_DOUBT)


@pytest.fixture(params=[384, 576])
def bench(request: pytest.FixtureRequest) -> FakeBench:
    return FakeBench(request.param)


@pytest.fixture
def two_way(bench: FakeBench) -> FakeBench:
    return bench


class TestFakePrinter(TwoWayPromises):
    @pytest.mark.parametrize("fault", list(PrinterFault))
    def test_the_next_ticket_and_only_that_fails_as_asked(
        self, bench: FakeBench, fault: PrinterFault
    ) -> None:
        ticket = draw_ticket(bench.printer.width_dots)
        bench.port.fail_next(fault)
        assert fault_of(bench.printer, ticket) is fault
        assert bench.port.tickets == []
        bench.printer.print_ticket(ticket)
        (paper,) = bench.port.tickets
        assert_printed(paper, ticket)

    @pytest.mark.parametrize("fault", list(PrinterFault))
    def test_the_next_ticket_fails_midway_as_asked_and_says_that_it_reached_paper(
        self, bench: FakeBench, fault: PrinterFault
    ) -> None:
        ticket = draw_ticket(bench.printer.width_dots)
        bench.port.fail_next(fault, midway=True)
        error = error_of(bench.printer, ticket)
        # Of a plug that was pulled while printing nobody knows more than that it stopped.
        unknown = fault is PrinterFault.NOT_CONNECTED
        assert error.fault is (PrinterFault.IN_DOUBT if unknown else fault)
        assert error.reached_paper
        bench.printer.print_ticket(ticket)
        assert_printed(bench.port.tickets[-1], ticket)

    def test_half_a_ticket_is_a_scrap(self, bench: FakeBench) -> None:
        ticket = draw_ticket(bench.printer.width_dots)
        bench.run_out_of_paper(after_rows=100)
        assert fault_of(bench.printer, ticket) is PrinterFault.PAPER_OUT
        bench.load_paper()
        bench.printer.print_ticket(ticket)
        (scrap,) = bench.port.scraps
        assert scrap.tobytes() == ticket.crop((0, 0, ticket.width, 100)).tobytes()

    def test_waiting_for_a_ticket_that_does_not_come_ends(self, bench: FakeBench) -> None:
        assert not bench.port.wait_for_tickets(1, timeout=0.01)


def test_tickets_are_left_in_a_folder_and_never_overwritten(tmp_path: Path) -> None:
    folder, tickets = tmp_path / "tickets", [draw_ticket(384, 50, seed) for seed in range(3)]
    for ticket in tickets:
        # Each time a new program, as after a restart.
        EscposPrinter(FakePort(384, folder), 384).print_ticket(ticket)
    names = [f"ticket-{number:04d}.png" for number in (1, 2, 3)]
    assert sorted(file.name for file in folder.iterdir()) == names
    for name, ticket in zip(names, tickets, strict=True):
        with Image.open(folder / name) as paper:
            assert_printed(paper, ticket)


@settings(max_examples=40)
@given(st.data())
def test_every_image_survives_the_printer(data: st.DataObject) -> None:
    height = data.draw(st.integers(1, 150))
    dots = data.draw(st.binary(min_size=height * 48, max_size=height * 48))
    port, ticket = FakePort(384), Image.frombytes("1", (384, height), dots)
    EscposPrinter(port, 384).print_ticket(ticket)
    (paper,) = port.tickets
    assert_printed(paper, ticket)
