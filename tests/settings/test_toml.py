"""What is written as TOML is read again as it was."""

import tomllib
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from settings.toml import write_toml

TEXT = st.text(st.characters(codec="utf-8"))
KEY = st.one_of(st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True), TEXT)
PLAIN = st.one_of(TEXT, st.integers(-(2**62), 2**62), st.booleans(), st.dates())
LIST = st.one_of(st.lists(TEXT, max_size=3), st.lists(st.integers(0, 9), max_size=3))
TABLE = st.dictionaries(KEY, st.one_of(PLAIN, LIST), max_size=4)
FILE = st.dictionaries(
    KEY, st.one_of(PLAIN, LIST, TABLE, st.lists(TABLE, min_size=1, max_size=3)), max_size=6
)


@given(FILE)
def test_whatever_is_written_is_read_again(table: dict[str, Any]) -> None:
    assert tomllib.loads(write_toml(table)) == table


def test_tables_within_tables_come_behind_what_is_plain() -> None:
    table: dict[str, Any] = {
        "shop": {
            "extra": [{"number": "1/QĐ", "until": date(2027, 1, 31)}, {"number": "\x7f\n\"'\\"}],
            "kind": "NT",
        },
        "terminal": "Q33-0001",
        "nobody": [],
    }
    assert tomllib.loads(write_toml(table)) == table


def test_what_toml_has_not_is_refused() -> None:
    with pytest.raises(TypeError):
        write_toml({"nothing": None})
