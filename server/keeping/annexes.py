"""The technical annexes of what a province files: from the system as it is, at this moment.

No annex names a person: accounts are counted by role.
"""

from collections.abc import Callable
from datetime import datetime

from server.accounts import book
from server.accounts.account import Account
from server.accounts.roles import Role
from server.keeping import shelf
from server.keeping.hold import restores
from server.keeping.inventory import certificates, database_of, programs
from server.keeping.kind_texts import basis_of, because, name_of
from server.keeping.kinds import KINDS, STAYS
from server.keeping.retention import due
from server.keeping.sheets import sheet, table
from server.settings import ServerSettings
from server.store.copying import table_names
from server.store.database import from_text, rows
from server.web.times import full_moment
from words import _

Annex = Callable[[ServerSettings, datetime], str]


def system(settings: ServerSettings, now: datetime) -> str:
    """Programs, ports, certificates, and where the data lie (SEC-01)."""
    kind, place = database_of(settings)
    terminals = rows("SELECT status, count(*) FROM terminal GROUP BY status ORDER BY status")
    return sheet(
        _("Phụ lục 1. Thành phần hệ thống"),
        _drawn(now),
        table(
            (_("Mục"), _("Giá trị")),
            [
                (_("Tỉnh"), settings.province),
                (_("Cơ sở dữ liệu"), f"{kind}: {place}"),
                *((_("Máy quầy ({state})").format(state=state), n) for state, n in terminals),
                (_("Dữ liệu người bệnh niêm phong"), _sealed(settings)),
                (_("Két khóa của tỉnh"), _("có") if settings.vault else _("không")),
            ],
        ),
        table(
            (_("Chương trình"), _("Địa chỉ, cổng"), _("Giao thức"), _("Bật")),
            [(one.program, one.place, one.protocol, _on(one.is_on)) for one in programs(settings)],
        ),
        table(
            (_("Chứng thư"), _("Chủ thể"), _("Hết hạn")),
            [
                (one.setting, one.subject or _("không đọc được ở đây"), _when(one.until))
                for one in certificates(settings)
            ],
        ),
    )


def data(settings: ServerSettings, now: datetime) -> str:
    """Every table: what it holds, how long it stays, what is due (PDP-03)."""
    del settings
    counts = {name: rows(f"SELECT count(*) FROM {name}")[0][0] for name in table_names()}  # noqa: S608
    return sheet(
        _("Phụ lục 2. Loại dữ liệu và thời hạn lưu"),
        _drawn(now),
        table(
            (
                _("Loại dữ liệu"), _("Bảng"), _("Số dòng"), _("Lưu"), _("Hết hạn, chờ xóa"),
                _("Căn cứ"),
            ),
            [
                (
                    name_of(kind.name), kind.table, counts[kind.table],
                    _("{n} ngày").format(n=kind.stays.days), due(kind, now), basis_of(kind.basis),
                )
                for kind in KINDS
            ],
        ),
        table(
            (_("Không xóa theo hạn"), _("Số dòng"), _("Vì sao")),
            [(name, counts[name], because(reason)) for name, reason in STAYS.items()],
        ),
        _("Lựa chọn của sản phẩm: Sở xác nhận hoặc đổi trong quy chế lưu trữ."),
    )  # fmt: skip


def people(settings: ServerSettings, now: datetime) -> str:
    """Accounts by role, and whether the rules for accounts are kept (SEC-03)."""
    del settings
    found = book.accounts()

    def count(wanted: Callable[[Account], bool], role: Role) -> int:
        return sum(1 for one in found if role in one.roles and wanted(one))

    return sheet(
        _("Phụ lục 3. Tài khoản"),
        _drawn(now),
        table(
            (
                _("Vai trò"), _("Số tài khoản"), _("Có mã xác thực thứ hai"), _("Đã khóa"),
                _("Quá hạn rà soát"),
            ),
            [
                (
                    role.words,
                    count(lambda _one: True, role),
                    count(lambda one: one.has_second, role),
                    count(lambda one: one.is_locked(now), role),
                    count(lambda one: one.is_due(now), role),
                )
                for role in Role
            ],
        ),
    )  # fmt: skip


def proof(settings: ServerSettings, now: datetime) -> str:
    """The log's span, backups and when they were tried, times that the database came back."""
    del settings
    first, last, lines = rows("SELECT min(at), max(at), count(*) FROM audit")[0]
    backups = [
        (
            full_moment(one.made_at), one.folder, one.entries, _on(one.is_encrypted),
            _on(one.has_keys), _when(one.verified_at), _held(one.holds),
        )
        for one in shelf.taken()
    ]  # fmt: skip
    return sheet(
        _("Phụ lục 4. Nhật ký và sao lưu"),
        _drawn(now),
        table(
            (_("Nhật ký truy cập"), _("Giá trị")),
            [
                (_("Dòng đầu tiên"), _when(from_text(first) if first else None)),
                (_("Dòng mới nhất"), _when(from_text(last) if last else None)),
                (_("Số dòng"), lines),
            ],
        ),
        table(
            (
                _("Sao lưu lúc"), _("Thư mục"), _("Số phiếu"), _("Mã hóa"), _("Kèm khóa"),
                _("Phục hồi thử lúc"), _("Kết quả"),
            ),
            backups,
        )
        if backups
        else _("Chưa có bản sao lưu nào được ghi nhận."),
        table(
            (_("Phục hồi lúc"), _("Từ bản sao lưu lúc"), _("Đã rà thông báo thu hồi")),
            [
                (full_moment(one.at), full_moment(one.made_at), _on(one.is_released))
                for one in restores()
            ],
        ),
    )  # fmt: skip


ANNEXES: dict[str, Annex] = {
    "phu-luc-1-he-thong.md": system,
    "phu-luc-2-du-lieu.md": data,
    "phu-luc-3-tai-khoan.md": people,
    "phu-luc-4-nhat-ky-sao-luu.md": proof,
}
"""By the name of its file; within the caller's transaction."""


def _drawn(now: datetime) -> str:
    return _("Lập từ hệ thống đang chạy lúc {when}.").format(when=full_moment(now))


def _sealed(settings: ServerSettings) -> str:
    if settings.sealed is None:
        return _("tắt: máy chủ không nhận, không lưu")
    return _("bật theo {number}").format(number=settings.sealed.regulation)


def _when(at: datetime | None) -> str:
    return full_moment(at) if at else "–"


def _on(value: bool) -> str:  # noqa: FBT001 - it is what is shown
    return _("có") if value else _("không")


def _held(holds: bool | None) -> str:  # noqa: FBT001 - it is what is shown
    return "–" if holds is None else _("khớp") if holds else _("không khớp")
