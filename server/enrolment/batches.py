"""Taking over what the office prepared, and preparing the label for a replacement."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from server.enrolment import codes
from server.reference.directory import outlet as listed_outlet
from server.store import terminals
from server.store.database import reading, rows, writing
from wire.enrolment import Label, digest_of, make_enrolment_code
from wire.enrolment_batch import (
    BadgeHolder,
    Batch,
    Particulars,
    PreparedCode,
    PrintedLabel,
    read_batch,
)
from words import _


class BatchRefusedError(ValueError):
    """A batch cannot be taken over; says where and why."""

    def __init__(self, file: Path, why: str, *, terminal: str = "") -> None:
        text = _("{file}, máy {terminal}: {why}") if terminal else _("{file}: {why}")
        super().__init__(text.format(file=file, terminal=terminal, why=why))


class Imported(NamedTuple):
    """What an import did."""

    added: int
    superseded: tuple[str, ...]
    """Terminals whose earlier label is no good any more."""


class NotReplaceableError(ValueError):
    """There is no such terminal to replace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What labels say of where to go."""

    host: str
    port: int
    pin: str


def read_batch_file(file: Path, *, province: str) -> Batch:
    """Read a batch; raise `BatchRefusedError`."""
    try:
        batch = read_batch(file.read_bytes())
    except OSError as error:
        raise BatchRefusedError(file, _("không đọc được tệp")) from error
    except msgspec.DecodeError as error:
        raise BatchRefusedError(file, _("không phải tệp do lệnh «batch» tạo ra")) from error
    for one in batch.codes:
        if one.particulars.province != province:
            why = _("máy thuộc tỉnh mã {theirs}, máy chủ này của tỉnh mã {ours}").format(
                theirs=one.particulars.province, ours=province
            )
            raise BatchRefusedError(file, why, terminal=one.particulars.terminal)
        if one.expires_at.tzinfo is None:
            raise BatchRefusedError(file, _("hạn dùng không ghi múi giờ"))
    for named, what in (
        (Counter(one.particulars.terminal for one in batch.codes), _("máy có hai mã")),
        (Counter(one.sha256 for one in batch.codes), _("một mã ghi hai lần")),
    ):
        twice = [name for name, times in named.items() if times > 1]
        if twice:
            raise BatchRefusedError(file, f"{what}: {twice[0]}")
    return batch


def take_over(file: Path, batch: Batch) -> Imported:
    """Store all codes of a batch, or none; raise `BatchRefusedError`."""
    with writing():
        if codes.known(one.sha256 for one in batch.codes):
            raise BatchRefusedError(file, _("đã nạp trước đây"))
        superseded = []
        for one in batch.codes:
            terminal = one.particulars.terminal
            if terminals.is_registered(terminal):
                why = _("máy này đã đăng ký; muốn thay máy thì in nhãn thay máy")
                raise BatchRefusedError(file, why, terminal=terminal)
            if codes.add(one, kind="new", batch=batch.name, made_at=batch.made_at):
                superseded.append(terminal)
    return Imported(len(batch.codes), tuple(superseded))


def prepare_replacement(
    terminal: str, place: Place, *, now: datetime, until: datetime
) -> PrintedLabel:
    """Make a replacement code for a terminal and return its label.

    Raises `NotReplaceableError`.
    """
    with reading():
        particulars = _particulars(terminal)
    code = make_enrolment_code()
    prepared = PreparedCode(sha256=digest_of(code), expires_at=until, particulars=particulars)
    with writing():
        codes.add(prepared, kind="replacement", batch="replacement", made_at=now)
    label = Label(kind="replacement", host=place.host, port=place.port, code=code, pin=place.pin)
    return PrintedLabel(
        text=label.to_text(),
        kind="replacement",
        terminal=terminal,
        outlet=particulars.outlet,
        place=particulars.address or particulars.commune,
        label=particulars.label,
        expires_at=until,
    )


def _particulars(terminal: str) -> Particulars:
    """Return what is known of a terminal: from its first label, else from the registration."""
    found = rows(
        "SELECT province, outlet, commune, outlet_code FROM terminal WHERE id = ?", (terminal,)
    )
    if not found:
        raise NotReplaceableError(terminal)
    before = codes.of_terminal(terminal)
    if before:
        return before.particulars
    province, outlet, commune, code = found[0]
    listed = listed_outlet(code) if code else None
    nothing = "–"
    return Particulars(
        terminal=terminal,
        label=_("máy 01"),
        province=province,
        outlet_code=code or terminal,
        outlet=outlet[:120],
        kind=listed.kind if listed else "NT",
        address=((listed.address if listed else "") or commune or nothing)[:120],
        licence=((listed.licence if listed else "") or nothing)[:120],
        commune=commune or nothing,
        people=(BadgeHolder(badge="0000", name=_("Người phụ trách"), in_charge=True),),
    )
