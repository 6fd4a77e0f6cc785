"""What an ESC/POS printer says of itself when it is asked."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

# DLE EOT n, real-time status: 2 is the cause of being off-line, 3 the cause of an error, 4 the
# paper sensors. Bits as in the manuals of Epson TM-U220 and Bixolon SRP-350; other makers' command
# references agree.
ASK_OFFLINE = b"\x10\x04\x02"
ASK_ERROR = b"\x10\x04\x03"
ASK_PAPER = b"\x10\x04\x04"
COVER_OPEN_BIT = 0b0000_0100
PAPER_STOP_BIT = 0b0010_0000
ERROR_BIT = 0b0100_0000
CUTTER_BIT = 0b0000_1000
HOT_BIT = 0b0100_0000
"""Of the errors: one that ends by itself, which is the print head's heat."""
PAPER_END_BITS = 0b0110_0000
_FIXED_MASK, _FIXED_BITS = 0b1001_0011, 0b0001_0010
_BY_ITSELF = bytes((0x00, 0x11, 0x13))
"""NUL, XON and XOFF: some printers send them unasked."""
# Automatic status back: four bytes, of which the first is known by these bits, the others by these.
_REPORT_BYTES, _REPORT_BITS, _REPORT_REST = 4, 0b0001_0000, 0b1001_0000


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What a printer says of itself."""

    paper_out: bool = False
    cover_open: bool = False
    cutter_jammed: bool = False
    too_hot: bool = False
    broken: bool = False
    garbled: bool = False
    """What it answered is no status at all."""


def ask(
    write: Callable[[bytes], None], read: Callable[[float], bytes], *, patience: float
) -> Status | None:
    """Ask for paper, cover and errors by DLE EOT; None where nobody answers.

    `read` waits for so many seconds and returns what has come, b"" for nothing.
    """
    question = partial(_ask_one, write=write, read=read, patience=patience)
    try:
        paper = question(ASK_PAPER)
        if paper is None:
            return None
        offline = question(ASK_OFFLINE) or 0
        error = question(ASK_ERROR) or 0 if offline & ERROR_BIT else None
    except _NonsenseError:
        return Status(garbled=True)
    return Status(
        paper_out=bool(paper & PAPER_END_BITS or offline & PAPER_STOP_BIT),
        cover_open=bool(offline & COVER_OPEN_BIT),
        cutter_jammed=bool(error and error & CUTTER_BIT),
        too_hot=bool(error and error & HOT_BIT and not error & CUTTER_BIT),
        broken=error is not None and not error & (CUTTER_BIT | HOT_BIT),
    )


class _NonsenseError(Exception):
    """Something came back, and it is no answer."""


def _ask_one(
    question: bytes,
    write: Callable[[bytes], None],
    read: Callable[[float], bytes],
    patience: float,
) -> int | None:
    write(question)
    deadline = time.monotonic() + patience
    is_nonsense = False
    while received := read(max(0.0, deadline - time.monotonic())):
        answers, rest = _sort(received)
        if answers:
            return answers[-1]
        is_nonsense = is_nonsense or rest
        if time.monotonic() > deadline:
            break
    if is_nonsense:
        raise _NonsenseError
    return None


def _sort(received: bytes) -> tuple[bytes, bool]:
    """Return the answers to DLE EOT, and whether there is anything that no printer sends.

    What it reports by itself (automatic status back, four bytes) has other fixed bits, and is
    passed over.
    """
    answers, is_nonsense, place = bytearray(), False, 0
    while place < len(received):
        byte, rest = received[place], received[place + 1 : place + _REPORT_BYTES]
        if byte & _FIXED_MASK == _FIXED_BITS:
            answers.append(byte)
        elif byte & _FIXED_MASK == _REPORT_BITS and not any(at & _REPORT_REST for at in rest):
            place += len(rest)
        elif byte not in _BY_ITSELF:
            is_nonsense = True
        place += 1
    return bytes(answers), is_nonsense
