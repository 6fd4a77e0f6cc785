"""`python -m demo`: broker, server and one terminal on this computer. `make run` calls it."""

import argparse
import errno
import io
import os
import signal
import sys
import time
from pathlib import Path

from demo.day.checks import check_day, check_table, told_of_day
from demo.day.counter import Counter
from demo.day.script import Day
from demo.errors import StageError
from demo.morning import Morning
from demo.outlets import COUNTER, PHARMACY
from demo.province_play import play_province
from demo.report import compare_ledgers, table
from demo.stage import Stage
from words import _

ROOT = Path(__file__).parent.parent / "var" / "run"


def main(arguments: list[str] | None = None) -> int:
    """Open the counter for a person, or play a script; 0 only if both ledgers are equal."""
    chosen = _parser().parse_args(arguments)
    for number in (signal.SIGTERM, signal.SIGINT):  # also where a shell has them ignored
        signal.signal(number, _interrupt)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(line_buffering=True)  # a pipe shows each line as it happens, too
    display = bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    script = chosen.script or (None if display else "morning")
    try:
        return _run(chosen, script, display=display)
    except StageError as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # Whoever was reading has gone; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print(_("ổ đĩa đã đầy; hãy dọn bớt rồi chạy lại"), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(_("Đã dừng mọi chương trình của lần chạy này."), file=sys.stderr)
        return 130


def _run(chosen: argparse.Namespace, script: str | None, *, display: bool) -> int:
    if script == "province":
        return play_province(chosen.folder, web_port=chosen.web_port)
    width, height = chosen.size
    with Stage(
        chosen.folder, width=width, height=height, web_port=chosen.web_port,
        display=display and not script, outlet=PHARMACY if script == "day" else COUNTER,
    ) as stage:  # fmt: skip
        if script == "day":
            return _play_day(stage)
        return _play(stage, chaos=chosen.chaos) if script else _stand_by(stage)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m demo",
        description=_(
            "Chạy cả trạm chuyển tin Mosquitto, máy chủ của Sở và một máy quầy trên máy này. "
            "Có màn hình thì mở cửa sổ bán hàng; không có thì tự diễn một buổi sáng."
        ),
    )
    parser.add_argument(
        "--script", choices=("morning", "day", "province"),
        help=_("diễn một buổi sáng ở quầy, cả ngày ở nhà thuốc, hay mở trang của một tỉnh giả"),
    )  # fmt: skip
    parser.add_argument(
        "--chaos", action="store_true", help=_("rút điện từng chương trình trong buổi sáng đó")
    )
    parser.add_argument("--web-port", type=int, help=_("cổng của trang web; không nói thì tự chọn"))
    parser.add_argument(
        "--folder", type=Path, default=ROOT, help=_("thư mục làm việc, được dọn sạch mỗi lần chạy")
    )
    parser.add_argument(
        "--size", type=_size, default=(800, 480), help=_("cỡ màn hình quầy, ví dụ 1024x600")
    )
    return parser


def _size(text: str) -> tuple[int, int]:
    width, _x, height = text.partition("x")
    return int(width), int(height)


def _interrupt(*_signal: object) -> None:
    raise KeyboardInterrupt


def _play(stage: Stage, *, chaos: bool) -> int:
    _say_where(stage)
    morning = Morning(stage, chaos=chaos, say=print)
    morning.play()
    _keep_page(stage)
    found = compare_ledgers(stage)
    print()
    print(table(stage, morning.sold, found))
    return 0 if found.holds_all(morning.sold) else 1


def _play_day(stage: Stage) -> int:
    _say_where(stage)
    began = time.monotonic()
    day = Day(Counter(stage, say=print))
    day.play()
    _keep_page(stage)
    checks = check_day(stage, day)
    print()
    print(check_table(checks))
    print(told_of_day(stage, seconds=time.monotonic() - began))
    return 0 if all(check.is_so for check in checks) else 1


def _say_where(stage: Stage) -> None:
    print(_("Trang của Sở: {address}").format(address=stage.dashboard))
    print(_("Tên đăng nhập: {user}").format(user=stage.visitor.user))
    print(_("Mật khẩu: {password}").format(password=stage.visitor.password))
    print(
        _("Khóa cho ứng dụng xác thực trên điện thoại: {secret}").format(
            secret=stage.visitor.secret
        )
    )


def _keep_page(stage: Stage) -> None:
    (stage.folders.root / "dashboard.html").write_bytes(stage.visitor.page())


def _stand_by(stage: Stage) -> int:
    _say_where(stage)
    print(_("Bấm một mã ở khay dưới màn hình để đặt trước máy quét. Ctrl-C để dừng."))
    while stage.programs["ui"].running:
        time.sleep(0.5)
    return 0


if __name__ == "__main__":
    sys.exit(main())
