"""A batch is followed from its suppliers to where it is now, and back."""

from pathlib import Path

import pytest

from server.oversight.queries.batch_back import backward, batches_of
from server.oversight.queries.batch_sales import batch_entries
from server.oversight.queries.batch_trace import Flow, OutletTrace, Supplied, forward
from server.oversight.queries.batches import find_batches
from server.store.database import reading
from tests.server.oversight.district import District, period
from tests.server.oversight.shelves import line, shelf_line
from wire.kinds import EpochBegun, SetAside, WriteOff


@pytest.fixture
def district(store: Path | str) -> District:
    assert store
    district = District()
    t1, t2, n2, s1 = district.t1, district.t2, district.n2, district.s1
    t1.receive(("D1", "A", 100), ("D1", "B", 7))
    t2.receive(("D1", "A", 50), supplier="Dược B", document="HD9")
    n2.receive(("D1", "A", 40))
    n2.count(("D1", "B", 5), because="opening")
    s1.count(("D1", "A", 30), because="opening")
    s1.receive(("D1", "A", 20), document="HD2")
    sale = t1.sell(("D1", "A", 30))
    t1.give_back(sale, ("D1", "A", 4))
    t1.void(t1.sell_lines(line("D1", "A", 1, unit="hộp", unit_size=10), staff="12"))
    t2.write(SetAside, staff="7", because="damaged", lines=(shelf_line("D1", "A", 8),))
    t2.write(
        WriteOff, staff="7", because="damaged", lines=(shelf_line("D1", "A", 3),), place="aside"
    )
    n2.write(
        WriteOff, staff="7", because="returned-to-supplier", lines=(shelf_line("D1", "A", 15),)
    )
    s1.sell(("D1", "A", 5))
    s1.count(("D1", "A", 43))
    district.store()
    return district


@pytest.mark.usefixtures("district")
def test_what_came_is_all_accounted_for_and_what_is_missing_is_shown() -> None:
    with reading():
        found = forward("D1", "A", period())
    assert found.totals == {
        "received": 210, "opening": 30,
        "sold": 26 + 5, "aside": 5, "on_shelf": 74 + 42 + 25 + 43, "written_off": 3,
        "sent_back": 15, "difference": 2,
    }  # fmt: skip
    rest = dict(found.totals)
    came = rest.pop("received") + rest.pop("opening")
    assert came == sum(rest.values())


def test_one_batch_is_followed_however_its_number_is_written(store: Path | str) -> None:
    assert store
    district = District()
    district.t1.receive(("D1", "k12a", 20))
    district.t1.sell(("D1", "k12a", 5))
    district.n2.receive(("D1", "K 12A", 10))
    district.n2.count(("D1", "K12", 7), because="opening")
    district.store()
    with reading():
        found = forward("D1", "K12A", period())
        entries = batch_entries("D1", "K12A", "N1", period())
        source = backward("D1", "K12A", "N1")
    assert (found.totals["received"], found.totals["sold"], found.totals["opening"]) == (30, 5, 0)
    assert [one.kind for one in entries.rows] == ["sale", "goods-in"]
    assert [one.units for one in source.deliveries] == [20]
    assert sum(one.units for one in source.elsewhere) == 10


@pytest.mark.usefixtures("district")
def test_an_outlet_sums_its_terminals() -> None:
    with reading():
        found = forward("D1", "A", period(search="N1"))
    assert found.outlets.rows == (
        OutletTrace(
            outlet="N1", name="Quầy thuốc N1", kind="QT", commune="99001", area="north",
            received=150, opening=0, sold=26, aside=5, on_shelf=116, written_off=3, sent_back=0,
            difference=0, counted=0, last_sold="2026-11-01",
        ),
    )  # fmt: skip


@pytest.mark.usefixtures("district")
def test_a_count_that_missed_some_says_so_in_its_outlet() -> None:
    with reading():
        (south,) = forward("D1", "A", period(area="south")).outlets.rows
    assert (south.came, south.difference, south.counted) == (50, 2, 2)


@pytest.mark.usefixtures("district")
def test_the_ribbons_go_from_suppliers_through_areas_to_ends() -> None:
    with reading():
        found = forward("D1", "A", period())
    assert found.suppliers == (Supplied("Dược A", 160, 3, 2), Supplied("Dược B", 50, 1, 1))
    assert found.inflows == (
        Flow("Dược A", "north", 140), Flow("Dược A", "south", 20), Flow("Dược B", "north", 50),
        Flow("", "south", 30),
    )  # fmt: skip
    assert set(found.outflows) == {
        Flow("north", "sold", 26), Flow("north", "aside", 5), Flow("north", "on_shelf", 141),
        Flow("north", "written_off", 3), Flow("north", "sent_back", 15),
        Flow("south", "sold", 5), Flow("south", "on_shelf", 43), Flow("south", "difference", 2),
    }  # fmt: skip
    for area in ("north", "south"):
        came = sum(flow.units for flow in found.inflows if flow.target == area)
        assert came == sum(flow.units for flow in found.outflows if flow.source == area)


