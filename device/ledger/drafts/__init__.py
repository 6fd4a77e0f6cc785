"""Drafts: what somebody at the counter wants to be written, before it has a place in the ledger.

A draft turns into an entry within the transaction that writes it, and refuses there what
contradicts the ledger.
"""

from device.ledger.drafts.declared import (
    CodeDraft,
    DrawerDraft,
    OverrideDraft,
    PriceDraft,
    RegistersDraft,
)
from device.ledger.drafts.goods import (
    AsideDraft,
    CountDraft,
    Counted,
    GoodsInDraft,
    PutBackDraft,
    RecallDraft,
    WriteOffDraft,
)
from device.ledger.drafts.shift import ShiftDraft
from device.ledger.drafts.slot import Draft, Slot
from device.ledger.drafts.undoing import ReturnDraft, ReturnOfLines, VoidDraft

__all__ = [
    "AsideDraft",
    "CodeDraft",
    "CountDraft",
    "Counted",
    "Draft",
    "DrawerDraft",
    "GoodsInDraft",
    "OverrideDraft",
    "PriceDraft",
    "PutBackDraft",
    "RecallDraft",
    "RegistersDraft",
    "ReturnDraft",
    "ReturnOfLines",
    "ShiftDraft",
    "Slot",
    "VoidDraft",
    "WriteOffDraft",
]
