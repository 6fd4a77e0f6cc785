import ast
import unicodedata
from collections.abc import Iterator
from string import Formatter

from babel.messages.catalog import Catalog

from tests.words.test_catalogue import FOLDERS, ROOT, faults, in_the_source


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield each `_(...)` of the Python source with its place."""
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "_":
                    yield f"{file.relative_to(ROOT)}:{node.lineno}", node


def test_every_word_stands_in_the_code_as_one_plain_text() -> None:
    """What is put together when the program runs cannot be collected, so it has no English."""
    found = list(calls())
    assert len(found) > 50
    wrong = [
        place
        for place, call in found
        if len(call.args) != 1
        or call.keywords
        or not isinstance(call.args[0], ast.Constant)
        or not isinstance(call.args[0].value, str)
    ]
    assert not wrong


def test_every_field_has_a_name_and_every_letter_is_composed() -> None:
    for message, place in in_the_source().items():
        for _text, name, _spec, _how in Formatter().parse(message):
            assert name is None or name.isidentifier(), place
        assert unicodedata.is_normalized("NFC", message), place
        assert message.strip(), place


def test_the_check_of_the_catalogue_finds_what_is_wrong() -> None:
    source = {"Còn {n} phiếu": "a.py:1", "Đã bán": "b.py:2", "Lỗi": "c.py:3", "Tốt {a}": "d.py:4"}
    catalogue = Catalog(locale="en")
    catalogue.add("Còn {n} phiếu", "{count} receipts left")
    catalogue.add("Đã bán", "")
    catalogue.add("Lỗi", "Fault", flags=["fuzzy"])
    catalogue.add("Tốt {a}", "Good {a}")
    assert [fault.split(":")[0] for fault in faults(source, catalogue)] == ["a.py", "b.py", "c.py"]
    assert list(faults({"Thiếu": "e.py:5"}, catalogue)) == ["e.py:5: 'Thiếu' has no English"]
