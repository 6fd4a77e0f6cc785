"""The block map of an image (bmap 2.0): which blocks hold anything, and their checksums.

The format is bmap-tools' own (`bmaptool create`). Checked against that program in the tests.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.parsers import expat

_SUM = re.compile(rb"(<BmapFileChecksum>\s*)([0-9a-f]{64})(\s*</BmapFileChecksum>)")
_RANGE = re.compile(r"(\d+)(?:-(\d+))?")
_SUM_LETTERS = 64


class BlockMapError(ValueError):
    """A file is no block map that can be trusted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapped:
    """A run of bytes that hold something."""

    offset: int
    length: int
    sha256: str = ""
    """Empty: nobody said."""

    @property
    def end(self) -> int:
        """The first byte behind it."""
        return self.offset + self.length


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockMap:
    """What of an image must be written."""

    image_bytes: int
    mapped: tuple[Mapped, ...]

    @property
    def mapped_bytes(self) -> int:
        """How much holds something."""
        return sum(run.length for run in self.mapped)

    def holes(self) -> Iterator[Mapped]:
        """What lies between: bytes that are zero in the image."""
        at = 0
        for run in self.mapped:
            if run.offset > at:
                yield Mapped(offset=at, length=run.offset - at)
            at = run.end
        if at < self.image_bytes:
            yield Mapped(offset=at, length=self.image_bytes - at)


def everything(image_bytes: int) -> BlockMap:
    """Return the map of an image that comes without one."""
    run = Mapped(offset=0, length=image_bytes)
    return BlockMap(image_bytes=image_bytes, mapped=(run,) if image_bytes else ())


def read_block_map(content: bytes) -> BlockMap:
    """Read a block map and check its own checksum; raise `BlockMapError`."""
    _check_sum(content)
    reader = _Reader()
    try:
        reader.parser.Parse(content, True)  # noqa: FBT003 - expat's own way to say "the end"
    except expat.ExpatError as error:
        raise BlockMapError("not XML") from error
    return reader.finish()


def _check_sum(content: bytes) -> None:
    found = _SUM.search(content)
    if not found:
        raise BlockMapError("no checksum of its own")
    # It is made while zeros stand in its place.
    blank = _SUM.sub(lambda match: match[1] + b"0" * _SUM_LETTERS + match[3], content, count=1)
    if hashlib.sha256(blank).hexdigest() != found[2].decode():
        raise BlockMapError("its own checksum is wrong")


class _Reader:
    """Collects what expat finds. A document type, and with it every entity, is refused."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.parser.StartElementHandler = self._start
        self.parser.CharacterDataHandler = self._text
        self.parser.EndElementHandler = self._end
        self._version, self._words = "", ""
        self._facts: dict[str, str] = {}
        self._ranges: list[tuple[str, str]] = []
        self._sum = ""

    def finish(self) -> BlockMap:
        """Return the map; raise `BlockMapError`."""
        if not self._version.startswith("2."):
            raise BlockMapError(f"version {self._version or '?'}, wanted 2.x")
        if self._facts.get("ChecksumType") != "sha256":
            raise BlockMapError("its checksums are not SHA-256")
        size, block = self._number("ImageSize"), self._number("BlockSize")
        if block <= 0 or size < 0:
            raise BlockMapError("sizes that cannot be")
        mapped = tuple(_run(words, sha256, size, block) for words, sha256 in self._ranges)
        ends = [0, *(run.end for run in mapped)]
        if any(run.offset < end for run, end in zip(mapped, ends, strict=False)):
            raise BlockMapError("ranges that are not in order")
        return BlockMap(image_bytes=size, mapped=mapped)

    def _number(self, name: str) -> int:
        try:
            return int(self._facts[name])
        except (KeyError, ValueError) as error:
            raise BlockMapError(f"no {name}") from error

    def _refuse(self, *_given: object) -> None:
        raise BlockMapError("a document type")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._words = ""
        if name == "bmap":
            self._version = attributes.get("version", "")
        self._sum = attributes.get("chksum", "")

    def _text(self, text: str) -> None:
        self._words += text

    def _end(self, name: str) -> None:
        if name == "Range":
            self._ranges.append((self._words.strip(), self._sum))
        else:
            self._facts[name] = self._words.strip()
        self._words = ""


def _run(words: str, sha256: str, size: int, block: int) -> Mapped:
    found = _RANGE.fullmatch(words)
    if not found or not re.fullmatch(r"[0-9a-f]{64}", sha256):
        raise BlockMapError("a range without numbers or checksum")
    first, last = int(found[1]), int(found[2] or found[1])
    start, end = first * block, min((last + 1) * block, size)
    if start >= end:
        raise BlockMapError("a range behind the image's end")
    return Mapped(offset=start, length=end - start, sha256=sha256)
