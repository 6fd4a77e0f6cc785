"""How every paper is laid out: type sizes, heads and feet, bands, rows and signatures."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from PIL import Image

from device.paper.blocks import Barred, Signatures
from device.paper.check import check_groups, check_text, draw_code
from device.paper.sheet import (
    GAP,
    MARGIN,
    Align,
    Band,
    Beside,
    Block,
    Rule,
    Space,
    Words,
    draw_sheet,
    room,
    row,
)
from device.paper.type import BLACK, WHITE, Face, face, wrap, wrap_evenly, wrap_parts
from words import _

_HEADING_LINES = 2
_EDGE = 12
_BAR_ROOM = 20


@dataclass(frozen=True)
class Sizes:
    """Type sizes in dots; 8 dots are a millimetre."""

    note: int
    body: int
    strong: int
    heading: int
    total: int


_SIZES = {
    384: Sizes(note=22, body=24, strong=27, heading=34, total=44),
    576: Sizes(note=24, body=28, strong=32, heading=42, total=54),
}


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """Who prints: the outlet, and the terminal that stands in it."""

    outlet: str
    address: str
    licence: str
    """Number of the certificate of eligibility (GCN ĐĐKKDD), without those words."""
    terminal: str
    """The terminal's id; only a QR code says it."""
    terminal_label: str
    """What the shop calls the terminal, such as "máy 01"."""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """What a paper is besides itself."""

    copy: int = 0
    """Which copy it is, from 1; 0: it is none."""
    is_training: bool = False
    """Nothing on it has happened."""

    @property
    def bands(self) -> tuple[str, ...]:
        """The words in the black bands at head and foot, each in its line."""
        copy = (_("BẢN SAO {n}").format(n=self.copy),) if self.copy else ()
        return (_("PHIẾU TẬP"), _("KHÔNG BÁN THẬT"), *copy) if self.is_training else copy

    def number(self, number: int, *, digits: int = 6) -> str:
        """Write a number; one from training has its own look, so that it is taken for no other."""
        if self.is_training:
            return _("TẬP {number}").format(number=f"{number:04d}")
        return f"{number:0{digits}d}"


PLAIN = Mark()


