"""The words people read. Vietnamese stands in the code; other languages are gettext catalogues.

`_("Đã bán")` gives the word in the language in use. `tests/words` checks that every word has its
English and that the fields in braces agree.
"""

import gettext
from pathlib import Path

_LOCALE = Path(__file__).parent / "locale"
_translations: list[gettext.NullTranslations] = [gettext.NullTranslations()]

LANGUAGES = ("vi", "en")


def use_language(language: str) -> None:
    """Speak this language from now on; one that is not there falls back to Vietnamese."""
    _translations[0] = gettext.translation("quay", _LOCALE, languages=[language], fallback=True)


def _(message: str) -> str:
    """Return a message in the language in use."""
    return _translations[0].gettext(message)
