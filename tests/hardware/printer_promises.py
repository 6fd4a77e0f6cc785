"""What every printer promises (`hardware.api.Printer`). Each way to one inherits this."""

import random
import threading
from contextlib import AbstractContextManager
from typing import Protocol

import pytest
from PIL import Image

from hardware.drawer import drawer_on_printer, pulse_for
from hardware.errors import PrinterError, PrinterFault
from hardware.paper_roll import LINE_ROWS, PaperRoll
from hardware.printer import BAND_ROWS, EscposPrinter

FEED_ROWS = 6 * LINE_ROWS


class Bench(Protocol):
    """A printer, and the paper that comes out of it."""

    printer: EscposPrinter

    def wait_for_tickets(self, number: int) -> list[Image.Image]: ...

    def unplug(self) -> None: ...

    def plug_in(self) -> None: ...

    def break_off(self, *, after_bytes: int) -> None:
        """Let the link break in the middle of the next ticket, once."""


class TwoWayBench(Bench, Protocol):
    """A printer that tells its status."""

    def run_out_of_paper(self, *, after_rows: int = 0) -> None: ...

    def load_paper(self) -> None: ...

    def open_cover(self) -> None: ...

    def close_cover(self) -> None: ...

    def wait_for_pulses(self, number: int) -> None: ...

    def switches(self) -> AbstractContextManager[PaperRoll]:
        """What is wrong inside the printer."""


