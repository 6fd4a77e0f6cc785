"""Every drive of this machine, as lsblk and the kernel tell of it, in one value."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from provisioning.flash.tools import tool

_COLUMNS = "NAME,PATH,MAJ:MIN,TYPE,SIZE,RO,RM,TRAN,VENDOR,MODEL,SERIAL,MOUNTPOINTS"
_PARTITION = "part"


class _Node(msgspec.Struct, frozen=True, kw_only=True):
    """A line of `lsblk --json --bytes`, with what lies on it."""

    name: str
    path: str
    number: str = msgspec.field(name="maj:min")
    type: str
    size: int
    ro: bool
    rm: bool
    tran: str | None = None
    vendor: str | None = None
    model: str | None = None
    serial: str | None = None
    mountpoints: tuple[str | None, ...] = ()
    children: tuple["_Node", ...] = ()


class _Listing(msgspec.Struct, frozen=True, kw_only=True):
    blockdevices: tuple[_Node, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """A whole drive: a card, a stick, a disk."""

    path: Path
    number: str
    """Major and minor, such as "8:16": what the kernel calls it."""
    kind: str
    """lsblk's type: "disk", "loop", "rom"."""
    size_bytes: int
    """0: a reader without a card."""
    name: str = ""
    """Maker and model."""
    serial: str = ""
    bus: str = ""
    is_removable: bool = False
    """A card, or a stick whose medium the kernel calls removable. Not: a disk in a USB case."""
    is_read_only: bool = False
    mounts: tuple[str, ...] = ()
    """Where it, its partitions and whatever is built on them are mounted; "[SWAP]" among them."""
    layers: tuple[str, ...] = ()
    """What is built on it beside partitions: "lvm", "crypt", "raid1"."""
    partitions: tuple[Path, ...] = ()


def read_drives(sys: Path = Path("/sys")) -> tuple[Drive, ...]:
    """Ask lsblk; raise `MissingToolError`, `OSError`, or what `parse_drives` raises."""
    command = [tool("lsblk"), "--json", "--bytes", "--output", _COLUMNS]
    told = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - a fixed command
    # lsblk ends with 32 or 64 when a drive went away while it looked: what it told is still true.
    return parse_drives(told.stdout or b'{"blockdevices": []}', sys)


def parse_drives(listing: bytes, sys: Path = Path("/sys")) -> tuple[Drive, ...]:
    """Return the drives of lsblk's listing; raise `msgspec.DecodeError`."""
    nodes = msgspec.json.decode(listing, type=_Listing, strict=False).blockdevices
    return tuple(_drive(node, sys) for node in nodes)


def _drive(node: _Node, sys: Path) -> Drive:
    inside = tuple(_inside(node))
    return Drive(
        path=Path(node.path),
        number=node.number,
        kind=node.type,
        size_bytes=node.size,
        name=" ".join(part.strip() for part in (node.vendor, node.model) if part),
        serial=(node.serial or "").strip(),
        bus=node.tran or "",
        is_removable=node.rm or _is_sd_card(node, sys),
        is_read_only=node.ro,
        mounts=tuple(
            dict.fromkeys(where for each in (node, *inside) for where in each.mountpoints if where)
        ),
        layers=tuple(dict.fromkeys(each.type for each in inside if each.type != _PARTITION)),
        partitions=tuple(Path(each.path) for each in inside if each.type == _PARTITION),
    )


def _inside(node: _Node) -> Iterator[_Node]:
    for child in node.children:
        yield child
        yield from _inside(child)


def _is_sd_card(node: _Node, sys: Path) -> bool:
    """Whether it is a card in a built-in reader: those count as fixed, and so does soldered eMMC.

    The kernel tells them apart in the card's own folder: SD or MMC
    (Documentation/driver-api/mmc/mmc-dev-attrs.rst).
    """
    if not node.name.startswith("mmcblk"):
        return False
    try:
        return (sys / "block" / node.name / "device/type").read_text("ascii").strip() == "SD"
    except OSError:
        return False
