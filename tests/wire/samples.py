"""Synthetic messages, and strategies that make more of them."""

from datetime import UTC, date, datetime

from hypothesis import strategies as st

from wire.chain import entry_hash, origin
from wire.entry import encode
from wire.patient import Patient
from wire.receipt import Receipt, Rejected
from wire.sale import Line, Sale

TERMINAL = "Q33-0001"
EPOCH = "000102030405060708090a0b0c0d0e0f"
AT = datetime(2026, 11, 22, 3, 45, 59, tzinfo=UTC)

PATIENT = Patient(
    name="Nguyễn Văn A",
    birth_date=date(1990, 2, 1),
    sex="Nam",
    number="001090000001",
    residence="Số 1, Phường B, Quận C, Hà Nội",
)

_TEXTS = st.text(max_size=40)
_HASHES = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
_NUMBERS = st.integers(0, 10**9)
_MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - Hypothesis adds the zone


def sale(seq: int = 1, prev: str | None = None, *, epoch: str = EPOCH, total: int = 11000) -> Sale:
    return Sale(
        terminal=TERMINAL,
        epoch=epoch,
        seq=seq,
        prev=prev or origin(TERMINAL, epoch),
        at=AT,
        staff="NV-07",
        lines=(
            Line(
                drug="SYN001",
                batch="2502B",
                expiry=AT.date(),
                quantity=1,
                unit="vỉ",
                price_vnd=total,
            ),
        ),
        total_vnd=total,
    )


def chain(length: int, *, epoch: str = EPOCH, total: int = 11000) -> list[bytes]:
    """Bodies of a ledger's first entries."""
    bodies: list[bytes] = []
    for seq in range(1, length + 1):
        prev = entry_hash(bodies[-1]) if bodies else None
        bodies.append(encode(sale(seq, prev, epoch=epoch, total=total + seq)))
    return bodies


def lines() -> st.SearchStrategy[Line]:
    return st.builds(
        Line,
        drug=_TEXTS,
        batch=_TEXTS,
        expiry=st.none() | st.dates(),
        quantity=_NUMBERS,
        unit=_TEXTS,
        unit_size=_NUMBERS,
        price_vnd=_NUMBERS,
        batch_from=st.sampled_from(["code", "shelf"]),
    )


def sales() -> st.SearchStrategy[Sale]:
    return st.builds(
        Sale,
        terminal=_TEXTS,
        epoch=_TEXTS,
        seq=_NUMBERS,
        prev=_HASHES,
        at=_MOMENTS,
        staff=_TEXTS,
        lines=st.lists(lines(), max_size=4).map(tuple),
        total_vnd=_NUMBERS,
        prescription=st.none() | _TEXTS,
        sealed_sha256=st.none() | _HASHES,
    )


def receipts() -> st.SearchStrategy[Receipt]:
    rejected = st.builds(Rejected, seq=_NUMBERS, sha256=_HASHES, reason=_TEXTS)
    return st.builds(
        Receipt,
        terminal=_TEXTS,
        epoch=_TEXTS,
        through=_NUMBERS,
        head=_HASHES,
        rejected=st.lists(rejected, max_size=4).map(tuple),
        at=_MOMENTS,
    )


def patients() -> st.SearchStrategy[Patient]:
    return st.builds(
        Patient,
        name=_TEXTS,
        birth_date=st.none() | st.dates(),
        sex=_TEXTS,
        number=_TEXTS,
        residence=_TEXTS,
    )
