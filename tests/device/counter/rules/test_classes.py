from datetime import date

import pytest

from device.counter.drug import Control, Ingredient
from device.counter.rules import classify, registers_of
from device.counter.rules.amount import Amount, amount

N, H, P = Control.NARCOTIC, Control.PSYCHOTROPIC, Control.PRECURSOR
PH_N, PH_H, PH_P = (
    Control.NARCOTIC_COMBINATION,
    Control.PSYCHOTROPIC_COMBINATION,
    Control.PRECURSOR_COMBINATION,
)
PARACETAMOL = ("paracetamol", "500 mg")


def of(*ingredients: tuple[str, str], form: str = "viên nén") -> Control | None:
    return classify([Ingredient(name, strength) for name, strength in ingredients], form)


@pytest.mark.parametrize(
    ("ingredients", "control"),
    [
        ([PARACETAMOL], Control.NONE),
        ([PARACETAMOL, ("codein phosphat", "30 mg")], PH_N),
        ([PARACETAMOL, ("Codeine", "100 mg")], PH_N),
        ([PARACETAMOL, ("codein", "100,1 mg")], N),
        ([("codein", "30 mg")], N),
        ([("paracetamol", "325 mg"), ("tramadol hydroclorid", "37,5 mg")], PH_N),
        ([PARACETAMOL, ("tramadol", "75 mg")], PH_N),
        ([PARACETAMOL, ("tramadol", "76 mg")], N),
        ([PARACETAMOL, ("pseudoephedrin", "30 mg"), ("clorpheniramin", "2 mg")], PH_P),
        ([PARACETAMOL, ("pseudoephedrin", "120 mg")], PH_P),
        ([PARACETAMOL, ("pseudoephedrin", "121 mg")], P),
        ([("diphenoxylat", "246 mg"), ("atropin sulfat", "0,025 mg")], N),
        ([PARACETAMOL, ("ephedrin", "50 mg")], PH_P),
        ([PARACETAMOL, ("N-methylephedrin", "31,1 mg")], PH_P),
        ([PARACETAMOL, ("N-methylephedrin", "31,2 mg")], P),
        ([PARACETAMOL, ("n-ethylephedrin", "12,5 mg")], PH_P),
        ([PARACETAMOL, ("ergometrin", "0,125 mg")], PH_P),
        ([PARACETAMOL, ("alprazolam", "0,25 mg")], PH_H),
        ([PARACETAMOL, ("alprazolam", "250 mcg")], PH_H),
        ([PARACETAMOL, ("alprazolam", "0,5 mg")], H),
        ([PARACETAMOL, ("lorazepam", "0,5 mg")], PH_H),
        ([("diazepam", "5 mg")], H),
        ([("morphin sulfat", "30 mg")], N),
        ([("ergotamin", "1 mg")], P),
        ([("salbutamol", "2 mg")], Control.LISTED),
        ([("colchicine", "1 mg")], Control.LISTED),
    ],
)
def test_ctl_02_the_class_follows_from_the_formula_tt18_annex_vii(
    ingredients: list[tuple[str, str]], control: Control
) -> None:
    assert of(*ingredients) is control


@pytest.mark.parametrize(
    ("ingredients", "control"),
    [
        ([("codein", "10 mg"), ("pseudoephedrin", "30 mg"), PARACETAMOL], PH_N),
        ([("codein", "10 mg"), ("pseudoephedrin", "130 mg"), PARACETAMOL], P),
        ([("codein", "101 mg"), ("pseudoephedrin", "130 mg"), PARACETAMOL], N),
        ([("alprazolam", "0,1 mg"), ("ephedrin", "10 mg"), PARACETAMOL], PH_H),
    ],
)
def test_ctl_02_narcotic_beats_psychotropic_beats_precursor(
    ingredients: list[tuple[str, str]], control: Control
) -> None:
    assert of(*ingredients) is control


