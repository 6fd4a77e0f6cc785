from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from device.counter.drug import Offer
from device.counter.prescription import Prescription
from device.counter.sale import OpenSale, SaleLine
from tests.device.counter.shop import (
    CARD,
    FREE,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    ORDINARY,
    TODAY,
    TOMORROW,
    YESTERDAY,
)
from tests.properties import steady

OFFER = Offer(drug=FREE, unit="vỉ", unit_size=10, price_vnd=11_000)
LINE = SaleLine(offer=OFFER, batch="A", expiry=NEXT_YEAR, batch_from="code")

offers = st.builds(
    Offer,
    drug=st.sampled_from([FREE, ON_PRESCRIPTION]),
    unit=st.sampled_from(["vỉ", "hộp"]),
    unit_size=st.sampled_from([10, 100]),
    price_vnd=st.sampled_from([0, 11_000, 100_000]),
)
sale_lines = st.builds(
    SaleLine,
    offer=offers,
    batch=st.sampled_from(["A", "B"]),
    expiry=st.sampled_from([None, NEXT_YEAR, TODAY]),
    batch_from=st.sampled_from(["code", "shelf"]),
    serials=st.frozensets(st.sampled_from("abcdef"), max_size=1),
)


@steady
@given(st.lists(sale_lines, max_size=12))
def test_whatever_is_added_money_and_tablets_are_the_sum_of_it(added: list[SaleLine]) -> None:
    sale = OpenSale()
    for line in added:
        sale = sale.add(line)
    assert sale.total_vnd == sum(line.offer.price_vnd for line in added)
    assert sum(line.quantity for line in sale.lines) == len(added)
    assert sum(line.base_units for line in sale.lines) == sum(line.base_units for line in added)
    for drug in (FREE, ON_PRESCRIPTION):
        for batch in ("A", "B"):
            taken = [one for one in added if (one.drug, one.batch) == (drug, batch)]
            assert sale.taken(drug.id, batch) == sum(one.base_units for one in taken)
            serials = set[str]().union(*(one.serials for one in added if one.drug == drug))
            assert all(sale.has_serial(drug.id, serial) for serial in serials)
    for one in sale.lines:
        assert not any(one.same_pack(other) for other in sale.lines if other is not one)


@steady
@given(st.lists(sale_lines, max_size=8))
def test_undo_goes_back_one_scan_at_a_time_to_the_beginning(added: list[SaleLine]) -> None:
    sale = OpenSale()
    values = [sale]
    for line in added:
        sale = sale.add(line)
        values.append(sale)
    while values:
        assert sale is values.pop()
        sale = sale.undo()
    assert sale == OpenSale()


def test_undo_takes_card_and_prescription_back_like_any_scan() -> None:
    sale = OpenSale().with_card(CARD).add(LINE).with_prescription(Prescription(code=ORDINARY))
    assert not sale.empty
    assert sale.undo().prescription is None
    assert sale.undo().card is CARD
    assert sale.undo().undo().lines == ()
    assert sale.undo().undo().undo() == OpenSale()


def test_undo_of_the_second_pack_leaves_the_first() -> None:
    sale = OpenSale().add(LINE).add(LINE)
    assert sale.lines[0].quantity == 2
    assert sale.undo().lines[0].quantity == 1


def test_a_card_alone_opens_a_sale() -> None:
    assert OpenSale().empty
    assert not OpenSale().with_card(CARD).empty
    assert not OpenSale().with_prescription(Prescription(code=ORDINARY)).empty


def test_a_line_that_was_once_read_from_a_code_stays_so() -> None:
    guessed = replace(LINE, batch_from="shelf")
    assert OpenSale().add(guessed).add(LINE).lines[0].batch_from == "code"
    assert OpenSale().add(LINE).add(guessed).lines[0].batch_from == "code"
    assert OpenSale().add(guessed).add(guessed).lines[0].batch_from == "shelf"


def test_one_batch_number_with_two_dates_is_two_lines() -> None:
    sale = OpenSale().add(LINE).add(replace(LINE, expiry=TODAY)).add(replace(LINE, expiry=None))
    assert [line.expiry for line in sale.lines] == [NEXT_YEAR, TODAY, None]


def test_a_serial_number_belongs_to_its_drug() -> None:
    sale = OpenSale().add(replace(LINE, serials=frozenset({"S1"})))
    assert sale.has_serial(FREE.id, "S1")
    assert not sale.has_serial(ON_PRESCRIPTION.id, "S1")


def test_the_days_left_are_nought_on_the_last_day() -> None:
    assert replace(LINE, expiry=TODAY).days_left(TODAY) == 0
    assert replace(LINE, expiry=TOMORROW).days_left(TODAY) == 1
    assert replace(LINE, expiry=YESTERDAY).days_left(TODAY) == -1
    assert replace(LINE, expiry=None).days_left(TODAY) is None


def test_the_repr_of_a_sale_shows_nothing_of_the_person() -> None:
    shown = repr(OpenSale().with_card(CARD).add(LINE))
    assert CARD.name not in shown
    assert CARD.number not in shown
    assert CARD.residence not in shown
