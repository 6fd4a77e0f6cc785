"""Makes a synthetic province: for demonstration, tests and benchmarks."""

import argparse
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from server.programs.face import fail
from server.sample.places import PROVINCE, PROVINCE_NAME
from server.sample.plans import pace_for, plan_province
from server.sample.planted import planted_list, write_planted
from server.sample.province import write_province
from server.sample.scale import LEAST_OUTLETS, PILOT_OUTLETS, VIETNAM, Scale
from server.settings import ServerSettings
from server.store import terminals
from server.store.database import open_store, reading
from words import _

_MOST_WORKERS = 16
_AT_NOON = timedelta(hours=11, minutes=56)
"""Until when a day is told that is named without an hour: the recall's morning is nearly over."""
_LEAST_DAYS = 28


def told() -> str:
    """Return what the program does."""
    return _(
        "Tạo dữ liệu giả của tỉnh {province} (không có thật) vào kho còn trống, để xem và để thử."
    ).format(province=PROVINCE_NAME)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How large, how long, and where the list of what was planted goes."""
    parser.add_argument("--outlets", type=int, default=PILOT_OUTLETS, help=_("số cơ sở"))
    parser.add_argument("--days", type=int, default=90, help=_("số ngày của sổ"))
    parser.add_argument("--seed", type=int, default=1, help=_("cùng số thì cùng dữ liệu"))
    parser.add_argument(
        "--until", type=_moment, metavar=_("NGÀY"),
        help=_("ngày cuối (2026-11-23, hay 2026-11-23T10:41); không nói thì đến lúc này"),
    )  # fmt: skip
    pace = parser.add_mutually_exclusive_group()
    pace.add_argument("--sales", type=int, help=_("chừng bao nhiêu lượt bán trong cả tỉnh"))
    pace.add_argument(
        "--pace", type=float, default=1.0,
        help=_(
            "gấp mấy lần mức thường: mỗi cơ sở chừng 6 lượt bán một ngày, để 886 cơ sở trong "
            "90 ngày xem được sau khoảng hai phút; nhà thuốc thật bán nhiều gấp 5 đến 20 lần"
        ),
    )  # fmt: skip
    parser.add_argument(
        "--planted", type=Path, metavar=_("TỆP"), help=_("ghi ra đây những gì đã cài sẵn (JSON)")
    )
    parser.add_argument("--workers", type=int, default=2, help=_("số tiến trình cùng ghi"))


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Write a sample into an empty store."""
    why_not = _why_not(called, settings)
    if why_not:
        return fail(why_not)
    open_store(settings.database)
    with reading():
        if terminals.active():
            return fail(_("Kho đã có máy quầy; dữ liệu giả chỉ ghi vào kho còn trống"))
    began = time.monotonic()
    plan = plan_province(_scale(called))
    workers = max(1, min(called.workers, _MOST_WORKERS))
    ledgers = write_province(plan, settings.database, workers=workers, say=_say)
    planted = planted_list(plan, ledgers)
    if called.planted:
        called.planted.write_bytes(write_planted(planted))
    print(
        _("Đã tạo {outlets} cơ sở, {entries} phiếu, {sales} lượt bán trong {seconds} giây").format(
            outlets=planted.outlets,
            entries=planted.entries,
            sales=planted.sales,
            seconds=round(time.monotonic() - began),
        )
    )
    return 0


def _why_not(called: argparse.Namespace, settings: ServerSettings) -> str:
    if settings.province != PROVINCE:
        return _("Cài đặt phải có province = {code}: tỉnh này không có thật").format(code=PROVINCE)
    if called.outlets < LEAST_OUTLETS:
        return _("Cần ít nhất {least} cơ sở").format(least=LEAST_OUTLETS)
    if called.days < _LEAST_DAYS:
        return _("Cần ít nhất {least} ngày").format(least=_LEAST_DAYS)
    if (called.sales is not None and called.sales < 1) or called.pace <= 0:
        return _("Số lượt bán phải lớn hơn 0")
    return ""


def _scale(called: argparse.Namespace) -> Scale:
    scale = Scale(
        outlets=called.outlets,
        days=called.days,
        seed=called.seed,
        until=called.until or datetime.now(UTC).replace(microsecond=0),
        pace=called.pace,
    )
    return scale if called.sales is None else replace(scale, pace=pace_for(scale, called.sales))


def _moment(text: str) -> datetime:
    """Return a moment in Việt Nam; a day alone is told until nearly noon."""
    found = datetime.fromisoformat(text)
    if "T" not in text:
        found += _AT_NOON
    return found if found.tzinfo else found.replace(tzinfo=VIETNAM)


def _say(done: int, of: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{of}", end="" if done < of else "\n", file=sys.stderr, flush=True)
