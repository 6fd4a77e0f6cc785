"""The words people read. Vietnamese stands in the code; other languages are gettext catalogues.

`_("Đã bán")` gives the word in the language in use. `tests/words` checks that every word has its
English and that the fields in braces agree.

A terminal speaks one language at a time (`use_language`); a server answers several people at
once, each in their own (`speaking`).
"""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

_LOCALE = Path(__file__).parent / "locale"
LANGUAGES = ("vi", "en")
_in_use = [LANGUAGES[0]]
_spoken: ContextVar[str] = ContextVar("spoken", default="")


def use_language(language: str) -> None:
    """Speak this language from now on; one that is not there falls back to Vietnamese."""
    _in_use[0] = language


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak this language in one block of this thread or task; others go on in theirs."""
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> str:
    """Return the language in use."""
    return _spoken.get() or _in_use[0]


def _(message: str) -> str:
    """Return a message in the language in use."""
    return _catalogue(language()).gettext(message)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("quay", _LOCALE, languages=[language], fallback=True)
