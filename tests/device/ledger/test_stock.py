import dataclasses
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from device.counter.drug import Control, Drug, Offer
from device.counter.sale import OpenSale, SaleLine
from device.ledger.catalogue import Catalogue, store_offers
from device.ledger.counting import set_opening_stock
from device.ledger.drafts import CountDraft, Counted, GoodsInDraft
from device.ledger.ledger import Ledger
from device.ledger.movements import movements
from device.ledger.purge import purge
from device.ledger.stock import OpeningStock, batches
from device.ledger.tables import Stock
from tests.device.ledger.books import COMBINATION, FREE, line, open_book, sale
from tests.properties import fewer
from wire.kinds import ShelfLine, read_entry

SOON, LATE = date(2027, 1, 31), date(2028, 1, 31)
BOX = Offer(drug=COMBINATION, unit="hộp", unit_size=100, price_vnd=110_000)


def on_hand(ledger: Ledger) -> dict[tuple[str, str], int]:
    return {(row.drug, row.batch): row.on_hand for row in Stock.select().execute(ledger.database)}


def test_the_shelf_gives_what_expires_first_first(ledger: Ledger) -> None:
    set_opening_stock(
        ledger,
        [
            OpeningStock("FREE", "LATE", LATE, 100),
            OpeningStock("FREE", "SOON", SOON, 50),
            OpeningStock("FREE", "EMPTY", SOON, 0),
            OpeningStock("PH", "OTHER", SOON, 10),
        ],
        staff="NV-07",
    )
    found = [(one.number, one.expiry, one.on_hand) for one in batches(ledger.database, "FREE")]
    assert found == [("SOON", SOON, 50), ("LATE", LATE, 100)]
    assert Catalogue(ledger.database).batches("FREE") == batches(ledger.database, "FREE")
    assert batches(ledger.database, "NONE") == ()


def test_a_batch_without_a_date_is_on_the_shelf_behind_all_others(ledger: Ledger) -> None:
    """GPP-06: a medical device may have none; a drug whose date nobody knows is still there."""
    set_opening_stock(ledger, [OpeningStock("FREE", "LATE", LATE, 100)], staff="NV-07")
    undated = (Counted(drug="FREE", batch="LOT", expiry=None, units=40),)
    ledger.record(CountDraft(because="count", lines=undated), staff="NV-07")
    found = [(one.number, one.expiry, one.on_hand) for one in batches(ledger.database, "FREE")]
    assert found == [("LATE", LATE, 100), ("LOT", None, 40)]


def test_what_is_on_the_shelf_already_is_not_put_there_twice(ledger: Ledger) -> None:
    rows = [OpeningStock("FREE", "A", SOON, 100)]
    set_opening_stock(ledger, rows, staff="NV-07")
    ledger.commit_sale(sale(line(batch="A")), staff="NV-07")
    set_opening_stock(ledger, rows, staff="NV-07")
    assert on_hand(ledger) == {("FREE", "A"): 90}


def test_a_batch_that_was_never_entered_goes_below_nought_and_off_the_shelf(
    ledger: Ledger,
) -> None:
    ledger.commit_sale(sale(line(batch="NEW", quantity=3)), staff="NV-07")
    assert on_hand(ledger) == {("FREE", "NEW"): -30}
    assert batches(ledger.database, "FREE") == ()


def test_two_lines_of_one_batch_are_both_taken_off(ledger: Ledger) -> None:
    set_opening_stock(ledger, [OpeningStock("FREE", "A", SOON, 500)], staff="NV-07")
    sold = sale(line(batch="A", quantity=2), line(batch="A", quantity=1))
    ledger.commit_sale(sold, staff="NV-07")
    assert on_hand(ledger) == {("FREE", "A"): 470}


sales = st.lists(
    st.lists(
        st.builds(
            line,
            drug=st.sampled_from([FREE, COMBINATION]),
            batch=st.sampled_from(["A", "B", "NEW"]),
            quantity=st.integers(1, 30),
        ),
        min_size=1,
        max_size=4,
    ),
    max_size=6,
)


