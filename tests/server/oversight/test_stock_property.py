"""Whatever terminals write, and in whatever portions it is counted, the two sides agree."""

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from device.ledger.movements import movements
from device.ledger.projection import replay
from device.ledger.stock import StockTable
from server.oversight.follow import follow, recount
from server.store.database import rows
from tests.server.oversight.shelves import Drugs, Shop, counted, line, shelf_line, stock
from wire.entry import Head
from wire.kinds import (
    CountLine,
    GoodsIn,
    RecallAcknowledged,
    Return,
    SetAside,
    StockCount,
    Void,
    WriteOff,
)
from wire.sale import Sale

_drugs = st.sampled_from(["D1", "GN-2"])
_batches = st.sampled_from(["A", "B"])
_owners = st.sampled_from(["retail", "programme"])
_units = st.integers(1, 40)
_sold = st.lists(
    st.builds(
        line, _drugs, _batches, st.integers(1, 5), unit_size=st.sampled_from([1, 10])
    ),
    min_size=1, max_size=3,
).map(tuple)  # fmt: skip
_goods = st.lists(
    st.builds(shelf_line, _drugs, _batches, _units, owner=_owners), min_size=1, max_size=3
).map(tuple)
_found = st.lists(
    st.builds(
        CountLine, drug=_drugs, batch=_batches, expected=st.just(0), counted=st.integers(0, 60),
        aside=st.none() | st.integers(0, 9), owner=_owners,
    ),
    min_size=1, max_size=3,
).map(tuple)  # fmt: skip
_writes = st.one_of(
    st.tuples(st.just(Sale), st.fixed_dictionaries({"lines": _sold, "total_vnd": st.just(1)})),
    st.tuples(st.just(Void), st.fixed_dictionaries({"lines": _sold, "total_vnd": st.just(1)})),
    st.tuples(
        st.just(Return),
        st.fixed_dictionaries({"lines": _sold, "total_vnd": st.just(1), "to_shelf": st.booleans()}),
    ),
    st.tuples(st.just(GoodsIn), st.fixed_dictionaries({"lines": _goods, "supplier": st.just("S")})),
    st.tuples(
        st.just(SetAside), st.fixed_dictionaries({"lines": _goods, "because": st.just("other")})
    ),
    st.tuples(
        st.just(RecallAcknowledged),
        st.fixed_dictionaries({"lines": _goods, "recall": st.just("QĐ1")}),
    ),
    st.tuples(
        st.just(WriteOff),
        st.fixed_dictionaries(
            {
                "lines": _goods,
                "because": st.sampled_from(["lost", "returned-to-supplier"]),
            },
            optional={"place": st.just("aside")},
        ),
    ),
    st.tuples(
        st.just(StockCount),
        st.fixed_dictionaries(
            {"lines": _found, "because": st.sampled_from(["opening", "count", "carried-over"])}
        ),
    ),
)
_ledgers = st.lists(st.lists(_writes, min_size=1, max_size=8), min_size=1, max_size=4)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(ledger=_ledgers, most=st.integers(1, 12), late=st.integers(0, 6), again=st.booleans())
def test_the_province_s_stock_is_the_terminal_s(
    store: Path | str,
    ledger: list[list[tuple[type[Head], dict[str, Any]]]],
    most: int,
    late: int,
    *,
    again: bool,
) -> None:
    assert store
    shop = Shop(f"T{_next()}")
    sale = shop.sell(("D1", "A", 1))
    for written in ledger:
        for kind, fields in written:
            meant = {"sale": sale} if kind in {Return, Void} else {}
            shop.write(kind, staff="7", **fields, **meant)
        shop.store(but=[late])
        counted(most=most)
    if late in range(1, len(shop.bodies) + 1):
        shop.store_late(late)
        counted(most=most)
    if again:
        recount(Drugs())
    by_terminal: StockTable = {}
    for entry in shop.entries:
        replay(by_terminal, movements(entry))
    assert stock(shop.terminal) == {
        tuple(key): (found.on_hand, found.set_aside) for key, found in by_terminal.items()
    }
    assert follow(Drugs()) == 0
    _closes(shop.terminal)
    _books_agree(shop.terminal)


def _closes(terminal: str) -> None:
    """Every unit that came is somewhere, or is said to be missing."""
    found = rows(
        """
        SELECT opening + carried + received + counted
            - (sold - voided - returned + written_off + sent_back + on_shelf + aside)
        FROM shelfbatch JOIN goodsledger ON goodsledger.id = ledger WHERE terminal = ?
        """,
        (terminal,),
    )
    assert {difference for (difference,) in found} == {0}


def _books_agree(terminal: str) -> None:
    """What the books of controlled drugs say is left is what there is."""
    booked = rows(
        """
        SELECT drug, batch, owner, sum(shelf), sum(aside) FROM controlledmove
        JOIN goodsledger ON goodsledger.id = ledger WHERE terminal = ?
        GROUP BY drug, batch, owner
        """,
        (terminal,),
    )
    there = {key: level for key, level in stock(terminal).items() if key[0] == "GN-2"}
    assert {tuple(row[:3]): tuple(row[3:]) for row in booked} == there


def _next() -> int:
    """Return how many terminals there were, so that each ledger has one of its own."""
    return int(rows("SELECT count(DISTINCT terminal) FROM mark")[0][0])
