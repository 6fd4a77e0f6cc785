from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

import words
from words import LANGUAGES, _, use_language


@pytest.fixture(autouse=True)
def vietnamese_again() -> Iterator[None]:
    yield
    use_language("vi")


@pytest.fixture
def locale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make an English catalogue of one word."""
    catalogue = Catalog(locale="en")
    catalogue.add("Đã bán", "Sold")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "quay.mo").write_bytes(compiled.getvalue())
    monkeypatch.setattr(words, "_LOCALE", tmp_path)
    return tmp_path


def test_words_are_vietnamese_until_another_language_is_chosen() -> None:
    assert _("Đã bán") == "Đã bán"


@pytest.mark.usefixtures("locale")
def test_a_chosen_language_is_spoken_from_then_on() -> None:
    use_language("en")
    assert _("Đã bán") == "Sold"
    use_language("vi")
    assert _("Đã bán") == "Đã bán"


@pytest.mark.usefixtures("locale")
def test_a_word_without_its_english_stays_vietnamese() -> None:
    use_language("en")
    assert _("Chưa có trong danh mục") == "Chưa có trong danh mục"


@pytest.mark.usefixtures("locale")
@pytest.mark.parametrize("language", ["fr", "xx", ""])
def test_a_language_that_is_not_there_falls_back_to_vietnamese(language: str) -> None:
    use_language("en")
    use_language(language)
    assert _("Đã bán") == "Đã bán"


def test_the_languages_are_vietnamese_first_and_english_second() -> None:
    assert LANGUAGES == ("vi", "en")
