"""Somebody who takes pages as a terminal does."""

from dataclasses import dataclass, field

from server.reference.pages import page
from server.store.database import reading
from wire.reference import MAX_PACKED, Dataset, Page, Place, pack, unpack

GONE = b"null"


@dataclass
class Taker:
    """Keeps rows and a place, and begins anew when it is told to."""

    dataset: Dataset = "catalogue"
    scope: str = ""
    rows: dict[str, bytes] = field(default_factory=dict)
    version: int = 0
    key: str = ""
    stale: set[str] = field(default_factory=set)
    """Keys from before a page that began from nothing."""

    @property
    def place(self) -> Place:
        return Place(dataset=self.dataset, version=self.version, key=self.key)

    def ask(self, *, most: int = MAX_PACKED) -> Page:
        with reading():
            return unpack(pack(page(self.place, self.scope, most=most)))

    def take(self, came: Page) -> None:
        if came.from_nothing:
            self.stale = set(self.rows)
        for row in came.rows:
            assert (row.version, row.key) > (self.version, self.key) or came.from_nothing
            self.stale.discard(row.key)
            self.rows.pop(row.key, None)
            if bytes(row.body) != GONE:
                self.rows[row.key] = bytes(row.body)
            self.version, self.key = row.version, row.key
        if came.is_last:
            for key in self.stale:
                del self.rows[key]
            self.stale = set()
            self.version = came.newest

    def take_all(self, *, most: int = MAX_PACKED) -> int:
        """Take pages until the last; return how many."""
        count = 0
        while True:
            came = self.ask(most=most)
            self.take(came)
            count += 1
            if came.is_last:
                return count
