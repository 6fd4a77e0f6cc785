"""Notices to try things with."""

from device.counter.drug import Hold, HoldKind


def hold(
    number: str = "TH-1",
    *batches: str,
    kind: HoldKind = HoldKind.RECALLED,
    level: int | None = None,
    drug: str = "FREE",
) -> Hold:
    return Hold(
        number=number, kind=kind, drug_id=drug, drug_name="Thuốc", batches=batches, level=level
    )
