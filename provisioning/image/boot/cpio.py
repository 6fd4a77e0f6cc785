"""An archive in the kernel's "newc" format: the same content gives the same bytes."""

import stat
from collections.abc import Mapping
from dataclasses import dataclass

_MAGIC = b"070701"


@dataclass(frozen=True, slots=True)
class Member:
    """A file, a folder or a link of an archive; all belong to root."""

    mode: int
    content: bytes = b""


def folder() -> Member:
    """Return a folder."""
    return Member(stat.S_IFDIR | 0o755)


def program(content: bytes) -> Member:
    """Return a file that may be run."""
    return Member(stat.S_IFREG | 0o755, content)


def plain(content: bytes) -> Member:
    """Return a file."""
    return Member(stat.S_IFREG | 0o644, content)


def link(target: str) -> Member:
    """Return a symbolic link."""
    return Member(stat.S_IFLNK | 0o777, target.encode())


def archive(members: Mapping[str, Member], *, at: int) -> bytes:
    """Return an archive; `at`: every member's time, in seconds since 1970."""
    parts = [
        _member(name, members[name], number, at) for number, name in enumerate(sorted(members), 1)
    ]
    parts.append(_member("TRAILER!!!", Member(0), 0, 0))
    whole = b"".join(parts)
    return whole + b"\0" * (-len(whole) % 512)


def _member(name: str, member: Member, number: int, at: int) -> bytes:
    called = name.encode() + b"\0"
    links = 2 if stat.S_ISDIR(member.mode) else 1
    fields = (number, member.mode, 0, 0, links, at, len(member.content), 0, 0, 0, 0, len(called), 0)
    head = _MAGIC + b"".join(b"%08X" % field for field in fields) + called
    return _in_fours(head) + _in_fours(member.content)


def _in_fours(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 4)