@pytest.mark.parametrize(
    "ingredients",
    [
        [],
        [PARACETAMOL, ("morphin", "5 mg")],
        [PARACETAMOL, ("ergotamin", "1 mg")],
        [PARACETAMOL, ("diazepam", "2 mg")],
        [PARACETAMOL, ("codein", "")],
        [PARACETAMOL, ("codein base", "3,9-10 mg")],
        [("methadon", "10 mg")],
        [("metronidazol", "250 mg")],
        [("codein", "10 mg"), ("ephedrin", "10 mg")],
        [("diphenoxylat", "5 mg"), ("atropin sulfat", "0,025 mg")],
        [("diphenoxylat", "245 mg"), ("atropin sulfat", "0,025 mg")],
        [("diphenoxylat", "2,5 mg"), ("atropin sulfat", "")],
        [("diphenoxylat", "2,5 mg"), ("atropin sulfat", "0,1 %")],
    ],
)
def test_ctl_02_what_could_not_be_read_is_not_guessed(ingredients: list[tuple[str, str]]) -> None:
    assert of(*ingredients) is None


@pytest.mark.parametrize(
    ("atropine", "control"),
    [(("atropin sulfat", "0,025 mg"), PH_N), (("atropin sulfat", "0,024 mg"), N), (PARACETAMOL, N)],
)
def test_ctl_02_difenoxin_and_diphenoxylate_count_as_combined_with_atropine_only(
    atropine: tuple[str, str], control: Control
) -> None:
    assert of(("diphenoxylat", "2,5 mg"), atropine) is control
    assert of(("difenoxin", "0,5 mg"), atropine) is control
    assert of(("difenoxin", "0,51 mg"), atropine) is N


@pytest.mark.parametrize(
    ("strength", "control"),
    [
        ("2,5 %", PH_N),
        ("2.6%", N),
        ("125 mg/5 ml", PH_N),
        ("126 mg/5ml", N),
        ("10 mg/ml", PH_N),
        ("10 mg", None),
    ],
)
def test_ctl_02_a_syrup_goes_by_its_concentration(strength: str, control: Control | None) -> None:
    assert of(("codein", strength), ("guaifenesin", "1 %"), form="siro") is control


def test_ctl_02_no_concentration_was_legible_for_some() -> None:
    assert of(("ergometrin", "0,01 %"), PARACETAMOL, form="dung dịch uống") is None


def test_ctl_01_carisoprodol_and_etomidate_are_psychotropic_since_june_2026() -> None:
    carisoprodol = [Ingredient("carisoprodol", "350 mg")]
    assert classify(carisoprodol, "viên nén", on=date(2026, 5, 31)) is Control.NONE
    assert classify(carisoprodol, "viên nén", on=date(2026, 6, 1)) is H
    assert classify(carisoprodol, "viên nén") is H


@pytest.mark.parametrize(
    ("control", "annexes"),
    [
        (N, {"VIII", "XIX"}),
        (H, {"VIII", "XIX"}),
        (P, {"VIII", "XIX"}),
        (PH_N, {"XVI", "XIX"}),
        (PH_H, {"XVI", "XIX"}),
        (PH_P, {"XVI", "XIX"}),
        (Control.POISON, {"XVI"}),
        (Control.LISTED, {"XVI"}),
        (Control.NONE, set()),
    ],
)
def test_ctl_05_06_07_each_class_has_its_books_tt18_12(control: Control, annexes: set[str]) -> None:
    assert registers_of(control) == annexes


@pytest.mark.parametrize(
    ("strength", "form", "found"),
    [
        ("500 mg", "viên nén", Amount(unit_mg=500)),
        ("0,5 g", "viên", Amount(unit_mg=500)),
        ("1 µg", "viên", Amount(unit_mg=0.001)),
        ("10 mg/2 ml", "ống tiêm", Amount(percent=0.5)),
        ("1.000.000 IU", "viên", None),
        ("30 mg + 2 mg", "viên", None),
        ("", "viên", None),
        ("10 mg", "Hỗn dịch uống", None),
    ],
)
def test_strengths_are_read_or_left(strength: str, form: str, found: Amount | None) -> None:
    assert amount(strength, form) == found
