"""The outlet's book on a new terminal, made by the person in charge and nobody else.

A staff badge names somebody and proves nothing (`codes.badge`), and a PIN alone is tried out in an
hour by whoever carries the card away. So the terminal makes the secret half itself, a card for the
book that is printed once; it is not kept.
"""

from dataclasses import dataclass, field

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from device.enrolment.pending import NewBook
from wire.book import Book
from wire.enrolment import make_enrolment_code
from wire.recovery import make_code

CARD = "QUAY:K/"
"""How a card for the book begins."""


@dataclass(frozen=True, slots=True)
class BookPapers:
    """What is on the two papers, shown once and kept nowhere."""

    card: str = field(repr=False)
    """The code on the card, scanned when the book is opened."""
    recovery: str = field(repr=False)
    """What opens the book when card or PIN are lost."""


def make_papers() -> BookPapers:
    """Make the secrets of a book: 130 bits for the card, 123 for the recovery code."""
    return BookPapers(card=CARD + make_enrolment_code(), recovery=make_code())


def make_book(papers: BookPapers, pin: str) -> NewBook:
    """Make a book that card and PIN open together, and the recovery code alone. Takes a second."""
    book = Book.new(papers.recovery)
    public = book.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return NewBook(locked=book.lock(papers.card, pin), public=public.decode("ascii"))
