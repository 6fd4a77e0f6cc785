"""Machines with their drives, as lsblk lists them; and disks that misbehave."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from provisioning.flash.drives import Drive, parse_drives
from provisioning.flash.errors import DiskFaultError, VanishedError

GIB = 1 << 30
Node = dict[str, Any]


def node(name: str, kind: str = "disk", **facts: Any) -> Node:
    """A line of lsblk; facts by lsblk's own names."""
    path = f"/dev/mapper/{name}" if kind in {"lvm", "crypt"} else f"/dev/{name}"
    known: Node = {
        "name": name,
        "path": path,
        "maj:min": f"8:{sum(name.encode()) % 200}",
        "type": kind,
        "size": 0,
        "ro": False,
        "rm": False,
        "tran": None,
        "vendor": None,
        "model": None,
        "serial": None,
        "mountpoints": [None],
    }
    return known | facts


def part(name: str, *where: str | None, **facts: Any) -> Node:
    return node(name, "part", mountpoints=list(where) or [None], **facts)


def stick(name: str = "sdb", **facts: Any) -> Node:
    """A USB card reader with a card in it, as it should be."""
    usual: Node = {
        "size": 32 * GIB,
        "rm": True,
        "tran": "usb",
        "vendor": "Generic ",
        "model": "STORAGE DEVICE",
        "serial": "000000001536",
    }
    return node(name, **(usual | facts))


def system(name: str = "nvme0n1") -> Node:
    """The disk that the machine runs from."""
    parts = [part(f"{name}p1", "/boot/efi"), part(f"{name}p2", "/")]
    return node(name, size=512 * GIB, tran="nvme", model="SSD 980", children=parts)


def listing(nodes: Sequence[Node]) -> bytes:
    return json.dumps({"blockdevices": nodes}).encode()


def machine(*nodes: Node, sys: Path = Path("/nonexistent")) -> tuple[Drive, ...]:
    return parse_drives(listing(nodes), sys)


class MemoryCard:
    """A card in memory, whose faults are chosen. It begins full of what was on it before."""

    def __init__(
        self,
        size_bytes: int,
        *,
        really_holds: int | None = None,
        gone_after: int | None = None,
        broken_at: Mapping[int, bytes] | None = None,
        refuses_at: int | None = None,
        drops_behind: int | None = None,
    ) -> None:
        """`really_holds`: a forged card's true size. `gone_after`: bytes written until it is
        pulled. `broken_at`: cells that always hold these bytes. `refuses_at`: where writing fails.
        `drops_behind`: what is written there is forgotten.
        """
        self.name, self.size_bytes = "card", size_bytes
        self._holds = really_holds or size_bytes
        self.content = bytearray(b"\xa5" * self._holds)
        self._gone_after, self._broken = gone_after, dict(broken_at or {})
        self._refuses_at = refuses_at
        self._drops_behind = size_bytes if drops_behind is None else drops_behind
        self.written, self.flushes, self.is_closed = 0, 0, False
        self.writes: list[tuple[int, int]] = []

    def write(self, offset: int, data: bytes) -> None:
        if self._gone_after is not None and self.written >= self._gone_after:
            raise VanishedError(self.name)
        if self._refuses_at is not None and offset <= self._refuses_at < offset + len(data):
            raise DiskFaultError(self.name, self._refuses_at)
        self.written += len(data)
        self.writes.append((offset, len(data)))
        at = offset % self._holds
        kept = data[: max(0, self._drops_behind - at)]
        self.content[at : at + len(kept)] = kept
        del self.content[self._holds :]

    def flush(self) -> None:
        self.flushes += 1

    def read(self, offset: int, length: int) -> bytes:
        at = offset % self._holds
        data = self.content[at : at + length]
        for place, stuck in self._broken.items():
            if at <= place < at + length:
                data[place - at : place - at + len(stuck)] = stuck
        return bytes(data)

    def close(self) -> None:
        self.is_closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()
