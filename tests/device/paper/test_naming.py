"""Names with their strength."""

import pytest

from device.paper.naming import with_strength


@pytest.mark.parametrize(
    ("name", "strength", "words"),
    [
        ("Codein 30 mg", "30 mg", "Codein 30 mg"),
        ("Codein 30mg", "30 mg", "Codein 30mg"),
        ("Codein", "30 mg", "Codein 30 mg"),
        ("Codein", "", "Codein"),
        ("Giảm đau 500 mg/30 mg", "500 mg + 30 mg", "Giảm đau 500 mg/30 mg"),
        ("Giảm đau 500 mg", "500 mg + 30 mg", "Giảm đau 500 mg 500 mg + 30 mg"),
        ("Amlodipin 25 mg", "5 mg", "Amlodipin 25 mg 5 mg"),
    ],
)
def test_a_strength_is_added_where_the_name_lacks_it(name: str, strength: str, words: str) -> None:
    assert with_strength(name, strength) == words
