"""Sealed patient data leaves the shop only where that is switched on, and only for the vault."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from device.ledger.ledger import Ledger
from provisioning.broker import MESSAGE_LIMIT
from tests.device.ledger.books import AT, BOOK, TERMINAL, sale
from tests.device.link.outpost import Outpost
from wire.batch import MAX_BYTES
from wire.seal import Place, open_seal

VAULT = X25519PrivateKey.generate()


def open_outpost(file: Path, *, seals_for_vault: bool, sends: bool) -> Outpost:
    readers = {"book": BOOK.public_key()}
    if seals_for_vault:
        readers["vault:2026"] = VAULT.public_key()
    ledger = Ledger.open(file, terminal=TERMINAL, readers=readers, clock=lambda: AT)
    return Outpost(ledger, sends_sealed=sends)


def sell(outpost: Outpost, how_many: int) -> None:
    for _sale in range(how_many):
        outpost.ledger.commit_sale(sale(on_prescription=True, card=True), staff="NV-07")


@pytest.mark.parametrize("seals_for_vault", [True, False])
def test_switched_off_no_sealed_block_is_in_any_batch(
    tmp_path: Path, *, seals_for_vault: bool
) -> None:
    outpost = open_outpost(tmp_path / "l.sqlite", seals_for_vault=seals_for_vault, sends=False)
    sell(outpost, 3)
    batch = outpost.province.read(outpost.batch())
    assert not batch.sealed
    outpost.ledger.close()


def test_switched_on_the_vault_opens_what_arrives(tmp_path: Path) -> None:
    outpost = open_outpost(tmp_path / "l.sqlite", seals_for_vault=True, sends=True)
    sell(outpost, 2)
    outpost.sell(1)
    outpost.send_all()
    assert sorted(outpost.province.sealed) == [1, 2]
    place = Place(terminal=TERMINAL, epoch=outpost.ledger.epoch, seq=2)
    assert open_seal(outpost.province.sealed[2], place, "vault:2026", VAULT).name
    outpost.ledger.close()


def test_what_was_sealed_before_it_was_switched_on_stays_in_the_shop(tmp_path: Path) -> None:
    before = open_outpost(tmp_path / "l.sqlite", seals_for_vault=False, sends=False)
    sell(before, 1)
    before.ledger.close()
    outpost = open_outpost(tmp_path / "l.sqlite", seals_for_vault=True, sends=True)
    sell(outpost, 1)
    outpost.send_all()
    assert sorted(outpost.province.sealed) == [2]
    assert sorted(outpost.province.kept) == [1, 2]
    outpost.ledger.close()


def test_sealed_blocks_count_towards_a_batchs_size(tmp_path: Path) -> None:
    """The broker drops a longer message and says nothing."""
    outpost = open_outpost(tmp_path / "l.sqlite", seals_for_vault=True, sends=True)
    sell(outpost, 120)
    most = 0
    while (message := outpost.try_batch()) is not None:
        batch = outpost.province.read(message)
        blocks = sum(map(len, (batch.sealed or {}).values()))
        most = max(most, blocks + sum(len(bytes(entry)) for entry in batch.entries))
        assert len(message) < MESSAGE_LIMIT
        outpost.exchange.receipt_came(outpost.province.take(message))
    assert len(outpost.province.sealed) == 120
    assert MAX_BYTES / 2 < most <= MAX_BYTES
    outpost.ledger.close()
