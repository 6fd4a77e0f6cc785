"""One word in Telex: its keys, and the letters that they make."""

import unicodedata
from dataclasses import dataclass, replace

from device.counter.asking.syllable import Syllable, parse, with_tone

_TONES = frozenset("sfrxj")
_DOUBLED = {"a": "â", "e": "ê", "o": "ô", "d": "đ"}
_HORNS = (("uo", "ươ"), ("ưo", "ươ"), ("uô", "ươ"), ("uơ", "ươ"), ("ua", "ưa"), ("uu", "ưu"))
_HORN = {"a": "ă", "â": "ă", "o": "ơ", "ô": "ơ", "u": "ư"}
_KEYS_OF = {"ă": "aw", "â": "aa", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw", "đ": "dd"}
_TONE_KEYS = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_HALF_HORNED = frozenset({"", "h", "kh", "th"})
"""Before an open "uo" these make "uơ" of it, as in "thuở"; all others "ươ"."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as far as it has been composed."""

    letters: str = ""
    """With marks, without the tone."""
    tone: str = ""
    keys: str = ""
    plain: bool = False
    """Whether every further key stands for itself."""

    @property
    def text(self) -> str:
        return with_tone(self.letters, "" if self.plain else self.tone)

    @property
    def syllable(self) -> Syllable:
        return parse(self.letters)

    @property
    def possible(self) -> bool:
        return self.syllable.can_be(self.tone)


def composed(keys: str) -> str:
    """Return the word that keys make.

    >>> composed("dduwowngf"), composed("Aspirin")
    ('đường', 'Aspirin')
    """
    word = _Word()
    for key in keys:
        word = _after(word, key)
    return word.text


def keys_of(word: str) -> str:
    """Return keys that make a word: marks where they stand, the tone last."""
    letters, tone = [], ""
    for letter in unicodedata.normalize("NFC", word):
        parts = unicodedata.normalize("NFD", letter)
        tone = next((_TONE_KEYS[part] for part in parts if part in _TONE_KEYS), tone)
        kept = (part for part in parts if part not in _TONE_KEYS)
        plain = unicodedata.normalize("NFC", "".join(kept))
        keys = _KEYS_OF.get(plain.lower(), plain.lower())
        letters.append(keys[0].upper() + keys[1:] if plain.isupper() else keys)
    found = "".join(letters) + tone
    return found if composed(found) == word else _escaped(word)


def _escaped(word: str) -> str:
    """Return keys of a word that one escape makes, such as "aa"; none where there are none."""
    doubled = (word[: at + 1] + word[at:] for at in range(len(word)))
    return next((keys for keys in (word, *doubled) if composed(keys) == word), "")


def _after(word: _Word, key: str) -> _Word:
    typed = replace(word, keys=word.keys + key)
    if word.plain:
        return replace(typed, letters=word.letters + key)
    found = _marked(word, key.lower()) or _toned(word, key)
    if found is None:
        found = _lettered(word, key)
    return replace(found, keys=typed.keys)


def _lettered(word: _Word, key: str) -> _Word:
    """Add a letter; where no syllable can come of it, everything is as it was typed."""
    longer = replace(word, letters=_closed(word.letters + key))
    if longer.possible:
        return longer
    return _Word(letters=word.keys + key, plain=True)


def _closed(letters: str) -> str:
    """Complete the horn of "ưo" and "uơ" once something follows: "thuơ" and "ng" is "thương"."""
    start, nucleus, final = parse(letters)
    for half in ("ưo", "uơ"):
        if nucleus.startswith(half) and (final or len(nucleus) > len(half)):
            return _put(letters, len(start), "ươ")
    return letters


def _toned(word: _Word, key: str) -> _Word | None:
    tone = key.lower()
    if tone == "z" and word.tone:
        return replace(word, tone="")
    if tone not in _TONES:
        return None
    if tone == word.tone:
        return _Word(letters=word.letters + key, plain=True)
    toned = replace(word, tone=tone)
    return toned if word.syllable.nucleus and toned.possible else None


def _marked(word: _Word, key: str) -> _Word | None:
    if key == "w":
        return _horned(word)
    if not word.letters or word.keys[-1].lower() != key:
        return None
    if key in _DOUBLED and (key != "d" or len(word.letters) == 1):
        return _doubled(word, key)
    return None


def _doubled(word: _Word, key: str) -> _Word | None:
    """Mark the last letter, whose key comes again; or take its mark back for good."""
    at, mark = len(word.letters) - 1, _DOUBLED[key]
    last = word.letters[at].lower()
    if last == key:
        marked = replace(word, letters=_put(word.letters, at, mark))
        return marked if marked.possible else None
    if last != mark:
        return None
    return _Word(letters=_put(word.letters, at, key) + word.keys[-1], plain=True)


def _horned(word: _Word) -> _Word | None:
    initial, nucleus, final = word.syllable
    if word.keys[-1:].lower() == "w":
        return _unhorned(word)
    if not nucleus:
        fresh = replace(word, letters=word.letters + "ư")
        return fresh if fresh.possible else None
    for horned in _horns(initial, nucleus, final):
        marked = replace(word, letters=_put(word.letters, len(initial), horned))
        if marked.possible and horned != nucleus:
            return marked
    return None


def _horns(initial: str, nucleus: str, final: str) -> list[str]:
    """Return what w can make of a nucleus, the likeliest first."""
    found = [horned + nucleus[2:] for plain, horned in _HORNS if nucleus.startswith(plain)]
    if nucleus == "uo" and not final and initial in _HALF_HORNED:
        found.insert(0, "uơ")
    found += [
        nucleus[:at] + _HORN[letter] + nucleus[at + 1 :]
        for at, letter in enumerate(nucleus)
        if letter in _HORN
    ]
    return found


def _unhorned(word: _Word) -> _Word:
    """Take back what the w before did: the keys without it, and w as a letter."""
    before = _Word()
    for key in word.keys[:-1]:
        before = _after(before, key)
    return _Word(letters=before.text + word.keys[-1], plain=True)


def _put(letters: str, at: int, marks: str) -> str:
    """Put letters in place of as many others; each keeps its case."""
    old = letters[at : at + len(marks)]
    new = "".join(
        mark.upper() if letter.isupper() else mark for letter, mark in zip(old, marks, strict=True)
    )
    return letters[:at] + new + letters[at + len(marks) :]
