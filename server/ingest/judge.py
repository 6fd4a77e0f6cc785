"""Judging entries by what is stored beside them: duplicate, new, or not to be stored."""

from server.ingest.reading import Claim, Unreadable
from server.store.carried import Carrying, Original
from server.store.entries import Ledger, Link, NewEntry
from server.store.marks import Mark
from server.store.quarantine import Reason, SetAside
from wire.chain import origin


class Carriage:
    """Which entries are carried by others, as far as those that are heard together ask."""

    def __init__(self, originals: set[Original], known: dict[Original, tuple[str, int]]) -> None:
        self._originals, self._known = originals, known

    def by_another(self, original: Original, place: tuple[str, int]) -> bool:
        """Whether this business is stored already, and not at this place (epoch and number)."""
        return self._known.get(original, place) != place

    def accept(self, claim: Claim, ledger: Ledger) -> None:
        """Take note of what has been accepted, for what is heard after it."""
        if self._originals:
            itself = Original(*ledger, claim.seq, claim.sha256)
            if itself in self._originals:
                self._known[itself] = _ITSELF
        if claim.carried:
            self._known[claim.carried] = (ledger.epoch, claim.seq)


_ITSELF = ("", 0)


class Judge:
    """Hears the entries of one ledger, within the transaction that will store them."""

    def __init__(
        self,
        ledger: Ledger,
        mark: Mark,
        links: dict[int, Link],
        carriage: Carriage,
    ) -> None:
        self.ledger, self.mark = ledger, mark
        self.links = links
        """What is stored, as far as it was asked for, and what has been accepted."""
        self._carriage = carriage
        self.accepted: list[NewEntry] = []
        self.carrying: list[Carrying] = []
        self.aside: list[SetAside] = []
        self.stored: dict[int, Claim] = {}
        """What was heard and is stored, now or before."""

    def hear(self, claim: Claim | Unreadable) -> None:
        """Accept an entry, pass over one that is stored already, or set it aside."""
        if isinstance(claim, Unreadable):
            self._set_aside(claim, claim.reason)
            return
        reason = self._objection(claim)
        if reason:
            self._set_aside(claim, reason)
            return
        self.stored[claim.seq] = claim
        if claim.seq not in self.links:
            self._accept(claim)

    def _objection(self, claim: Claim) -> Reason | None:
        stored = self.links.get(claim.seq)
        if stored:
            return None if stored.sha256 == claim.sha256 else Reason.CONFLICT
        before = self._hash_before(claim.seq)
        after = self.links.get(claim.seq + 1)
        if before not in {None, claim.prev} or (after and after.prev != claim.sha256):
            return Reason.CHAIN_BROKEN
        return self._counted_already(claim)

    def _counted_already(self, claim: Claim) -> Reason | None:
        """An entry and those that carry it are the same business: only one of them counts."""
        itself = Original(*self.ledger, claim.seq, claim.sha256)
        if self._carriage.by_another(itself, _ITSELF):
            return Reason.CARRIED_TWICE
        place = (self.ledger.epoch, claim.seq)
        if claim.carried and self._carriage.by_another(claim.carried, place):
            return Reason.CARRIED_TWICE
        return None

    def _hash_before(self, seq: int) -> str | None:
        """Return the hash that an entry must continue; None if its predecessor is not stored."""
        if seq == 1:
            return origin(*self.ledger)
        link = self.links.get(seq - 1)
        return link.sha256 if link else None

    def _set_aside(self, claim: Claim | Unreadable, reason: Reason) -> None:
        self.aside.append(SetAside(*self.ledger, claim.seq, claim.sha256, reason, claim.body))

    def _accept(self, claim: Claim) -> None:
        self.links[claim.seq] = Link(claim.sha256, claim.prev)
        self._carriage.accept(claim, self.ledger)
        if claim.carried:
            self.carrying.append(Carrying(claim.carried, self.ledger.epoch, claim.seq))
        self.accepted.append(
            NewEntry(
                *self.ledger,
                claim.seq,
                claim.sha256,
                claim.prev,
                claim.kind,
                claim.at,
                claim.total_vnd,
                claim.body,
            )
        )
