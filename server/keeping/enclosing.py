"""What is not in the database and is needed all the same: settings, certificates, keys."""

import tarfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from server.keeping import outside
from server.keeping.manifest import BackupError
from server.settings import ServerSettings
from words import _

_SECRET = "web.secret"  # noqa: S105 - a file's name


def files_of(file: Path, settings: ServerSettings) -> tuple[Path, ...]:
    """Return the settings file and every file that it names; of a folder, all that is in it.

    Raises `BackupError` for one that is not there or cannot be read: a backup without it would
    be taken for whole.
    """
    named = [file, *_paths(settings)]
    beside = file.with_name(_SECRET)  # of the pages, where the settings name no other
    if settings.web.secret is None and beside.exists():
        named.append(beside)
    try:
        found = {one.resolve() for path in named for one in _within(path)}
        for one in found:
            with one.open("rb"):
                pass
    except OSError as error:
        raise BackupError(_("không đọc được {why}").format(why=error)) from error
    return tuple(sorted(found))


def enclose(files: Sequence[Path], target: Path, recipient: str) -> None:
    """Write files, encrypted, with their places on this machine; raise `BackupError`, `OSError`.

    They never lie unencrypted where the backup goes: what is packed goes straight through age.
    """
    command = [outside.program("age"), "--encrypt", "--recipient", recipient, "--output"]
    with outside.feeding([*command, str(target)]) as taker, tarfile.open(
        mode="w|", fileobj=taker
    ) as archive:  # fmt: skip
        for file in files:
            archive.add(file, arcname=str(file).lstrip("/"), recursive=False)


def _paths(settings: msgspec.Struct) -> Iterator[Path]:
    for name in settings.__struct_fields__:
        value = getattr(settings, name)
        if isinstance(value, Path):
            yield value
        elif isinstance(value, msgspec.Struct):
            yield from _paths(value)


def _within(path: Path) -> Iterator[Path]:
    if path.is_dir():
        next(path.iterdir(), None)  # raises where one may not look; rglob would say nothing
        yield from (file for file in path.rglob("*") if file.is_file())
    else:
        yield path