def test_what_an_epoch_lost_is_a_difference_too(district: District) -> None:
    from tests.server.oversight.shelves import Shop, counted  # noqa: PLC0415

    new = Shop("T3", began=district.n2.now)
    new.write(EpochBegun, because="damaged", previous=district.n2.epoch, previous_through=2)
    new.count(("D1", "A", 24), because="carried-over")
    new.sell(("D1", "A", 4))
    new.store()
    counted()
    with reading():
        (found,) = forward("D1", "A", period(search="N2")).outlets.rows
    assert (found.came, found.sold, found.on_shelf, found.sent_back) == (40, 4, 20, 15)
    assert (found.difference, found.counted) == (1, 0)


def test_what_is_carried_into_a_new_epoch_is_no_difference(store: Path | str) -> None:
    from tests.server.oversight.shelves import Shop, counted  # noqa: PLC0415

    assert store
    old = District().t1
    old.receive(("D1", "A", 100))
    old.sell(("D1", "A", 20))
    goods = old.receive(("D1", "A", 7), supplier="Dược B")
    sale = old.sell(("D1", "A", 30))
    old.store(but=[3, 4])
    new = Shop("T1", began=old.now)
    new.write(EpochBegun, because="overtaken", previous=old.epoch, previous_through=4)
    new.count(("D1", "A", 57), because="carried-over")
    new.sell(("D1", "A", 30), carried=sale)
    new.receive(("D1", "A", 7), supplier="Dược B", carried=goods)
    new.store()
    counted(most=1)
    with reading():
        (found,) = forward("D1", "A", period()).outlets.rows
        entries = batch_entries("D1", "A", "N1", period()).rows
        suppliers = forward("D1", "A", period()).suppliers
    assert (found.came, found.sold, found.on_shelf, found.difference) == (107, 50, 57, 0)
    assert [(one.kind, one.units) for one in entries if one.epoch == new.epoch] == [
        ("goods-in", 7), ("sale", 30), ("stock-count", 57),
    ]  # fmt: skip
    assert [(one.supplier, one.units) for one in suppliers] == [("Dược A", 100), ("Dược B", 7)]


@pytest.mark.usefixtures("district")
def test_backwards_to_the_supplier_and_who_else_has_it_from_there() -> None:
    with reading():
        found = backward("D1", "A", "N2")
    assert [(d.supplier, d.document, d.units, d.seq) for d in found.deliveries] == [
        ("Dược A", "HD1", 40, 1)
    ]
    assert [(e.outlet, e.document, e.same_document, e.units) for e in found.elsewhere] == [
        ("N1", "HD1", True, 100), ("S1", "HD2", False, 20),
    ]  # fmt: skip
    with reading():
        assert backward("D1", "A", "S1").opening == 30


def test_an_entry_leads_to_its_batches(district: District) -> None:
    with reading():
        assert batches_of("T1", district.t1.epoch, 1) == (("D1", "A"), ("D1", "B"))
        assert batches_of("T1", district.t1.epoch, 99) == ()


@pytest.mark.usefixtures("district")
def test_single_entries_name_number_units_and_badge() -> None:
    with reading():
        found = batch_entries("D1", "A", "N1", period())
    assert [(e.terminal, e.seq, e.kind, e.units, e.staff) for e in found.rows] == [
        ("T1", 5, "void", 10, "7"), ("T1", 4, "sale", 10, "12"), ("T1", 3, "return", 4, "7"),
        ("T2", 3, "write-off", 3, "7"), ("T1", 2, "sale", 30, "7"), ("T2", 2, "set-aside", 8, "7"),
        ("T1", 1, "goods-in", 100, "7"), ("T2", 1, "goods-in", 50, "7"),
    ]  # fmt: skip
    with reading():
        few = batch_entries("D1", "A", "N1", period(first=1, most=2))
    assert ([entry.seq for entry in few.rows], few.total) == ([4, 3], 8)


@pytest.mark.parametrize(
    ("search", "batches"),
    [
        ("a", [("D1", "A")]),
        ("b", [("D1", "B")]),
        ("cefixim 200", [("D1", "A"), ("D1", "B")]),
        ("D1", [("D1", "A"), ("D1", "B")]),
        ("01089385010001181727063010A", [("D1", "A")]),
        ("8938501000118", [("D1", "A"), ("D1", "B")]),
        ("010893850100011810X", []),
        ("0100000000000017172706301 0A", []),
        ("%", []),
        ("", [("D1", "A"), ("D1", "B")]),
    ],
)
@pytest.mark.usefixtures("district")
def test_batches_are_found_by_words_and_by_a_scanned_pack(
    search: str, batches: list[tuple[str, str]]
) -> None:
    with reading():
        found = find_batches(period(search=search))
    assert [(one.drug, one.batch) for one in found.rows] == batches
    assert found.total == len(batches)


@pytest.mark.usefixtures("district")
def test_a_batch_in_the_list_says_where_and_how_much() -> None:
    with reading():
        first, _second = find_batches(period()).rows
    assert first == (
        "D1", "Cefixim 200 mg", "A", "2027-06-30", 3, 240, 184, 5,
    )  # fmt: skip
