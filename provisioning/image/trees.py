"""Two folders side by side, file by file."""

import stat
from pathlib import Path

from words import _

_CHUNK = 2**20


def compare_trees(one: Path, other: Path) -> list[str]:
    """Return a line for each path that only one folder has, or that differs between them."""
    left, right = _paths(one), _paths(other)
    lines = []
    for path in sorted(left | right):
        if path not in right:
            lines.append(f"{path}: " + _("chỉ có ở ảnh thứ nhất"))
        elif path not in left:
            lines.append(f"{path}: " + _("chỉ có ở ảnh thứ hai"))
        else:
            lines += [f"{path}: {said}" for said in _differences(one / path, other / path)]
    return lines


def _paths(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def _differences(one: Path, other: Path) -> list[str]:
    a, b = one.lstat(), other.lstat()
    if stat.S_IFMT(a.st_mode) != stat.S_IFMT(b.st_mode):
        return [_("hai loại khác nhau (tệp, thư mục, liên kết)")]
    found = []
    for name, left, right in (
        (_("quyền"), f"{stat.S_IMODE(a.st_mode):04o}", f"{stat.S_IMODE(b.st_mode):04o}"),
        (_("thời gian"), str(int(a.st_mtime)), str(int(b.st_mtime))),
    ):
        if left != right:
            found.append(f"{name} {left} ≠ {right}")
    if one.is_symlink():
        if one.readlink() != other.readlink():
            found.append(f"{one.readlink()} ≠ {other.readlink()}")
    elif one.is_file() and (at := _first_difference(one, other)) is not None:
        found.append(
            _("nội dung khác từ byte {at} ({one} và {other} byte)").format(
                at=at, one=a.st_size, other=b.st_size
            )
        )
    return found


def _first_difference(one: Path, other: Path) -> int | None:
    at = 0
    with one.open("rb") as left, other.open("rb") as right:
        while True:
            a, b = left.read(_CHUNK), right.read(_CHUNK)
            if a != b:
                differing = (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y)
                return at + next(differing, min(len(a), len(b)))
            if not a:
                return None
            at += len(a)
