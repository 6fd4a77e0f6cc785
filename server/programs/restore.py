"""Brings a backup back into an empty database, and lets terminals hear of recalls again."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from server.keeping import hold
from server.keeping.manifest import BackupError, read
from server.keeping.restoring import restore
from server.programs.backup import tell
from server.programs.face import fail
from server.settings import ServerSettings
from server.store.database import StoreUnavailableError, open_store, writing
from server.web.times import full_moment
from words import _


def told() -> str:
    """Return what the program does."""
    return _("Phục hồi một bản sao lưu vào chỗ trống; máy quầy sẽ gửi lại phần còn thiếu.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which backup, or that somebody has looked at the recalls."""
    parser.add_argument("folder", type=Path, nargs="?", metavar=_("THƯ_MỤC"))
    parser.add_argument("--identity", type=Path, help=_("tệp khóa riêng age"))
    parser.add_argument(
        "--accept-faults", action="store_true",
        help=_("giữ cả bản không khớp, khi không còn bản nào khác"),
    )  # fmt: skip
    parser.add_argument(
        "--came-back", type=datetime.fromisoformat, metavar=_("LÚC"),
        help=_("máy chủ đã được trả về lúc này bằng cách khác (bản chụp máy ảo…)"),
    )  # fmt: skip
    parser.add_argument(
        "--release", metavar=_("NGƯỜI"),
        help=_("đã rà lại mọi thông báo thu hồi; cho máy quầy nhận lại"),
    )  # fmt: skip


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Restore, note a restore, or release what is held."""
    now = datetime.now(UTC)
    if called.release:
        return _release(settings, called.release, now)
    if called.came_back:
        open_store(settings.database)
        with writing():
            hold.came_back(called.came_back.astimezone(UTC), now)
        print(_held())
        return 0
    if called.folder is None:
        return fail(_("Thiếu thư mục của bản sao lưu"))
    try:
        proof = restore(
            called.folder, settings.database, now=now, identity=called.identity,
            accepts_faults=called.accept_faults,
        )  # fmt: skip
    except (BackupError, OSError, StoreUnavailableError) as error:
        return fail(_("Không phục hồi được: {why}").format(why=error))
    status = tell(proof)
    if not proof.holds and not called.accept_faults:
        return fail(_("Chưa phục hồi gì. --accept-faults giữ cả bản không khớp."))
    print(_to_do(read(called.folder).made_at))
    print(_held())
    return status


def _to_do(made_at: datetime) -> str:
    """Return what no backup can know: what people did after it was made."""
    lines = (
        _("Bản sao lưu lúc {when}. Việc làm sau lúc đó phải làm lại:").format(
            when=full_moment(made_at)
        ),
        _("– máy quầy đăng ký thêm hoặc đổi khóa: register; máy đã thu hồi: revoke"),
        _("– tài khoản đã khóa, đã đổi vai trò hay mật khẩu; mọi phiên đăng nhập đã kết thúc"),
        _("– danh mục, giá, cơ sở, giấy phép đã nạp: reference"),
    )
    return "\n".join(lines)


def _release(settings: ServerSettings, by: str, now: datetime) -> int:
    open_store(settings.database)
    with writing():
        count = hold.release(by, now)
    if not count:
        return fail(_("Không có gì đang chờ rà lại"))
    print(_("Máy quầy nhận lại thông báo thu hồi"))
    return 0


def _held() -> str:
    return _(
        "Thông báo thu hồi tạm giữ lại: hãy rà các quyết định ra sau bản sao lưu, ra lại những "
        "quyết định còn thiếu, rồi chạy lại lệnh này với --release TÊN"
    )
