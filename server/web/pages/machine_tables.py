"""A machine's tables: what was wrong, what it was told, its ledgers and datasets."""

from collections.abc import Sequence
from typing import NamedTuple

from server import alarm_texts, fleet_words
from server.fleet.card import Card
from server.fleet.commands import Given
from server.fleet.ledgers import LedgerLine
from server.fleet.signals import Signal
from server.reference import versions
from server.store.database import reading
from server.web.asked import Asked, segment
from server.web.pages.fleet_words import trouble_words
from server.web.pages.people import person
from server.web.pages.reference_words import dataset_words, version_words
from server.web.parts.table import Column, Kind, Table, listed
from server.web.parts.tag import Tag, Tone
from words import _

_EPOCH_LETTERS = 8
_TONES: dict[str, Tone] = {"failed": "warn", "refused": "warn", "expired": "off"}


class Held(NamedTuple):
    """A dataset on a machine."""

    dataset: str
    has: int | None
    newest: int


def signals(asked: Asked, found: Sequence[Signal]) -> Table:
    """Return what was wrong, and since when."""
    return Table(
        query=listed(found),
        columns=(
            Column(name="trouble", title=_("Sự cố"), is_name=True,
                   value=lambda row: trouble_words(row.trouble)),
            Column(name="since", title=_("Từ lúc"), kind=Kind.MOMENT),
            Column(
                name="until",
                title=_("Đến lúc"),
                kind=Kind.MOMENT,
                tag=lambda row: None if row.until else Tag(_("còn kéo dài")),
            ),
            Column(
                name="alarm",
                title="",
                value=lambda row: "" if row.until else _("Cảnh báo"),
                link=lambda row: ""
                if row.until
                else asked.link(f"/may/canh-bao/{segment(row.alarm)}"),
            ),
        ),
        what=_("sự cố"),
        empty=_("Chưa có sự cố nào trong 90 ngày"),
        is_good=True,
    )  # fmt: skip


def commands(asked: Asked, found: Sequence[Given]) -> Table:
    """Return what the machine was told, and what came of it."""
    return Table(
        query=listed(found),
        columns=(
            Column(
                name="order",
                title=_("Lệnh"),
                is_name=True,
                value=lambda row: fleet_words.order_words(row.order, row.argument),
                link=lambda row: asked.link(f"/may/{segment(row.terminal)}/lenh/{segment(row.id)}"),
            ),
            Column(name="given_at", title=_("Gửi lúc"), kind=Kind.MOMENT),
            Column(name="until", title=_("Hết hạn"), kind=Kind.MOMENT),
            Column(
                name="state",
                title=_("Kết quả"),
                value=lambda row: fleet_words.command_state(row.state),
                tag=lambda row: (
                    Tag(fleet_words.command_state(row.state), _TONES[row.state])
                    if row.state in _TONES
                    else None
                ),
            ),
            Column(name="answered_at", title=_("Trả lời"), kind=Kind.MOMENT),
            Column(name="by", title=_("Người gửi"), value=lambda row: person(row.given_by)),
        ),
        what=_("lệnh"),
        empty=_("Chưa có lệnh nào"),
    )


def ledgers(found: Sequence[LedgerLine]) -> Table:
    """Return what the machine says of each ledger, and what the province has of it."""
    return Table(
        query=listed(found),
        columns=(
            Column(name="epoch", title=_("Sổ"), is_name=True,
                   value=lambda row: row.epoch[:_EPOCH_LETTERS]),
            Column(name="last_seq", title=_("Phiếu cuối trên máy"), kind=Kind.COUNT),
            Column(name="through", title=_("Sở có liền mạch đến"), kind=Kind.COUNT),
            Column(name="stored", title=_("Sở đã lưu"), kind=Kind.COUNT),
            Column(name="unsent", title=_("Chờ gửi"), kind=Kind.COUNT),
            Column(
                name="findings",
                title=_("Đối chiếu"),
                value=lambda row: ", ".join(alarm_texts.why(one) for one in row.findings)
                or _("khớp"),
                tag=lambda row: Tag(", ".join(alarm_texts.why(one) for one in row.findings))
                if row.findings
                else None,
            ),
        ),
        what=_("sổ"),
        empty=_("Máy chưa gửi phiếu nào"),
    )  # fmt: skip


def datasets(found: Card) -> Table:
    """Return which versions of the reference data the machine says it has."""
    has = found.said.versions if found.said else {}
    with reading():
        newest = versions.newest(found.machine.outlet)
    held = [Held(name, has.get(name), version) for name, version in sorted(newest.items())]
    return Table(
        query=listed(held),
        columns=(
            Column(name="dataset", title=_("Dữ liệu"), is_name=True,
                   value=lambda row: dataset_words(row.dataset)),
            Column(name="has", title=_("Trên máy"),
                   value=lambda row: version_words(row.has) if row.has else _("chưa báo")),
            Column(name="newest", title=_("Mới nhất"),
                   value=lambda row: version_words(row.newest)),
            Column(
                name="state",
                title=_("Tình trạng"),
                value=lambda row: _("mới nhất") if row.has == row.newest else _("chưa mới nhất"),
            ),
        ),
        what=_("dữ liệu"),
        empty=_("Chưa có dữ liệu nền nào"),
    )  # fmt: skip
