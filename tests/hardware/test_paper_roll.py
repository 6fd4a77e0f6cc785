import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.paper_roll import LINE_ROWS, PaperRoll, UnknownCommandError

RASTER = b"\x1dv0\x00\x02\x00\x03\x00" + bytes([0xFF, 0x00, 0x0F, 0xF0, 0xAA, 0x55])
TICKET = b"\x1b@" + RASTER + b"\x1bJ\x05" + b"\x1bd\x02" + b"\x1dV\x00"


@given(st.lists(st.integers(1, 8), min_size=1, max_size=40))
def test_bytes_may_come_in_any_portions(portions: list[int]) -> None:
    # Alone, a real-time command is obeyed at once; within the stream when its turn comes.
    stream, roll = TICKET + b"\x10\x04\x04" + TICKET, PaperRoll(16)
    for portion in portions:
        roll.feed(stream[:portion])
        stream = stream[portion:]
    roll.feed(stream)
    assert len(roll.tickets) == 2
    assert roll.answers == bytes([0x12])
    for ticket in roll.tickets:
        assert ticket.size == (16, 3 + 5 + 2 * LINE_ROWS)
        assert ticket.crop((0, 0, 16, 3)).tobytes() == bytes([0x00, 0xFF, 0xF0, 0x0F, 0x55, 0xAA])


@pytest.mark.parametrize(
    ("command", "name"),
    [
        (b"\x1br\x00", "ESC r"),
        (b"\x1d(k", "GS ("),
        (b"Thu", "T"),
        (b"\n", "LF"),
        (b"\x1c.", "FS ."),
        (b"\x10\x14\x02\x00\x01", "DLE 14"),
        (b"\x10\x04\x09", "DLE 04"),
        (b"\x1dv0\x01\x02\x00\x01\x00", "GS v"),
        (b"\x1dv0\x00\x03\x00\x01\x00", "GS v"),
        (b"\x1dVZ", "GS V"),
    ],
)
def test_unknown_commands_are_refused_by_name(command: bytes, name: str) -> None:
    with pytest.raises(UnknownCommandError) as raised:
        PaperRoll(16).feed(b"\x1b@" + command)
    assert raised.value.name == name


@given(st.binary(max_size=200))
def test_anything_is_printed_or_refused(garbage: bytes) -> None:
    with contextlib.suppress(UnknownCommandError):
        PaperRoll(16).feed(garbage)


@pytest.mark.parametrize("cut", [b"\x1dV\x00", b"\x1dV\x01", b"\x1dV0", b"\x1dV1"])
def test_every_way_to_cut_cuts(cut: bytes) -> None:
    roll = PaperRoll(16)
    roll.feed(RASTER + cut)
    assert [ticket.size for ticket in roll.tickets] == [(16, 3)]


@pytest.mark.parametrize("cut", [b"\x1dVA\x07", b"\x1dVB\x07"])
def test_a_cut_with_a_feed_feeds_first(cut: bytes) -> None:
    roll = PaperRoll(16)
    roll.feed(RASTER + cut)
    assert [ticket.size for ticket in roll.tickets] == [(16, 10)]


def test_a_narrow_raster_leaves_the_right_side_white() -> None:
    roll = PaperRoll(24)
    roll.feed(RASTER + b"\x1dV\x00")
    (ticket,) = roll.tickets
    assert ticket.crop((16, 0, 24, 3)).getextrema() == (255, 255)


def test_cutting_nothing_makes_no_ticket() -> None:
    roll = PaperRoll(16)
    roll.feed(b"\x1b@\x1dV\x00")
    assert roll.tickets == []


def test_the_status_tells_of_paper_and_cover() -> None:
    roll = PaperRoll(16)
    roll.rows_left, roll.cover_is_open = 0, True
    for number in (1, 2, 3, 4):
        roll.feed(bytes([0x10, 0x04, number]))
    assert roll.answers == bytes([0x1A, 0x36, 0x12, 0x72])


def test_a_status_is_asked_in_the_middle_of_a_raster() -> None:
    roll = PaperRoll(16)
    roll.feed(RASTER[:10])
    roll.feed(b"\x10\x04\x04")
    roll.feed(RASTER[10:] + b"\x1dV\x00")
    assert roll.answers == bytes([0x12])
    assert [ticket.size for ticket in roll.tickets] == [(16, 3)]
