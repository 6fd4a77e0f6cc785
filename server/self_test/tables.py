"""The database: whether it answers, whether its tables are today's, and when it was backed up."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import msgspec

from server.keeping.age import OLD_AFTER
from server.self_test.finding import Finding, fault, good, note
from server.store.copying import Look, looking, table_names
from server.store.database import StoreUnavailableError, from_text
from server.store.migrations import SCHEMA
from words import _

_BACKUP = "backuptaken"


class Schema(msgspec.Struct, frozen=True):
    """The tables as they are, and as this version wants them."""

    made: int
    wanted: int
    missing: tuple[str, ...] = ()


def schema_of(database: str) -> Schema:
    """Look without touching anything; raise `StoreUnavailableError`."""
    with looking(database) as look:
        return _schema(look)


def look_at_tables(database: str, now: datetime) -> Iterator[Finding]:
    """Tell how the database is."""
    try:
        with looking(database) as look:
            yield from _tables(_schema(look))
            if _BACKUP in look.tables:
                yield _backup(look, now)
            if "entry" in look.tables:
                yield from _clock(look, now)
    except StoreUnavailableError as error:
        yield fault(
            _("cơ sở dữ liệu không trả lời: {why}").format(why=error),
            _("xem systemctl status postgresql và mục database trong tệp cài đặt"),
        )


def _schema(look: Look) -> Schema:
    missing = tuple(name for name in table_names() if name not in look.tables)
    return Schema(look.schema, SCHEMA, missing)


def _tables(schema: Schema) -> Iterator[Finding]:
    said = _("cơ sở dữ liệu: các bảng phiên bản {made}, chương trình cần {wanted}").format(
        made=schema.made, wanted=schema.wanted
    )
    if schema.made > schema.wanted:
        yield fault(said, _("chương trình cũ hơn dữ liệu: cài lại phiên bản mới"))
    elif schema.made < schema.wanted or schema.missing:
        yield fault(said, _("chạy python -m server retain một lần để đưa các bảng lên"))
    else:
        yield good(said)


def _backup(look: Look, now: datetime) -> Finding:
    found = look.rows(f"SELECT max(made_at) FROM {_BACKUP}")[0][0]  # noqa: S608 - our own name
    remedy = _("xem systemctl status quay-backup.timer và journalctl -u quay-backup")
    if found is None:
        return note(_("chưa có bản sao lưu nào"), _("bản đầu tiên tự tạo lúc 1 giờ đêm nay"))
    age = now - from_text(found)
    said = _("bản sao lưu gần nhất cách đây {hours} giờ").format(
        hours=int(age.total_seconds()) // 3600
    )
    return fault(said, remedy) if age > OLD_AFTER else good(said)


def _clock(look: Look, now: datetime) -> Iterator[Finding]:
    """Compare with what this machine has written down: a clock that went back shows itself."""
    found = look.rows("SELECT max(stored_at) FROM entry")[0][0]
    if found and from_text(found) > now + timedelta(minutes=5):
        yield fault(
            _("đồng hồ máy đi lùi: có phiếu đã lưu lúc {at}").format(at=found),
            _("chỉnh giờ (timedatectl) rồi chạy lại"),
        )