@fewer
@given(
    st.dictionaries(
        st.tuples(st.sampled_from(["FREE", "PH"]), st.sampled_from(["A", "B"])),
        st.integers(0, 300),
        max_size=4,
    ),
    sales,
)
def test_the_stock_is_the_opening_stock_and_the_sum_of_the_movements(
    opening: dict[tuple[str, str], int], sold: list[list[SaleLine]]
) -> None:
    with TemporaryDirectory() as folder:
        ledger = open_book(Path(folder) / "ledger.sqlite")
        rows = [OpeningStock(*key, SOON, units) for key, units in opening.items()]
        set_opening_stock(ledger, rows, staff="NV-07")
        for lines in sold:
            ledger.commit_sale(OpenSale(lines=tuple(lines)), staff="NV-07")
        expected: dict[tuple[str, str], int] = {}
        for entry in ledger.entries():
            for move in movements(read_entry(entry.body)):
                key = (move.drug, move.batch)
                expected[key] = move.shelf + (0 if move.is_count else expected.get(key, 0))
        assert on_hand(ledger) == expected
        units = -sum(one.base_units for lines in sold for one in lines)
        assert sum(expected.values()) - sum(opening.values()) == units
        ledger.close()


def test_the_catalogue_gives_back_what_was_stored(ledger: Ledger) -> None:
    catalogue = Catalogue(ledger.database)
    assert catalogue.offer("08938501000118") is None
    assert store_offers(ledger.database, [("08938501000118", BOX)]) == 1
    assert catalogue.offer("08938501000118") == dataclasses.replace(BOX, gtin="08938501000118")
    dearer = Offer(drug=COMBINATION, unit="hộp", unit_size=100, price_vnd=120_000)
    store_offers(ledger.database, [("08938501000118", dearer)])
    assert catalogue.offer("08938501000118") == dataclasses.replace(dearer, gtin="08938501000118")
    assert catalogue.drug_name("PH") == "Phối hợp"
    assert catalogue.drug_name("GONE") == "GONE"


def test_what_a_tablet_cost_is_told_exactly_as_long_as_the_delivery_is_here(
    ledger: Ledger,
) -> None:
    """PRC-04: margins are of what the invoice says."""
    catalogue = Catalogue(ledger.database)
    assert catalogue.cost("FREE", "A") is None
    old = ShelfLine(drug="FREE", batch="A", expiry=SOON, units=10, cost_vnd=900)
    box = replace(old, units=30, cost_vnd=3_333, amount_vnd=100_000)
    given = replace(box, units=7, cost_vnd=0, amount_vnd=0, owner="programme")
    free = replace(box, batch="FREE OF COST", cost_vnd=None, amount_vnd=None)
    for lines, cost in (
        ((old,), Fraction(900)),
        ((old, box), Fraction(100_000, 30)),
        ((given, free), Fraction(100_000, 30)),
    ):
        ledger.record(GoodsInDraft(supplier="A", lines=lines), staff="NV-07")
        assert catalogue.cost("FREE", "A") == cost
    assert catalogue.cost("FREE", "B") is None
    with ledger.database.writing():
        ledger.database.run("UPDATE outbox SET state = 'received'")
    purge(ledger.database)
    ledger.commit_sale(sale(line(batch="A")), staff="NV-07")
    with ledger.database.writing():
        ledger.database.run("UPDATE outbox SET state = 'received'")
    purge(ledger.database)
    assert catalogue.cost("FREE", "A") == Fraction(3_333)


def test_every_class_of_control_is_kept(ledger: Ledger) -> None:
    for number, control in enumerate(Control):
        drug = Drug(id=control.name, name="x", prescription_only=True, control=control)
        offer = Offer(drug=drug, unit="vỉ", unit_size=10, price_vnd=0)
        store_offers(ledger.database, [(f"{number:014d}", offer)])
        found = Catalogue(ledger.database).offer(f"{number:014d}")
        assert found == dataclasses.replace(offer, gtin=f"{number:014d}")
