"""The protocol in memory: real ledgers, exchanges and the server's desk, with a network by hand."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from device.keys import LinkKeys
from device.ledger.ledger import Ledger
from device.link.exchange import LEAVE_SECONDS, Exchange
from server.ingest.desk import Desk
from server.store.check import Fault, check_all
from server.store.database import close_store, open_store, reading, rows, writing
from server.store.terminals import register
from tests.device.ledger.books import AT, line, open_book, sale
from tests.server.outlet import PROVINCE, Outlet
from wire import topics
from wire.kinds import read_entry

TERMINAL = "Q33-0001"
_ROUNDS = 40


class Name(NamedTuple):
    """An entry."""

    epoch: str
    seq: int
    sha256: str


@dataclass
class Copy:
    """One database of the terminal, with its link."""

    folder: Path
    keys: LinkKeys
    now: float = 0.0
    ledger: Ledger = field(init=False)
    exchange: Exchange = field(init=False)

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """Start, or start again after a crash: nothing but the file is left."""
        self.ledger = open_book(self.folder / "ledger.sqlite", TERMINAL)
        self.exchange = Exchange(
            self.ledger, keys=self.keys, clock=lambda: AT, monotonic=lambda: self.now
        )

    def sell(self, quantity: int) -> Name:
        committed = self.ledger.commit_sale(sale(line(quantity=quantity)), staff="NV-07")
        return Name(committed.epoch, committed.number, committed.sha256)

    def next_batch(self) -> bytes | None:
        batch = self.exchange.next_batch()
        if batch:
            self.exchange.batch_left()
        return batch

    def states(self) -> dict[Name, str]:
        found = self.ledger.database.rows(
            "SELECT book.epoch, entry.seq, entry.sha256, outbox.state FROM entry"
            " JOIN outbox ON outbox.id = entry.id JOIN book ON book.id = entry.book"
        )
        return {Name(epoch, seq, digest): state for epoch, seq, digest, state in found}

    def end(self) -> None:
        self.ledger.close()


class World:
    """One terminal, perhaps cloned, and its province."""

    def __init__(self, root: Path) -> None:
        self.root = root
        outlet = Outlet(id=TERMINAL)
        self._server_key = Ed25519PrivateKey.generate()
        self._keys = LinkKeys(signing=outlet.key, server=(self._server_key.public_key(),))
        self._topic = topics.entries(PROVINCE, TERMINAL)
        self.restart_server()
        with writing():
            register(outlet.registration)
        self._folders = 0
        self.copies = [Copy(self._new_folder(), self._keys)]
        self.up: list[bytes] = []
        self.down: list[bytes] = []
        self.confirmed: list[Name] = []
        self.wiped: set[Name] = set()
        """Sold by a database that an old copy replaced before they were sent."""
        self._backup: Path | None = None

    def _new_folder(self) -> Path:
        self._folders += 1
        folder = self.root / f"copy{self._folders}"
        folder.mkdir()
        return folder

    # What can happen

    def sell(self, copy: Copy) -> None:
        """Sell something; no two sales are alike, or their entries could be the same bytes."""
        self.confirmed.append(copy.sell(len(self.confirmed) + 1))

    def arrive(self, batch: bytes) -> list[bytes]:
        """Let a batch arrive at the server; return its receipts."""
        letters = self._desk.see_through([(self._topic, batch)])
        return [letter.payload for letter in letters]

    def restart_server(self) -> None:
        open_store(self.root / "store.sqlite")
        self._desk = Desk(province=PROVINCE, key=self._server_key)

    def clone(self) -> None:
        folder = self._new_folder()
        self._copy_files(self.copies[0], folder)
        self.copies.append(Copy(folder, self._keys))

    def back_up(self, copy: Copy) -> None:
        folder = self._new_folder()
        self._copy_files(copy, folder)
        self._backup = folder

    def restore(self, copy: Copy) -> None:
        """Put the old copy back. What was sold since and never sent is gone with the new one."""
        if self._backup is None:
            return
        stored = self.stored()
        others = {name for one in self.copies if one is not copy for name in one.states()}
        before = set(copy.states())
        copy.end()
        for file in copy.folder.iterdir():
            file.unlink()
        for file in self._backup.iterdir():
            shutil.copy2(file, copy.folder / file.name)
        copy.begin()
        self.wiped |= before - set(copy.states()) - stored - others

    def _copy_files(self, copy: Copy, target: Path) -> None:
        copy.end()
        for file in copy.folder.iterdir():
            if file.is_file():
                shutil.copy2(file, target / file.name)
        copy.begin()

    # What must hold

    def stored(self) -> set[Name]:
        with reading():
            return {Name(*row) for row in rows("SELECT epoch, seq, sha256 FROM entry")}

    def check_marks(self, copy: Copy) -> None:
        """What a terminal calls received is stored, byte for byte."""
        received = {name for name, state in copy.states().items() if state == "received"}
        assert received <= self.stored(), received - self.stored()

    def check_chains(self, *, is_over: bool = False) -> None:
        """Nothing is changed or misplaced; numbers may be missing while they are on their way.

        And for good only where they are gone with a database that an old copy replaced.
        """
        with reading():
            broken = check_all().first_break
        may_miss = not is_over or bool(self.wiped)
        assert broken is None or (may_miss and broken.fault is Fault.MISSING), broken

    def times_stored(self) -> dict[Name, int]:
        """Return how often the business of each entry is stored, as itself or carried."""
        with reading():
            bodies = rows("SELECT epoch, seq, sha256, body FROM entry WHERE kind = 'sale'")
        carries = {
            Name(epoch, seq, digest): _carried(bytes(body)) for epoch, seq, digest, body in bodies
        }
        for copy in self.copies:
            for entry in copy.ledger.entries():
                name = Name(entry.epoch, entry.seq, entry.sha256)
                carries.setdefault(name, _carried(entry.body))
        times: dict[Name, int] = {}
        for epoch, seq, digest, _body in bodies:
            name = Name(epoch, seq, digest)
            while origin := carries.get(name):
                name = origin
            times[name] = times.get(name, 0) + 1
        return times

    def drain(self) -> None:
        """Let everybody talk in peace until nobody has anything left to say."""
        self.restart_server()
        self.up, self.down = [], []
        for copy in self.copies:
            copy.exchange.connection_lost()
        for _round in range(_ROUNDS):
            go_on = [self._converse(copy) for copy in self.copies]
            if not any(go_on):
                return
        unsettled = [self._unsettled(copy) for copy in self.copies]
        raise AssertionError(f"this never ends: {unsettled}")

    def _converse(self, copy: Copy) -> bool:
        """Let one copy speak and listen; return whether it is to speak again."""
        copy.ledger.catch_up()
        copy.now += 2 * LEAVE_SECONDS
        if batch := copy.next_batch():
            for receipt in self.arrive(batch):
                copy.exchange.receipt_came(receipt)
        copy.ledger.catch_up()
        return bool(self._unsettled(copy))

    def _unsettled(self, copy: Copy) -> list[Name]:
        return [name for name, state in copy.states().items() if state == "waiting"]

    def close(self) -> None:
        for copy in self.copies:
            copy.end()
        close_store()


def _carried(body: bytes) -> Name | None:
    carried = read_entry(body).carried
    return Name(carried.epoch, carried.seq, carried.sha256) if carried else None


def sold_and_not_wiped(confirmed: Iterable[Name], wiped: set[Name]) -> list[Name]:
    """Return what must be stored in the end."""
    return [name for name in confirmed if name not in wiped]