@dataclass(frozen=True)
class Layout:
    """Makes blocks in the sizes of one width of paper: 384 dots (58 mm) or 576 (80 mm)."""

    width: int

    def __post_init__(self) -> None:
        """Refuse another width."""
        if self.width not in _SIZES:
            raise ValueError(f"paper is 384 or 576 dots wide, not {self.width}")

    @property
    def sizes(self) -> Sizes:
        """Type sizes on this paper."""
        return _SIZES[self.width]

    @property
    def room(self) -> int:
        """Dots between the margins."""
        return room(self.width)

    @cached_property
    def note(self) -> Face:
        """The smallest there is."""
        return face(self.sizes.note)

    @cached_property
    def body(self) -> Face:
        """What is read."""
        return face(self.sizes.body)

    @cached_property
    def bold(self) -> Face:
        """Names."""
        return face(self.sizes.body, bold=True)

    @cached_property
    def strong(self) -> Face:
        """Sums."""
        return face(self.sizes.strong, bold=True)

    @cached_property
    def heading(self) -> Face:
        """What the paper is."""
        return face(self.sizes.heading, bold=True)

    def sheet(self, blocks: Sequence[Block], *, mark: Mark = PLAIN) -> Image.Image:
        """Draw the blocks; a copy and what is from training stand between black bands."""
        bands = self.bands(mark)
        head = [*bands, Space(8)] if bands else []
        foot = [Space(8), *bands] if bands else []
        return draw_sheet([Space(_EDGE), *head, *blocks, *foot, Space(_EDGE)], width=self.width)

    def bands(self, mark: Mark) -> list[Block]:
        """Return the black bands that say what the paper is besides itself."""
        lines = [line for words in mark.bands for line in wrap(words, self.strong, self.room - 24)]
        return [Band(Words(lines, self.strong, Align.CENTRE, WHITE))] if lines else []

    def letterhead(self, head: Letterhead) -> list[Block]:
        """Say who prints."""
        licence = head.licence and _("GCN ĐĐKKDD số {licence}").format(licence=head.licence)
        phone = head.phone and _("ĐT {phone}").format(phone=head.phone)
        lines = (head.address, licence, phone)
        return [
            self._outlet(head.outlet),
            *(self.centred(line, self.note) for line in lines),
            Space(8),
            Rule(),
            Space(6),
        ]

    def _outlet(self, name: str) -> Words:
        """The outlet's name, smaller if it would take more than two lines."""
        drawn = [self.centred(name, bold) for bold in (self.heading, self.strong)]
        return next((words for words in drawn if len(words.lines) <= _HEADING_LINES), drawn[-1])

    def title(self, text: str) -> Words:
        """Say what the paper is, in the largest type in which it is one line, if there is one."""
        fits = (bold for bold in (self.heading, self.strong) if bold.width(text) <= self.room)
        large = next(fits, self.strong)
        return Words(wrap(text, large, self.room), large)

    def text(self, text: str, face: Face | None = None) -> Words:
        """Lines at the left margin."""
        return Words(wrap(text, face or self.body, self.room), face or self.body)

    def centred(self, text: str, face: Face, *, ink: int = BLACK) -> Words:
        """Lines in the middle."""
        return Words(wrap_evenly(text, face, self.room), face, Align.CENTRE, ink)

    def parts(self, *parts: str, face: Face | None = None) -> Words:
        """Small things beside one another, with middle dots."""
        return Words(wrap_parts(list(parts), face or self.note, self.room), face or self.note)

    def row(self, left: str, right: str, face: Face | None = None) -> list[Block]:
        """A word and its figure; small rather than on two lines."""
        chosen = face or self.body
        if face is None and self.body.width(left) + GAP + self.body.width(right) > self.room:
            chosen = self.note
        return row(left, chosen, right, chosen, width=self.width)

    def two_faced_row(
        self, left: str, left_face: Face, right: str, right_face: Face
    ) -> list[Block]:
        """The same in two sizes, on one baseline."""
        return row(left, left_face, right, right_face, width=self.width)

    def barred(self, text: str) -> list[Block]:
        """Return bold words with a bar at their left: how a drug is taken."""
        lines = wrap(text, self.bold, self.room - _BAR_ROOM)
        return [Barred(Words(lines, self.bold), _BAR_ROOM)] if lines else []

    def dashes(self) -> list[Block]:
        """Return a line between two parts."""
        return [Space(8), Rule(dashed=True), Space(6)]

    def rule(self) -> list[Block]:
        """Return a line between two halves."""
        return [Space(8), Rule(), Space(6)]

    def signatures(self, left: str, right: str = "") -> list[Block]:
        """Return room to sign in, with who signs where below it."""
        return [Space(8), Signatures(left, right, self.note, room=4 * self.note.height)]

    def check(
        self, head: Letterhead, *, epoch: str, number: int, entry_hash: str, invitation: str
    ) -> list[Block]:
        """Return the code by which a paper can be compared with its entry."""
        bold = face(self.sizes.note, bold=True)
        digits = check_groups(entry_hash)
        text = check_text(terminal=head.terminal, epoch=epoch, number=number, entry_hash=entry_hash)
        code, quiet = draw_code(text, room=self.width - MARGIN - bold.width(digits))
        column = self.width - MARGIN - code.width - 2 * quiet
        words = Words(wrap(invitation, self.note, column), self.note)
        return [Beside(code, quiet, [words, Words([digits], bold)])]

    def large(self, amount: str) -> Face:
        """Return the largest face in which an amount fits the paper."""
        sizes = self.sizes
        faces = [face(size, bold=True) for size in (sizes.total, sizes.heading, sizes.body)]
        return next((large for large in faces if large.width(amount) <= self.room), faces[-1])
