"""What the page says, gathered in one reading of the database."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from server.store import figures
from server.store.database import reading
from server.store.quarantine import Reason
from server.web import times
from words import _

PAGE_ROWS = 50
SALE_ROWS = 20
ASIDE_ROWS = 20
SILENT_AFTER = timedelta(hours=24)
LATE_AFTER = timedelta(minutes=15)
"""Terminals say how they are more often than that: if none has, the figures are late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The page's contents."""

    now: datetime
    totals: figures.Totals
    terminals: list[figures.TerminalLine]
    sales: list[figures.SaleLine]
    aside: list[figures.AsideLine]
    known: int
    """Terminals, active or revoked."""
    page: int
    """Of the terminals, from 1."""

    @property
    def first(self) -> int:
        """Number of the first terminal on this page."""
        return (self.page - 1) * PAGE_ROWS + 1

    @property
    def last(self) -> int:
        """Number of the last terminal on this page."""
        return self.first + len(self.terminals) - 1

    @property
    def lateness(self) -> timedelta | None:
        """How late the figures are; None if they are fresh or there are none."""
        newest = self.totals.newest_contact
        late = self.now - newest if newest else timedelta(0)
        return late if late > LATE_AFTER else None

    def is_silent(self, terminal: figures.TerminalLine) -> bool:
        """Whether a terminal has not been heard for too long."""
        contact = terminal.last_contact
        return contact is not None and self.now - contact > SILENT_AFTER


def look(now: datetime, page: int) -> View:
    """Read everything the page shows; raise `StoreUnavailableError`."""
    begins, ends = times.day_of(now)
    with reading():
        known = figures.count_terminals()
        page = min(page, max(1, -(-known // PAGE_ROWS)))
        return View(
            now=now,
            totals=figures.totals(heard_since=now - SILENT_AFTER, day_begins=begins, day_ends=ends),
            terminals=figures.list_terminals(first=(page - 1) * PAGE_ROWS, at_most=PAGE_ROWS),
            sales=figures.last_sales(at_most=SALE_ROWS),
            aside=figures.last_aside(at_most=ASIDE_ROWS),
            known=known,
            page=page,
        )


def why(reason: Reason) -> str:
    """Say why something was set aside."""
    return {
        Reason.FOREIGN_TOPIC: _("Gửi sai kênh"),
        Reason.TOO_LARGE: _("Gói gửi quá lớn"),
        Reason.UNSIGNED: _("Không có chữ ký"),
        Reason.WRONG_SIGNER: _("Chữ ký đứng tên máy khác"),
        Reason.UNKNOWN_TERMINAL: _("Máy chưa đăng ký"),
        Reason.REVOKED: _("Máy đã bị thu hồi quyền gửi"),
        Reason.FORGED: _("Chữ ký không đúng"),
        Reason.MALFORMED: _("Không đọc được gói gửi"),
        Reason.UNEXPECTED: _("Lỗi khi xử lý gói gửi"),
        Reason.UNDECODABLE: _("Không đọc được phiếu"),
        Reason.FOREIGN_ENTRY: _("Phiếu ghi tên máy khác"),
        Reason.CONFLICT: _("Trùng số phiếu, khác nội dung"),
        Reason.CHAIN_BROKEN: _("Đứt chuỗi với phiếu liền kề"),
    }[reason]
