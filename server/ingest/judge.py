"""Judging entries by what is stored beside them: duplicate, new, or not to be stored."""

from collections.abc import Iterable

from server.ingest.reading import Claim, Unreadable
from server.store import entries
from server.store.entries import Link, NewEntry
from server.store.quarantine import Reason, SetAside
from wire.chain import origin


class Judge:
    """Hears the entries of one ledger, within the transaction that will store them."""

    def __init__(self, terminal: str, epoch: str, seqs: Iterable[int]) -> None:
        self.terminal, self.epoch = terminal, epoch
        self._links = entries.links_around(terminal, epoch, seqs)
        self.accepted: list[NewEntry] = []
        self.aside: list[SetAside] = []

    def hear(self, claim: Claim | Unreadable) -> None:
        """Accept an entry, pass over one that is stored already, or set it aside."""
        reason = claim.reason if isinstance(claim, Unreadable) else self._objection(claim)
        if reason:
            self.aside.append(
                SetAside(self.terminal, self.epoch, claim.seq, claim.sha256, reason, claim.body)
            )
        elif isinstance(claim, Claim) and claim.seq not in self._links:
            self._accept(claim)

    def _objection(self, claim: Claim) -> Reason | None:
        stored = self._links.get(claim.seq)
        if stored:
            return None if stored.sha256 == claim.sha256 else Reason.CONFLICT
        before = self._hash_before(claim.seq)
        after = self._links.get(claim.seq + 1)
        if before not in {None, claim.prev} or (after and after.prev != claim.sha256):
            return Reason.CHAIN_BROKEN
        return None

    def _hash_before(self, seq: int) -> str | None:
        """Return the hash that an entry must continue; None if its predecessor is not stored."""
        if seq == 1:
            return origin(self.terminal, self.epoch)
        link = self._links.get(seq - 1)
        return link.sha256 if link else None

    def _accept(self, claim: Claim) -> None:
        self._links[claim.seq] = Link(claim.sha256, claim.prev)
        self.accepted.append(
            NewEntry(
                terminal=self.terminal,
                epoch=self.epoch,
                seq=claim.seq,
                sha256=claim.sha256,
                prev=claim.prev,
                kind=claim.kind,
                at=claim.at,
                total_vnd=claim.total_vnd,
                body=claim.body,
            )
        )
