"""Every word has its English, and says the same things in it."""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

import words

ROOT = Path(words.__file__).parent.parent
CATALOGUE = ROOT / "words" / "locale" / "en" / "LC_MESSAGES" / "quay.po"
FOLDERS = (
    "codes", "wire", "words", "settings", "hardware", "device", "server", "provisioning", "demo"
)  # fmt: skip
METHODS = {".py": "python", ".html": "jinja2.ext:babel_extract"}


def in_the_source() -> dict[str, str]:
    """Return every message with the first place where it stands."""
    found: dict[str, str] = {}
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in METHODS:
                place = file.relative_to(ROOT)
                for line, message, *_rest in extract_from_file(
                    METHODS[file.suffix], file, keywords={"_": None}
                ):
                    assert isinstance(message, str), f"{place}:{line}: one message, no plural"
                    found.setdefault(message, f"{place}:{line}")
    return found


def english() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="en")


def fields(message: str) -> list[str]:
    return sorted(
        name for _text, name, _spec, _how in Formatter().parse(message) if name is not None
    )


def faults(source: dict[str, str], catalogue: Catalog) -> Iterator[str]:
    for message, place in source.items():
        entry = catalogue.get(message)
        if entry is None or not entry.string:
            yield f"{place}: {message!r} has no English"
        elif entry.fuzzy:
            yield f"{place}: the English of {message!r} was only guessed"
        elif fields(str(entry.string)) != fields(message):
            yield f"{place}: {message!r} and {entry.string!r} have other fields"


def test_every_word_has_its_english_with_the_same_fields() -> None:
    source = in_the_source()
    assert len(source) > 50
    found = list(faults(source, english()))
    assert not found, "\n".join(found)


def test_no_word_stands_twice_in_a_row() -> None:
    twice = {
        f"{place}: {word}"
        for message, place in in_the_source().items()
        for word in re.findall(r"\b(\w+) \1\b", message)
    }
    assert not twice
