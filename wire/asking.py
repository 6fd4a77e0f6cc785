"""What a terminal asks the province, and what the province says: signed on both sides.

What stands on a prescription is sealed to a key that the terminal made for this one question
(HPKE, RFC 9180): the broker, and whoever reads along, learns only the prescription's code, which
goes with the sale anyway. Neither patient, prescriber's name nor illness is in the answer.
"""

from datetime import date, datetime

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from msgspec import UNSET, UnsetType

from wire.command import Command, Message, Outcome
from wire.decoding import decode
from wire.entry import SCHEMA_VERSION
from wire.reference import Place
from wire.seal import SUITE, SealError

MAX_NOTICES = 500
"""Fewer are in one answer, the gravest first: of a list so long a terminal knows no end."""


class Held(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An epoch of the terminal's own that lies in its ledger."""

    epoch: str
    runs: tuple[tuple[int, int], ...] | None = None
    """First and last number of each run of entries that it has; none named: it has all."""

    def has(self, seq: int) -> bool:
        """Whether the terminal counts this entry itself."""
        return self.runs is None or any(first <= seq <= last for first, last in self.runs)


class Ask(msgspec.Struct, frozen=True, kw_only=True):
    """A question. It is asked once: whoever hears nothing goes on without."""

    v: int = SCHEMA_VERSION
    terminal: str
    id: str
    """Random; the answer repeats it."""
    at: datetime
    prescription: str | UnsetType = UNSET
    """A prescription's code, as it was scanned: what is left on it?"""
    held: tuple[Held, ...] | UnsetType = UNSET
    """With `prescription`: what of itself the terminal counts. The rest it wants to be told like
    others'; absent: it counts all that it ever sold."""
    key: bytes | UnsetType = UNSET
    """X25519 public key, 32 bytes, for the answer about a prescription or the page."""
    notices: int | UnsetType = UNSET
    """Version of the notices that the terminal has; 0: none."""
    page: Place | UnsetType = UNSET
    """What changed in a dataset since here? `key` goes along: the page is sealed to it."""
    most: int | UnsetType = UNSET
    """Bytes that the packed page may have, where that is less than `MAX_PACKED`: on a slow line a
    counter's question must not wait behind a long page."""
    outcomes: tuple[Outcome, ...] = ()
    """What came of commands; said again until it is among `Answer.heard`."""
    read: tuple[str, ...] = ()
    """Messages that a person has read; said again until they are among `Answer.heard`."""
    notices_from: int | UnsetType = UNSET
    """How many of the list this terminal has been told: what comes behind them? Absent: it takes
    any list for the whole."""


class AnsweredLine(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One drug of a prescription. Quantities are base units."""

    number: int
    name: str
    quantity: int
    drug: str = ""
    strength: str = ""
    route: str = ""
    unit: str = "viên"
    directions: str = ""
    elsewhere: int = 0
    """What other terminals have dispensed, as far as the province has heard."""


class Sheet(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What stands on a prescription and concerns the counter."""

    code: str
    issued: date | None = None
    facility: str = ""
    lines: tuple[AnsweredLine, ...] = ()
    days: int | None = None
    acute: bool = False
    traditional_discharge: bool = False
    tranche: int | None = None
    tranche_begins: date | None = None
    counted_from: date | None = None
    """Since this day what was dispensed counts against the quantities, as in `elsewhere`: they are
    for one tranche. None: everything counts."""
    superseded_by: str = ""
    restricted: bool = False
    """Whether its indication is one for which retail is restricted (SC-07); which is not said."""
    child_months: int | None = None
    """Age of a child under 72 months (RX-12)."""
    child_kg: float | None = None

    def __repr__(self) -> str:
        return "Sheet(hidden)"


class Notice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A recall, a suspension or a seal (RCL-03)."""

    number: str
    kind: str
    """"recalled", "suspended" or "sealed"; another, of a newer province, stops the drug as well."""
    drug: str
    """Id in the catalogue."""
    drug_name: str = ""
    batches: tuple[str, ...] = ()
    """None: every batch."""
    level: int | None = None
    reason: str = ""
    issued: date | None = None
    until: date | None = None
    """Last day for carrying it out (RCL-01)."""
    registration: str = ""
    ingredient: str = ""
    """With strength."""
    form: str = ""
    expiry: date | None = None
    maker: str = ""
    importer: str = ""
    carried_out_by: str = ""
    """Who must carry it out."""


class Money(msgspec.Struct, frozen=True, kw_only=True):
    """The bank has told that a transfer arrived."""

    reference: str
    """What stood in its memo."""
    amount_vnd: int


class Again(msgspec.Struct, frozen=True, kw_only=True):
    """Entries that the province has answered and does not have: it came back from a backup.

    The terminal sends those again that it still has; it believes this of nobody else.
    """

    epoch: str
    first: int
    last: int


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the province says to one terminal."""

    v: int = SCHEMA_VERSION
    terminal: str
    id: str | UnsetType = UNSET
    """Of the question; absent where nobody asked."""
    at: datetime
    sheet: bytes | UnsetType = UNSET
    """A sealed `Sheet`; absent although it was asked for: the province does not know it."""
    version: int | UnsetType = UNSET
    """Of the notices."""
    notices: tuple[Notice, ...] | UnsetType = UNSET
    """All that are in force, or the part that was asked for; where nobody asked, the gravest of
    those that are new; absent where the terminal has this version already."""
    money: Money | UnsetType = UNSET
    newest: dict[str, int] | UnsetType = UNSET
    """Newest version of every dataset that concerns this terminal; sent with `version`, and to
    everybody whenever one of them changes."""
    page: bytes | UnsetType = UNSET
    """A sealed and packed `wire.reference.Page`."""
    commands: tuple[Command, ...] = ()
    """Those that have no outcome yet; sent with `version`, and as soon as one is given."""
    messages: tuple[Message, ...] = ()
    """Those that nobody has read yet; likewise."""
    heard: tuple[str, ...] = ()
    """Ids of outcomes and read messages that the province has noted."""
    again: tuple[Again, ...] = ()
    """What is to be sent once more; sent with `version`."""
    notices_next: int | UnsetType = UNSET
    """`notices_from` of the next question, where the list goes on behind `notices`; only said to
    whoever asks for parts."""


def seal_sheet(sheet: Sheet, key: bytes, *, terminal: str, question: str) -> bytes:
    """Seal a prescription to whoever asked; raise `SealError` for a key that is none."""
    return seal_answer(msgspec.json.encode(sheet), key, terminal=terminal, question=question)


def seal_answer(plain: bytes, key: bytes, *, terminal: str, question: str) -> bytes:
    """Seal anything to whoever asked; raise `SealError` for a key that is none."""
    try:
        reader = X25519PublicKey.from_public_bytes(key)
    except ValueError as error:
        raise SealError("not a key") from error
    sealed: bytes = SUITE.encrypt(plain, reader, info=_context(terminal, question))
    return sealed


def open_answer(sealed: bytes, key: X25519PrivateKey, *, terminal: str, question: str) -> bytes:
    """Open the answer to one's own question; raise `SealError` if it is another's, or changed."""
    try:
        plain: bytes = SUITE.decrypt(sealed, key, info=_context(terminal, question))
    except (InvalidTag, ValueError) as error:
        raise SealError("the answer does not open") from error
    return plain


def open_sheet(sealed: bytes, key: X25519PrivateKey, *, terminal: str, question: str) -> Sheet:
    """Open the answer to one's own question; raise `SealError` if it is another's, or changed."""
    plain = open_answer(sealed, key, terminal=terminal, question=question)
    try:
        return decode(plain, Sheet)
    except msgspec.DecodeError as error:
        raise SealError("the answer does not open") from error


def read_ask(body: bytes) -> Ask:
    """Read a question; raise `msgspec.DecodeError` if it is none."""
    return decode(body, Ask)


def read_answer(body: bytes) -> Answer:
    """Read an answer; raise `msgspec.DecodeError` if it is none."""
    return decode(body, Answer)


def _context(terminal: str, question: str) -> bytes:
    return f"quay/v1/answer/{terminal}/{question}".encode()
