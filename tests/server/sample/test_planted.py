"""What is planted in a sample is there, and nobody else stands out, by naive counting."""

from datetime import timedelta

from tests.server.sample.made import Made
from tests.server.sample.naive import Count


def test_only_the_planted_outlets_sell_antibiotics_without_prescription_beyond_the_limit(
    made: Made, count: Count
) -> None:
    planted = {one.outlet for one in made.planted.antibiotics_without}
    assert planted
    assert count.standing_out(made.scale.last_day, antibiotics=True) == planted


def test_only_the_planted_outlets_sell_prescription_drugs_without_one_beyond_the_limit(
    made: Made, count: Count
) -> None:
    planted = {one.outlet for one in made.planted.prescription_only_without}
    assert planted
    assert count.standing_out(made.scale.last_day, antibiotics=False) == planted


def test_no_honest_outlet_is_beyond_the_limit_even_in_one_week(made: Made, count: Count) -> None:
    offenders = {one.outlet for one in made.planted.antibiotics_without}
    offenders |= {one.outlet for one in made.planted.prescription_only_without}
    for week in {week for _outlet, week in count.weeks}:
        assert count.beyond(week, antibiotics=True) <= offenders
        assert count.beyond(week, antibiotics=False) <= offenders


def test_antibiotics_without_prescription_grow_over_the_weeks(made: Made, count: Count) -> None:
    offender = made.planted.antibiotics_without[0].outlet
    weeks = sorted(week for outlet, week in count.weeks if outlet == offender)
    early, late = (count.weeks[offender, week] for week in (weeks[1], weeks[-2]))
    assert early.antibiotics_without / early.antibiotics < (
        late.antibiotics_without / late.antibiotics
    )


def test_only_the_planted_outlets_ask_more_than_they_posted(made: Made, count: Count) -> None:
    assert count.above == {one.outlet for one in made.planted.above_posted}


def test_only_the_planted_outlets_ask_prices_far_from_the_median(made: Made, count: Count) -> None:
    assert count.far() == {one.outlet for one in made.planted.far_prices}


def test_only_the_planted_outlets_report_late(made: Made, count: Count) -> None:
    late = {one.outlet for one in made.planted.late}
    assert count.late == late
    assert count.hours_late == late | {one.outlet for one in made.planted.hours_late}


def test_only_the_planted_clock_is_ahead(made: Made, count: Count) -> None:
    assert count.ahead == {one.outlet for one in made.planted.clock_ahead}


def test_only_the_planted_prescriptions_are_dispensed_by_two_outlets(
    made: Made, count: Count
) -> None:
    found = {code: outlets for code, outlets in count.dispensed.items() if len(outlets) > 1}
    assert found == {one.code: set(one.outlets) for one in made.planted.doubles}


def test_the_planted_outlet_sets_rules_aside_most(made: Made, count: Count) -> None:
    (most, often), (_second, less) = count.overrides.most_common(2)
    assert [most] == [one.outlet for one in made.planted.overrides]
    assert often > 1.5 * less


def test_what_expires_lies_where_the_list_says(made: Made, count: Count) -> None:
    today = made.scale.last_day
    soon = today + timedelta(days=90)
    left = {
        (*shelf, units): count.expiry[shelf[1:]]
        for shelf, units in count.shelf.items()
        if units and count.expiry[shelf[1:]] <= soon.isoformat()
    }
    expired = {key for key, expiry in left.items() if expiry < today.isoformat()}
    listed = {(o.outlet, o.drug, o.batch, o.units) for o in made.planted.expired_on_shelf}
    assert expired == listed
    assert {outlet for outlet, *_ in expired} == {made.planted.expired_on_shelf[0].outlet}
    near = {(o.outlet, o.drug, o.batch, o.units) for o in made.planted.near_expiry}
    assert left.keys() - expired == near


def test_only_the_planted_loss_is_missing_from_a_count(made: Made, count: Count) -> None:
    assert count.missing == {(one.outlet, one.drug): one.units for one in made.planted.loss}


def test_the_recalled_batch_went_where_the_list_says(made: Made, count: Count) -> None:
    recall = made.planted.recall
    assert recall is not None
    had = {
        outlet: units
        for (outlet, drug, batch), units in count.delivered.items()
        if (drug, batch) == (recall.drug, recall.batch)
    }
    assert set(had) == set(recall.outlets)
    assert sum(had.values()) == recall.delivered
    assert set(recall.outlets) - count.acknowledged == set(recall.unacknowledged)
    assert len(recall.suppliers) == 3
    assert recall.silent


def test_part_of_the_recalled_batch_was_sold_and_part_is_still_there(
    made: Made, count: Count
) -> None:
    recall = made.planted.recall
    assert recall is not None
    left = {
        outlet: units
        for (outlet, drug, batch), units in count.shelf.items()
        if (drug, batch) == (recall.drug, recall.batch) and units
    }
    assert left == recall.left
    assert 0 < sum(left.values()) < recall.delivered / 2


def test_each_outlet_stands_out_in_one_way_only(made: Made) -> None:
    planted = made.planted
    ways = (
        planted.antibiotics_without, planted.prescription_only_without, planted.above_posted,
        planted.far_prices, planted.silent, planted.line_down, planted.late, planted.hours_late,
        planted.clock_ahead, planted.out_of_paper, planted.no_printer, planted.no_scanner,
        planted.expired_on_shelf, planted.loss,
    )  # fmt: skip
    outlets = [one.outlet for way in ways for one in way]
    assert len(outlets) == len(set(outlets))
