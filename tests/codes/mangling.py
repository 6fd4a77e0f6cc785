"""What scanners, drivers and keyboards make of UTF-8 on its way."""

import unicodedata
from collections.abc import Callable

Mangling = Callable[[bytes], bytes]


def _read_as(code_page: str, *, gaps: str) -> Mangling:
    """Take UTF-8 for a code page; bytes that it leaves open become `gaps`, or "" a control."""

    def mangle(data: bytes) -> bytes:
        letters = []
        for byte in data:
            letter = bytes([byte]).decode(code_page, "replace")
            open_byte = chr(byte) if gaps == "control" else gaps
            letters.append(open_byte if letter == "\ufffd" else letter)
        return "".join(letters).encode()

    return mangle


def _read_as_wide(encoding: str) -> Mangling:
    return lambda data: data.decode(encoding, "replace").encode()


def _letters(change: Callable[[str], str]) -> Mangling:
    return lambda data: change(data.decode()).encode()


def _kept(encoding: str, errors: str) -> Mangling:
    """Turn the text into a smaller character set, losing what it has not."""
    return _letters(lambda text: text.encode(encoding, errors).decode(encoding))


def _bare(text: str) -> str:
    bare = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return bare.encode("ascii", "ignore").decode()


def _without_one_byte(data: bytes) -> bytes:
    at = next((place for place, byte in enumerate(data) if byte > 0x7F), 0)
    return data[:at] + data[at + bool(at) :]


_LATIN_1 = _read_as("latin-1", gaps="")
_CP1252 = _read_as("cp1252", gaps="control")

CERTAIN: dict[str, Mangling] = {
    "as printed": lambda data: data,
    "byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "NUL behind": lambda data: data + b"\x00\x00",
    "CR LF behind": lambda data: data + b"\r\n",
    "NFD": _letters(lambda text: unicodedata.normalize("NFD", text)),
    "Latin-1": _LATIN_1,
    "Latin-1 with byte order mark": lambda data: _LATIN_1(b"\xef\xbb\xbf" + data) + b"\r\n",
    "Latin-1 twice": lambda data: _LATIN_1(_LATIN_1(data)),
    "cp1252": _CP1252,
    "cp1252 twice": lambda data: _CP1252(_CP1252(data)),
    "cp1258": _read_as("cp1258", gaps="control"),
}
"""Can be undone; a text with nothing beyond ASCII is as good as untouched."""

LOSSY: dict[str, Mangling] = {
    "cp1252, gaps dropped": _read_as("cp1252", gaps=""),
    "cp1252, gaps as ?": _read_as("cp1252", gaps="?"),
    "cp1252, gaps replaced": _read_as("cp1252", gaps="\ufffd"),
    "cp1252, gaps dropped, twice": lambda data: _CP1252(_read_as("cp1252", gaps="")(data)),
    "cp1258, gaps dropped": _read_as("cp1258", gaps=""),
    "cp437": _read_as("cp437", gaps=""),
    "Mac Roman": _read_as("mac-roman", gaps=""),
    "no-break space as space": lambda data: _LATIN_1(data).replace(b"\xc2\xa0", b" "),
    "controls dropped": lambda data: _LATIN_1(data.translate(None, bytes(range(0x80, 0xA0)))),
    "Shift JIS": _read_as_wide("cp932"),
    "Big5": _read_as_wide("big5"),
    "GBK": _read_as_wide("gbk"),
    "seven bits": lambda data: bytes(byte & 0x7F for byte in data),
    "ASCII only, rest dropped": lambda data: bytes(byte for byte in data if byte < 0x80),
    "ASCII only, bytes as ?": lambda data: bytes(byte if byte < 0x80 else 0x3F for byte in data),
    "ASCII only, letters as ?": _kept("ascii", "replace"),
    "without diacritics": _letters(_bare),
    "one byte lost": _without_one_byte,
    "raw Latin-1, rest dropped": lambda data: data.decode().encode("latin-1", "ignore"),
    "raw cp1258": lambda data: data.decode().encode("cp1258", "replace"),
    "Latin-1 letters only, rest dropped": _kept("latin-1", "ignore"),
    "Latin-1 letters only, rest as ?": _kept("latin-1", "replace"),
    "cp1252 letters only, rest dropped": _kept("cp1252", "ignore"),
}
"""Cannot be undone for certain."""
