"""What a Vietnamese syllable can be, so that "sốt" is composed and "Aspirin" is left alone."""

import re
import unicodedata
from typing import NamedTuple

_INITIAL = re.compile("|b|c|ch|d|đ|g|gh|gi|h|k|kh|l|m|n|ng|ngh|nh|p|ph|q|qu|r|s|t|th|tr|v|x")
_FINAL = re.compile("|c|ch|m|n|ng|nh|p|t")
_STOPS = frozenset({"c", "ch", "p", "t"})
_TONES_BEFORE_STOPS = frozenset({"s", "j"})

_OPEN = re.compile(
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iu|oi|ôi|ơi|ua|ui|uơ|ưa|ưi|ưu"
    "|iêu|oai|oao|oay|oeo|uao|uay|uây|uôi|uya|uyu|ươi|ươu|yêu"
)
"""Nuclei that nothing follows."""
_CLOSABLE = re.compile("[aăâeêioôơuưy]|iê|oa|oă|oe|uâ|uê|uô|ươ|uy|uyê|yê")
"""Nuclei that a final consonant may follow."""
_UNMARKED = re.compile("ie|ye|uo|ưo|ue|uye|ieu|yeu|uoi|ưoi|uou|ưou|uu|oo|eu")
"""Nuclei whose marks are still to come."""

_TONE_SIGNS = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VOWELS = frozenset("aăâeêioôơuưy")
_MARKED = frozenset("ăâêôơư")


class Syllable(NamedTuple):
    """A word taken apart, all in lower case and without its tone."""

    initial: str
    nucleus: str
    final: str

    def can_be(self, tone: str) -> bool:
        """Whether this is a syllable, or may still become one."""
        if not (_INITIAL.fullmatch(self.initial) and _FINAL.fullmatch(self.final)):
            return False
        if not self.nucleus:
            return not self.final and not tone
        if tone:
            return self._is_whole and self._bears(tone)
        return self._is_whole or bool(_UNMARKED.fullmatch(self.nucleus))

    @property
    def _is_whole(self) -> bool:
        open_ended = not self.final and _OPEN.fullmatch(self.nucleus)
        return bool(open_ended or _CLOSABLE.fullmatch(self.nucleus))

    def _bears(self, tone: str) -> bool:
        return self.final not in _STOPS or tone in _TONES_BEFORE_STOPS

    @property
    def tone_at(self) -> int:
        """Index, within the whole word, of the vowel that the tone stands on."""
        marked = [at for at, letter in enumerate(self.nucleus) if letter in _MARKED]
        if marked:
            return len(self.initial) + marked[-1]
        # "hòa" but "hoàn"; the middle one of three, as in "ngoài".
        others = self.nucleus[1:]
        second = bool(others) and bool(others[1:] or self.final)
        return len(self.initial) + second


def parse(word: str) -> Syllable:
    """Take a word without a tone apart: what stands before, in and after its first vowels."""
    word = word.lower()
    start = next((at for at, letter in enumerate(word) if letter in _VOWELS), len(word))
    if word.startswith("qu") or (word.startswith("gi") and word[2:3] in _VOWELS):
        start += 1  # here u and i belong to the consonant: "quấy", "giờ"
    end = start
    while end < len(word) and word[end] in _VOWELS:
        end += 1
    return Syllable(word[:start], word[start:end], word[end:])


def with_tone(word: str, tone: str) -> str:
    """Write a word with its tone: one of s f r x j, or none."""
    if not tone:
        return word
    at = parse(word).tone_at
    marked = unicodedata.normalize("NFC", word[at] + _TONE_SIGNS[tone])
    return word[:at] + marked + word[at + 1 :]
