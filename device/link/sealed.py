"""Which sealed blocks may leave the shop: those that the province's vault can open, no others."""

from collections.abc import Mapping

import msgspec

from device.keys import VAULT
from wire.decoding import decode
from wire.seal import SealedBlock


def for_the_vault(blocks: Mapping[int, bytes]) -> dict[int, bytes]:
    """Return the blocks with a key of the vault's: what was sealed before it had one stays here."""
    return {seq: block for seq, block in blocks.items() if _names_the_vault(block)}


def _names_the_vault(block: bytes) -> bool:
    try:
        readers = decode(block, SealedBlock).readers
    except msgspec.DecodeError:
        return False
    return any(reader.startswith(VAULT) for reader in readers)
