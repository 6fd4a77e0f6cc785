#!/usr/bin/python3 -I
"""Which slot the terminal starts, kept in two copies that are never both half written.

RAUC's own backend for the boot choice (reference manual: "Custom"), and what the first program
after a start calls. This file is copied to the terminal as it stands: Python's own library only.

    boot-backend get-primary | set-primary SLOT | get-state SLOT | set-state SLOT good|bad
    boot-backend get-current | on-trial | show | refill | give-way

Each copy is a U-Boot environment of 4096 bytes, CRC-32 first (`env export -c`). U-Boot takes the
first copy if it is whole, else the second.
"""

import fcntl
import json
import os
import re
import struct
import sys
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

COPY_BYTES = 4096
TRIAL, PROVEN = 3, 9
"""Attempts of a slot that is new, and of one that was found good. U-Boot counts in one digit."""
SLOTS = ("A", "B")
DEVICE = Path(os.environ.get("QUAY_BOOTSTATE", "/run/disk/bootstate"))
RUNNING = Path(os.environ.get("QUAY_RUNNING", "/run/quay-boot/slot"))
"""What the first program after the kernel wrote down, as U-Boot told it."""
_DATA_BYTES = COPY_BYTES - 4


class WornError(ValueError):
    """A copy is not whole."""


@dataclass(frozen=True)
class SlotState:
    """How often a slot may still be tried, and whether it was ever found good."""

    left: int = TRIAL
    good: bool = False


@dataclass(frozen=True)
class BootState:
    """The order of the slots, and how each is."""

    order: tuple[str, ...] = SLOTS
    a: SlotState = SlotState()
    b: SlotState = SlotState()

    def of(self, slot: str) -> SlotState:
        """Return how a slot is."""
        return self.a if slot == "A" else self.b

    def put(self, slot: str, state: SlotState) -> "BootState":
        """Return the choice with one slot changed."""
        return replace(self, a=state) if slot == "A" else replace(self, b=state)

    @property
    def primary(self) -> str | None:
        """The slot that the next start tries; None: all attempts are used up."""
        return next((slot for slot in self.order if self.of(slot).left > 0), None)

    def prefer(self, slot: str) -> "BootState":
        """Return the choice with a new slot first, on trial."""
        rest = tuple(one for one in SLOTS if one != slot)
        return replace(self.put(slot, SlotState()), order=(slot, *rest))

    def to_bytes(self) -> bytes:
        """Return one copy."""
        variables = {"BOOT_ORDER": " ".join(self.order)}
        for slot in SLOTS:
            variables[f"BOOT_{slot}_LEFT"] = str(self.of(slot).left)
            variables[f"BOOT_{slot}_GOOD"] = str(int(self.of(slot).good))
        lines = (f"{name}={value}".encode("ascii") for name, value in sorted(variables.items()))
        body = b"".join(line + b"\0" for line in lines).ljust(_DATA_BYTES, b"\0")
        return struct.pack("<I", zlib.crc32(body)) + body


def initial_state() -> bytes:
    """Return both copies for a new card: A is there and proven, B is empty."""
    first = BootState(a=SlotState(PROVEN, good=True), b=SlotState(0))
    return first.to_bytes() * 2


def read_copy(copy: bytes) -> BootState:
    """Read one copy; raise `WornError`."""
    if len(copy) != COPY_BYTES or struct.unpack("<I", copy[:4])[0] != zlib.crc32(copy[4:]):
        raise WornError("the check sum is another")
    lines = copy[4:].split(b"\0\0", 1)[0].decode("ascii", "replace").split("\0")
    said = dict(line.partition("=")[::2] for line in lines)
    order = tuple(said.get("BOOT_ORDER", "").split())
    if sorted(order) != sorted(SLOTS):
        raise WornError("the order is none")
    return BootState(order, _slot(said, "A"), _slot(said, "B"))


def _slot(said: dict[str, str], slot: str) -> SlotState:
    left, good = said.get(f"BOOT_{slot}_LEFT", ""), said.get(f"BOOT_{slot}_GOOD", "")
    if not re.fullmatch("[0-9]", left) or good not in {"0", "1"}:
        raise WornError(f"slot {slot} is not told")
    return SlotState(int(left), good == "1")


def read_state(copies: bytes) -> tuple[BootState, int | None]:
    """Return the choice and which copy (0 or 1) it is from; the default and None if none holds."""
    for number in (0, 1):
        try:
            return read_copy(copies[number * COPY_BYTES :][:COPY_BYTES]), number
        except WornError:
            continue
    return BootState(), None


class StateFile:
    """The partition that holds both copies."""

    def __init__(self, device: Path = DEVICE) -> None:
        self._descriptor = os.open(device, os.O_RDWR | os.O_CLOEXEC)
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)

    def close(self) -> None:
        """Let others at it."""
        os.close(self._descriptor)

    def read(self) -> BootState:
        """Return the choice."""
        return self._read()[0]

    def write(self, state: BootState) -> None:
        """Replace the choice: first the copy that is not read, then the one that is."""
        known = self._read()[1]
        for number in (0, 1) if known in {None, 1} else (1, 0):
            os.pwrite(self._descriptor, state.to_bytes(), number * COPY_BYTES)
            os.fsync(self._descriptor)

    def _read(self) -> tuple[BootState, int | None]:
        return read_state(os.pread(self._descriptor, 2 * COPY_BYTES, 0))


def current_slot(file: Path = RUNNING) -> str:
    """Return the slot that runs; raise `OSError` or `ValueError`."""
    slot = file.read_text(encoding="ascii").strip()
    if slot not in SLOTS:
        raise ValueError("nobody knows which slot runs")
    return slot


def changed(state: BootState, given: Sequence[str]) -> BootState:
    """Return the choice after a command that changes it; raise `ValueError` for any other."""
    match given:
        case ["set-primary", ("A" | "B") as slot]:
            return state.prefer(slot)
        case ["set-state", ("A" | "B") as slot, "good"]:
            return state.put(slot, SlotState(PROVEN, good=True))
        case ["set-state", ("A" | "B") as slot, "bad"]:
            return state.put(slot, SlotState(0))
        case ["refill"]:
            runs = current_slot()
            return state.put(runs, SlotState(PROVEN, good=True)) if state.of(runs).good else state
        case ["give-way"]:
            runs = current_slot()
            return state if state.of(runs).good else state.put(runs, SlotState(0))
    raise ValueError(f"no such command: {' '.join(given)}")


def answer(state: BootState, given: Sequence[str]) -> str | None:
    """Return what a question is answered with; None: it is no question."""
    match given:
        case ["get-primary"]:
            return state.primary or ""
        case ["get-current"]:
            return current_slot()
        case ["on-trial"]:
            return "no" if state.of(current_slot()).good else "yes"
        case ["get-state", ("A" | "B") as slot]:
            return "good" if state.of(slot).left > 0 else "bad"
        case ["show"]:
            slots = {slot: vars(state.of(slot)) for slot in SLOTS}
            return json.dumps({"order": state.order, "primary": state.primary, "slots": slots})
    return None


def main(given: Sequence[str]) -> int:
    """Answer or change; exit status 1 with a line for the log if it cannot be done."""
    try:
        file = StateFile()
        try:
            state = file.read()
            told = answer(state, given)
            if told is None and (wanted := changed(state, given)) != state:
                file.write(wanted)
        finally:
            file.close()
    except (OSError, ValueError) as error:
        sys.stderr.write(f"boot-backend: {error}\n")
        return 1
    if told is not None:
        sys.stdout.write(f"{told}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
