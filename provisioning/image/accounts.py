"""Accounts of the terminal's system: fixed numbers, and no password for anybody."""

from collections.abc import Iterator
from pathlib import Path

from provisioning.image.errors import UnlistedAccountError
from provisioning.image.listing import read_list

_LOCKED = "*"
_CHANGED_ON = 20000
"""Day since 1970: a fixed one, so that the same input gives the same file."""


def write_accounts(root: Path) -> None:
    """Write passwd, group and shadow from Debian's base accounts and `accounts.txt`.

    Raises `UnlistedAccountError` for an account that a package or unit declares (sysusers.d) and
    nobody has given a number yet.
    """
    base = root / "usr/share/base-passwd"
    people = (base / "passwd.master").read_text().splitlines()
    groups = (base / "group.master").read_text().splitlines()
    members: dict[str, list[str]] = {}
    for kind, name, value in _listed():
        uid, _colon, gid = value.partition(":")
        if kind == "u":
            people.append(f"{name}:x:{uid}:{gid or uid}::/nonexistent:/usr/sbin/nologin")
        if kind == "m":
            members.setdefault(value, []).append(name)
        elif not gid:
            groups.append(f"{name}:x:{uid}:")
    _refuse_unlisted(root, {line.split(":")[0] for line in [*people, *groups]})
    _write(root, people, [_with_members(group, members) for group in groups])


def _listed() -> Iterator[tuple[str, str, str]]:
    for line in read_list("accounts.txt"):
        kind, name, value = line.split()
        yield kind, name, value


def _with_members(group: str, members: dict[str, list[str]]) -> str:
    name, password, gid, already = group.split(":")
    joined = [one for one in [already, *members.get(name, [])] if one]
    return ":".join([name, password.replace("*", "x"), gid, ",".join(joined)])


def _refuse_unlisted(root: Path, known: set[str]) -> None:
    wanted = {
        line.split()[1]
        for folder in ("usr/lib/sysusers.d", "etc/sysusers.d")
        for file in sorted((root / folder).glob("*.conf"))
        for line in file.read_text().splitlines()
        if line[:1] in {"u", "g"}
    }
    if wanted - known:
        raise UnlistedAccountError(", ".join(sorted(wanted - known)))


def _write(root: Path, people: list[str], groups: list[str]) -> None:
    etc = root / "etc"
    passwd = [":".join([line.split(":")[0], "x", *line.split(":")[2:]]) for line in people]
    shadow = [f"{line.split(':')[0]}:{_LOCKED}:{_CHANGED_ON}::::::" for line in people]
    gshadow = [f"{line.split(':')[0]}:{_LOCKED}::{line.split(':')[3]}" for line in groups]
    for name, lines, mode in (
        ("passwd", passwd, 0o644),
        ("group", groups, 0o644),
        ("shadow", shadow, 0o600),
        ("gshadow", gshadow, 0o600),
    ):
        file = etc / name
        file.write_text("\n".join(lines) + "\n")
        file.chmod(mode)