def draw_ticket(width: int, height: int = 400, seed: int = 1) -> Image.Image:
    """Draw random dots: every bit of every band matters."""
    dots = random.Random(seed).randbytes(width // 8 * height)  # noqa: S311 - a fixture
    return Image.frombytes("1", (width, height), dots)


def assert_printed(paper: Image.Image, ticket: Image.Image) -> None:
    """Dot for dot, followed by nothing but the feed to the cutter."""
    assert paper.size == (ticket.width, ticket.height + FEED_ROWS)
    assert paper.crop((0, 0, *ticket.size)).tobytes() == ticket.tobytes()
    assert paper.crop((0, ticket.height, *paper.size)).getextrema() == (255, 255)


def error_of(printer: EscposPrinter, ticket: Image.Image) -> PrinterError:
    with pytest.raises(PrinterError) as raised:
        printer.print_ticket(ticket)
    return raised.value


def fault_of(printer: EscposPrinter, ticket: Image.Image) -> PrinterFault:
    return error_of(printer, ticket).fault


class PrinterPromises:
    """Inherited together with a fixture `bench`, for both widths of paper."""

    def test_what_is_printed_is_the_ticket_dot_for_dot(self, bench: Bench) -> None:
        ticket = draw_ticket(bench.printer.width_dots)
        bench.printer.print_ticket(ticket)
        (paper,) = bench.wait_for_tickets(1)
        assert_printed(paper, ticket)

    @pytest.mark.parametrize("height", [1, BAND_ROWS - 1, BAND_ROWS, BAND_ROWS + 1, 1999])
    def test_tickets_of_any_height_come_out(self, bench: Bench, height: int) -> None:
        ticket = draw_ticket(bench.printer.width_dots, height)
        bench.printer.print_ticket(ticket)
        (paper,) = bench.wait_for_tickets(1)
        assert_printed(paper, ticket)

    def test_tickets_come_out_one_by_one_and_in_order(self, bench: Bench) -> None:
        tickets = [draw_ticket(bench.printer.width_dots, 100, seed) for seed in range(4)]
        for ticket in tickets:
            bench.printer.print_ticket(ticket)
        for paper, ticket in zip(bench.wait_for_tickets(4), tickets, strict=True):
            assert_printed(paper, ticket)

    def test_an_image_of_another_form_is_refused(self, bench: Bench) -> None:
        width = bench.printer.width_dots
        for ticket in (
            Image.new("1", (width - 8, 10)),
            Image.new("L", (width, 10)),
            Image.new("1", (width, 0)),
        ):
            with pytest.raises(ValueError, match="one-bit image"):
                bench.printer.print_ticket(ticket)

    def test_a_printer_that_is_not_there_is_told_and_found_again(self, bench: Bench) -> None:
        ticket = draw_ticket(bench.printer.width_dots)
        bench.unplug()
        assert fault_of(bench.printer, ticket) is PrinterFault.NOT_CONNECTED
        bench.plug_in()
        bench.printer.print_ticket(ticket)
        (paper,) = bench.wait_for_tickets(1)
        assert_printed(paper, ticket)

    @pytest.mark.parametrize("part", [0.2, 0.5, 0.9])
    def test_a_link_that_breaks_in_the_middle_leaves_a_doubt(
        self, bench: Bench, part: float
    ) -> None:
        ticket = draw_ticket(bench.printer.width_dots, 2000)
        bench.break_off(after_bytes=int(part * len(ticket.tobytes())))
        assert fault_of(bench.printer, ticket) is PrinterFault.IN_DOUBT
        bench.plug_in()
        bench.printer.print_ticket(ticket)
        (paper,) = bench.wait_for_tickets(1)
        assert_printed(paper, ticket)

    def test_closing_twice_is_fine(self, bench: Bench) -> None:
        bench.printer.print_ticket(draw_ticket(bench.printer.width_dots, 8))
        bench.printer.close()
        bench.printer.close()


WITHIN = (
    PrinterFault.CUTTER_JAMMED,
    PrinterFault.TOO_HOT,
    PrinterFault.BROKEN,
    PrinterFault.GARBLED,
)


def set_wrong(roll: PaperRoll, fault: PrinterFault) -> None:
    roll.cutter_is_jammed = fault is PrinterFault.CUTTER_JAMMED
    roll.is_hot = fault is PrinterFault.TOO_HOT
    roll.is_broken = fault is PrinterFault.BROKEN
    roll.nonsense = b"\xff\xe3\x85" if fault is PrinterFault.GARBLED else b""


def set_right(roll: PaperRoll) -> None:
    roll.cutter_is_jammed = roll.is_hot = roll.is_broken = False
    roll.nonsense = b""


class TwoWayPromises(PrinterPromises):
    """Inherited together with a fixture `two_way`."""

    def test_without_paper_nothing_is_sent(self, two_way: TwoWayBench) -> None:
        ticket = draw_ticket(two_way.printer.width_dots)
        two_way.run_out_of_paper()
        for _attempt in range(2):
            assert fault_of(two_way.printer, ticket) is PrinterFault.PAPER_OUT
        two_way.load_paper()
        two_way.printer.print_ticket(ticket)
        (paper,) = two_way.wait_for_tickets(1)
        assert_printed(paper, ticket)

    def test_with_an_open_cover_nothing_is_sent(self, two_way: TwoWayBench) -> None:
        ticket = draw_ticket(two_way.printer.width_dots)
        two_way.open_cover()
        assert fault_of(two_way.printer, ticket) is PrinterFault.COVER_OPEN
        two_way.close_cover()
        two_way.printer.print_ticket(ticket)
        (paper,) = two_way.wait_for_tickets(1)
        assert_printed(paper, ticket)

    @pytest.mark.parametrize("rows", [1, 300, 1999, 2001])
    def test_paper_that_ends_while_printing_is_told(self, two_way: TwoWayBench, rows: int) -> None:
        ticket = draw_ticket(two_way.printer.width_dots, 2000)
        two_way.run_out_of_paper(after_rows=rows)
        assert fault_of(two_way.printer, ticket) is PrinterFault.PAPER_OUT
        two_way.load_paper()
        two_way.printer.print_ticket(ticket)
        # What the printer held in its own memory may come out first.
        assert_printed(two_way.wait_for_tickets(1)[-1], ticket)

    @pytest.mark.parametrize("fault", WITHIN)
    def test_every_fault_within_is_told_before_anything_is_printed(
        self, two_way: TwoWayBench, fault: PrinterFault
    ) -> None:
        ticket = draw_ticket(two_way.printer.width_dots)
        with two_way.switches() as roll:
            set_wrong(roll, fault)
        error = error_of(two_way.printer, ticket)
        assert error.fault is fault
        assert not error.reached_paper
        assert two_way.printer.look() is fault
        with two_way.switches() as roll:
            set_right(roll)
        assert two_way.printer.look() is None
        two_way.printer.print_ticket(ticket)
        (paper,) = two_way.wait_for_tickets(1)
        assert_printed(paper, ticket)

    def test_what_ended_in_the_middle_has_reached_paper_and_what_never_began_has_not(
        self, two_way: TwoWayBench
    ) -> None:
        ticket = draw_ticket(two_way.printer.width_dots, 2000)
        two_way.run_out_of_paper(after_rows=700)
        assert error_of(two_way.printer, ticket).reached_paper
        assert not error_of(two_way.printer, ticket).reached_paper

    def test_looking_prints_nothing(self, two_way: TwoWayBench) -> None:
        assert two_way.printer.look() is None
        two_way.open_cover()
        assert two_way.printer.look() is PrinterFault.COVER_OPEN
        two_way.close_cover()
        two_way.run_out_of_paper()
        assert two_way.printer.look() is PrinterFault.PAPER_OUT
        two_way.unplug()
        assert two_way.printer.look() is PrinterFault.NOT_CONNECTED
        two_way.plug_in()
        two_way.load_paper()
        assert two_way.printer.look() is None
        with two_way.switches() as roll:
            assert (roll.tickets, roll.scraps) == ([], [])

    def test_the_drawer_opens_without_paper_too(self, two_way: TwoWayBench) -> None:
        two_way.printer.send_pulse(pulse_for(2))
        two_way.run_out_of_paper()
        assert two_way.printer.look() is PrinterFault.PAPER_OUT
        two_way.printer.send_pulse(pulse_for(5))
        two_way.wait_for_pulses(2)

    def test_the_drawer_does_not_wait_for_a_long_ticket(self, two_way: TwoWayBench) -> None:
        ticket = draw_ticket(two_way.printer.width_dots, 6000)
        drawer = drawer_on_printer(two_way.printer)
        printing = threading.Thread(target=two_way.printer.print_ticket, args=(ticket,))
        printing.start()
        drawer.open()
        drawer.wait()
        printing.join()
        assert drawer.fault is None
        two_way.wait_for_pulses(1)
        (paper,) = two_way.wait_for_tickets(1)
        assert_printed(paper, ticket)
