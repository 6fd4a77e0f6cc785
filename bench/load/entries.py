"""Entries as terminals send them: sales of two lines, each continuing the one before."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import count

from wire.chain import entry_hash, origin
from wire.entry import encode
from wire.sale import Line, Sale

_OPENED = datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
_SHELF = (
    ("VD-12345-24", "2406A", "vỉ", 11_000),
    ("893110123424", "L0925K", "hộp", 48_500),
    ("893110045623", "AMX2511", "vỉ", 9_500),
    ("VD-33871-19", "019X26", "viên", 1_200),
    ("GC-0231-19", "7715", "chai", 23_000),
)
_PRESCRIBED_EVERY = 3


def sales(terminal: str, epoch: str) -> Iterator[bytes]:
    """Yield the sales of one ledger for ever, from its first."""
    before = origin(terminal, epoch)
    for seq in count(1):
        body = encode(_sale(terminal, epoch, seq, before))
        before = entry_hash(body)
        yield body


def _sale(terminal: str, epoch: str, seq: int, prev: str) -> Sale:
    lines = (_line(seq), _line(seq * 3 + 1))
    prescribed = seq % _PRESCRIBED_EVERY == 0
    return Sale(
        terminal=terminal,
        epoch=epoch,
        seq=seq,
        prev=prev,
        at=_OPENED + timedelta(minutes=4 * seq),
        staff="NV-07",
        lines=lines,
        total_vnd=sum(line.amount_vnd for line in lines),
        prescription=f"33012{seq % 100_000:05}cd3-c" if prescribed else None,
        sealed_sha256=prev if prescribed else None,  # as long as a real one
    )


def _line(number: int) -> Line:
    drug, batch, unit, price = _SHELF[number % len(_SHELF)]
    return Line(
        drug=drug,
        batch=batch,
        expiry=date(2027, 1, 31) + timedelta(days=number % 300),
        quantity=1 + number % 3,
        unit=unit,
        unit_size=1,
        price_vnd=price,
    )
