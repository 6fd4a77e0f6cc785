"""Telex: Vietnamese letters and tones from plain keys, as everybody types them.

aa ee oo dd give â ê ô đ; w after a, o, u gives ă ơ ư, and ư by itself; s f r x j set the tone of
the word, z takes it away. The same key once more takes the mark back: "aaa" is "aa". What cannot be
a Vietnamese syllable stays as it was typed, so that "Aspirin" needs no care.
"""

from typing import NamedTuple

from device.counter.asking.telex_word import composed, keys_of


class Typing(NamedTuple):
    """A text, and the keys of its last word."""

    text: str
    word: str


def compose(text: str, key: str) -> str:
    """Return a text with one more key typed at its end.

    >>> compose("nguyên", "x")
    'nguyễn'
    """
    return press(Typing(text, ""), key).text


def press(typing: Typing, key: str) -> Typing:
    """Type one more key; whatever is no letter ends the word."""
    if len(key) != 1 or not key.isalpha():
        return Typing(typing.text + key, "")
    typing = _resumed(typing)
    word = typing.word + key
    return Typing(_before(typing) + composed(word), word)


def as_keys(typing: Typing) -> str:
    """Return the text with its last word as it was typed."""
    return _before(typing) + typing.word


def _before(typing: Typing) -> str:
    """Return what stands before the last word, however that word is shown."""
    shown = (composed(typing.word), typing.word)
    word = next((word for word in shown if typing.text.endswith(word)), "")
    return typing.text.removesuffix(word)


def erase(text: str) -> Typing:
    """Take the last character back; what is left of the word is typed on."""
    return _resumed(Typing(text[:-1], ""))


def _resumed(typing: Typing) -> Typing:
    """Go on with a word whose keys are not known, as if it had been typed."""
    return typing if typing.word else Typing(typing.text, keys_of(_last_word(typing.text)))


def _last_word(text: str) -> str:
    start = len(text)
    while start and text[start - 1].isalpha():
        start -= 1
    return text[start:]
