"""Making a batch: codes, labels to print, and the file for the server. Whole or not at all."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from provisioning.errors import RefusedError
from provisioning.files import new_folder, write_private
from provisioning.labels import write_labels, write_strip
from wire.enrolment import (
    Label,
    LabelError,
    digest_of,
    make_enrolment_code,
    pin_of,
    read_label,
)
from wire.enrolment_batch import (
    Batch,
    Particulars,
    PreparedCode,
    PrintedLabel,
    Sheet,
    encode_batch,
    encode_sheet,
)
from words import _

BATCH, LABELS, STRIP = "batch.json", "labels.pdf", "labels-58mm.pdf"
OUTLETS, OWN_LABEL = "outlets", "label.json"
"""A folder for each terminal: what `flash` places beside its card, and prints."""
MOST_DAYS = 365
_VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """Where new terminals go, and by whose certificate they know that they are right."""

    host: str
    port: int
    root: x509.Certificate

    def __post_init__(self) -> None:
        """Raise `RefusedError` where no label can say it."""
        try:
            read_label(self.label("0" * 26).to_text())
        except LabelError as error:
            wanted = _("tên máy chủ bằng chữ, số, dấu chấm, gạch nối; cổng từ 1 đến 65535")
            raise RefusedError(f"{self.host}:{self.port}", wanted) from error

    def label(self, code: str) -> Label:
        """Return what stands on a label."""
        pin = pin_of(self.root.public_bytes(Encoding.DER))
        return Label(kind="new", host=self.host, port=self.port, code=code, pin=pin)


def make_batch(
    folder: Path, outlets: Sequence[Particulars], meeting: Meeting, *, days: int, at: datetime
) -> Path:
    """Make a new folder in `folder` with a batch; return it.

    Raises `RefusedError` or `MissingError` (of a font).
    """
    if not 1 <= days <= MOST_DAYS:
        wanted = _("số ngày từ 1 đến {most}").format(most=MOST_DAYS)
        raise RefusedError(str(days), wanted)
    name = f"{at.astimezone(_VIETNAM):%Y%m%d-%H%M}-{secrets.token_hex(2)}"
    until = _last_moment(at, days)
    codes = [make_enrolment_code() for _one in outlets]
    labels = [
        _printed(one, meeting.label(code), until) for one, code in zip(outlets, codes, strict=True)
    ]
    prepared = tuple(
        PreparedCode(sha256=digest_of(code), expires_at=until, particulars=one)
        for one, code in zip(outlets, codes, strict=True)
    )
    with new_folder(folder, name) as made:
        write_private(made / BATCH, encode_batch(Batch(name=name, made_at=at, codes=prepared)))
        write_private(made / LABELS, write_labels(labels, title=name))
        write_private(made / STRIP, write_strip(labels))
        _write_each(made / OUTLETS, labels)
    return folder / name


def _printed(one: Particulars, label: Label, until: datetime) -> PrintedLabel:
    return PrintedLabel(
        text=label.to_text(),
        terminal=one.terminal,
        outlet=one.outlet,
        place=one.address if one.commune in one.address else f"{one.address}, {one.commune}",
        label=one.label,
        expires_at=until,
    )


def _write_each(folder: Path, labels: Sequence[PrintedLabel]) -> None:
    folder.mkdir(mode=0o700)
    for label in labels:
        own = folder / label.terminal
        own.mkdir(mode=0o700)
        write_private(own / OWN_LABEL, encode_sheet(Sheet(labels=(label,))))


def _last_moment(at: datetime, days: int) -> datetime:
    """Return the end of the last day, in Việt Nam."""
    last = at.astimezone(_VIETNAM).date() + timedelta(days=days + 1)
    return datetime.combine(last, time(), _VIETNAM).astimezone(UTC)
