"""A terminal that asks, and the desk that answers it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import UNSET, UnsetType

from device.keys import LinkKeys
from device.link.asking import Asking
from device.link.post import Post
from server.answers.desk import AnswerDesk
from server.answers.letter import Letter
from server.answers.news import News
from tests.server.outlet import NOW, PROVINCE, Outlet
from wire import topics
from wire.asking import Held, Money, Notice, Sheet

SERVER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(2, 34)))


@dataclass
class Asker:
    """Keeps what it was told."""

    outlet: Outlet
    sheets: list[tuple[str, Sheet | None]] = field(default_factory=list)
    notices: list[tuple[tuple[Notice, ...], bool]] = field(default_factory=list)
    money: list[Money] = field(default_factory=list)
    now: float = 0.0
    takes: bool = True
    """Whether its ledger takes notices."""
    post: Post | None = None
    held: tuple[Held, ...] | UnsetType = UNSET
    """What it says of its own ledger."""

    def __post_init__(self) -> None:
        self.desk = AnswerDesk(province=PROVINCE, key=SERVER_KEY)
        self.news = News(province=PROVINCE, key=SERVER_KEY)
        self.asking = Asking(
            terminal=self.outlet.id,
            keys=LinkKeys(signing=self.outlet.key, server=(SERVER_KEY.public_key(),)),
            clock=lambda: NOW,
            on_sheet=lambda code, sheet: self.sheets.append((code, sheet)),
            on_notices=self.took,
            on_money=self.money.append,
            post=self.post,
            held=lambda: self.held,
            monotonic=lambda: self.now,
        )

    def took(self, given: tuple[Notice, ...], lifts: bool) -> bool:  # noqa: FBT001 - as called
        self.notices.append((given, lifts))
        return self.takes

    def ask(self, code: str, change: Callable[[Letter], bytes] | None = None) -> None:
        """Ask about a prescription, and take the answer, changed on its way or not."""
        letter = self.answer(self.asking.about(code))
        self.asking.came(change(letter) if change else letter.payload)

    def ask_for_notices(self) -> None:
        """Ask for what is in force, where it is time."""
        question = self.asking.for_notices()
        if question:
            self.asking.came(self.answer(question).payload)

    def ask_for_all_notices(self) -> list[Letter]:
        """Ask until there is nothing more to ask for at once; return what was answered."""
        letters = []
        while question := self.asking.for_notices():
            letters.append(self.answer(question))
            self.asking.came(letters[-1].payload)
        return letters

    def pushed_recall(self) -> Letter:
        """Return what this terminal is told of recalls unasked."""
        mine = topics.answer(PROVINCE, self.outlet.id)
        return next(letter for letter in self.news.recalls() if letter.topic == mine)

    def answer(self, question: bytes) -> Letter:
        return self.desk.answer(topics.ask(PROVINCE, self.outlet.id), question)
