"""Shows the terminals as machines, tells them what to do, and brings new versions to them."""

import argparse
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

from server.fleet import commands, rings, rollouts
from server.fleet.bundles import BundleError, Bundles
from server.fleet.commands import Given, NotGivenError
from server.fleet.opening import HERE
from server.fleet.rings_page import rings_page
from server.fleet.rollouts import RolloutError
from server.fleet.table import narrowed, table
from server.fleet_words import command_state, order_words, ring_name, rollout_state, state_words
from server.programs.face import fail
from server.query.filters import Filters
from server.settings import ServerSettings
from server.store.database import open_store, reading, writing
from server.web.times import full_moment, span
from wire.command import Order
from words import _

_ALL_OF_THEM = 1_000_000


def told() -> str:
    """Return what the program does."""
    return _("Xem các máy quầy, ra lệnh cho máy, và đưa bản phần mềm mới theo từng đợt.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, and to which terminals."""
    acts = parser.add_subparsers(dest="act", required=True, metavar=_("VIỆC"))
    _narrowing(acts.add_parser("list", help=_("liệt kê máy, máy cần xem trước")))
    command = acts.add_parser("command", help=_("ra lệnh; không có lệnh: xem các lệnh gần đây"))
    command.add_argument("order", nargs="?", choices=get_args(Order), metavar=_("LỆNH"))
    command.add_argument("--to-version", default="", help=_("bản cho lệnh update-to"))
    command.add_argument("--hours", type=float, default=24.0, help=_("lệnh còn hiệu lực bao lâu"))
    command.add_argument("--by", default="", metavar=_("TÊN"), help=_("người ra lệnh"))
    _narrowing(command)
    ring = acts.add_parser("rings", help=_("xem đợt cập nhật; bắt đầu, dừng, chạy tiếp"))
    what = ring.add_mutually_exclusive_group()
    what.add_argument("--start", metavar=_("BẢN"), help=_("đưa bản này ra, bắt đầu từ đợt 0"))
    what.add_argument("--pause", metavar=_("BẢN"), help=_("tạm dừng"))
    what.add_argument("--resume", metavar=_("BẢN"), help=_("chạy tiếp"))
    what.add_argument("--put", type=int, choices=rings.RINGS, help=_("xếp máy vào đợt này"))
    ring.add_argument("--needed", type=int, default=rollouts.NEEDED, help=_("số máy phải chạy tốt"))
    ring.add_argument("--steady", type=int, default=rollouts.HOURS, help=_("trong bao nhiêu giờ"))
    ring.add_argument("--by", default="", metavar=_("TÊN"), help=_("người quyết định"))
    _narrowing(ring)
    bundle = acts.add_parser("bundles", help=_("xem các bản cập nhật máy quầy tải được; thêm bản"))
    bundle.add_argument("--add", type=Path, metavar=_("TỆP"), help=_("tệp quay-4.2.1.raucb đã ký"))
    bundle.add_argument("--of-version", default="", metavar=_("BẢN"), help=_("số bản của tệp"))


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Do one thing and return the exit status."""
    if called.act == "bundles":
        return _bundles(called, settings)
    open_store(settings.database)
    acts: dict[str, Callable[[argparse.Namespace, datetime], int]] = {
        "list": _list,
        "command": _command,
        "rings": _rings,
    }
    if called.act == "rings" and called.start and not _is_on_the_shelf(called.start, settings):
        sentence = _("Chưa có tệp của bản {version}: thêm bằng `fleet bundles --add` trước")
        return fail(sentence.format(version=called.start))
    return acts[called.act](called, datetime.now(UTC))


def _narrowing(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--terminal", action="append", default=[], help=_("mã máy; lặp lại được"))
    parser.add_argument("--search", default="", help=_("một phần tên hay mã cơ sở"))
    parser.add_argument("--area", default="", help=_("mã khu vực"))
    parser.add_argument("--commune", default="", help=_("mã xã, phường"))
    parser.add_argument("--kind", default="", choices=("", "NT", "QT", "TT"))
    parser.add_argument("--state", default="", help=_("tình trạng, như silent, look, abnormal"))
    parser.add_argument("--version", default="", help=_("bản phần mềm đang chạy"))
    parser.add_argument("--all", action="store_true", help=_("mọi máy của tỉnh"))


def _filters(called: argparse.Namespace, now: datetime) -> Filters:
    today = now.astimezone(HERE).date()
    return Filters(
        since=today,
        until=today,
        search=called.search,
        area=called.area,
        commune=called.commune,
        kind=called.kind,
        state=called.state,
        most=_ALL_OF_THEM,
    )


def _list(called: argparse.Namespace, now: datetime) -> int:
    with reading():
        found = table(_filters(called, now), now, version=called.version)
    for one in found.rows:
        if called.terminal and one.terminal not in called.terminal:
            continue
        age = " ".join(span(one.unsent_age)).strip() if one.unsent_age else "0"
        heard = full_moment(one.last_contact) if one.last_contact else "–"
        cells = (one.terminal, one.name, state_words(one.state), heard, age, one.software or "–")
        print("  ".join(cells))
    print(_("{n} máy").format(n=found.total))
    return 0


def _command(called: argparse.Namespace, now: datetime) -> int:
    if called.order is None:
        with reading():
            for given in commands.list_commands():
                print(_told_of(given))
        return 0
    if not called.by.strip():
        return fail(_("Thiếu --by: ai ra lệnh"))
    try:
        with writing():
            ids = commands.give(
                _chosen(called, now),
                called.order,
                called.to_version,
                by=called.by.strip(),
                now=now,
                until=now + timedelta(hours=called.hours),
            )
    except NotGivenError as error:
        return fail(_("Không ra lệnh được: {why}").format(why=error))
    print(_("Đã ra lệnh cho {n} máy").format(n=len(ids)))
    return 0


def _chosen(called: argparse.Namespace, now: datetime) -> list[str]:
    """Return the terminals that are meant: named, or all that the filters leave.

    Nobody tells the whole province by leaving something out.
    """
    if called.terminal:
        return list(called.terminal)
    asked = (called.search, called.area, called.commune, called.kind, called.state, called.version)
    if not any(asked) and not called.all:
        return []
    found = narrowed(_filters(called, now), now, version=called.version)
    return [one.terminal for one in found if one.known.is_active]


def _rings(called: argparse.Namespace, now: datetime) -> int:
    wants = called.start or called.pause or called.resume or called.put is not None
    if wants and not called.by.strip():
        return fail(_("Thiếu --by: ai quyết định"))
    try:
        with writing():
            _turn(called, now)
    except (RolloutError, ValueError) as error:
        return fail(_("Không làm được: {why}").format(why=error))
    with reading():
        found = rings_page(now)
    if found.rollout is None:
        print(_("Chưa có bản nào được đưa ra"))
        return 0
    state = rollout_state(found.rollout.state)
    print(_("Bản {version}: {state}").format(version=found.rollout.version, state=state))
    for one in found.rings:
        print(f"  {ring_name(one.ring)}: {one.updated} / {one.size}")
    print(_("Sự cố: {n} / {all} máy").format(n=found.troubled, all=found.tried))
    return 0


def _bundles(called: argparse.Namespace, settings: ServerSettings) -> int:
    if settings.enrol is None:
        return fail(_("Máy chủ này không có bảng [enrol]: máy quầy không tải bản cập nhật ở đây"))
    bundles = Bundles(settings.enrol.bundles)
    try:
        if called.add:
            bundles.add(called.of_version, called.add)
    except (BundleError, OSError) as error:
        return fail(_("Không nhận tệp này: {why}").format(why=error))
    for version in bundles.versions():
        print(version)
    return 0


def _is_on_the_shelf(version: str, settings: ServerSettings) -> bool:
    """Whether terminals can fetch it, as far as this machine knows."""
    return settings.enrol is None or Bundles(settings.enrol.bundles).find(version) is not None


def _turn(called: argparse.Namespace, now: datetime) -> None:
    by = called.by.strip()
    if called.start:
        rollouts.start(called.start, by=by, now=now, needed=called.needed, hours=called.steady)
    elif called.pause:
        rollouts.pause(called.pause)
    elif called.resume:
        rollouts.resume(called.resume, now=now)
    elif called.put is not None:
        rings.put(_chosen(called, now), called.put)


def _told_of(given: Given) -> str:
    head = "  ".join(
        (
            given.id,
            given.terminal,
            order_words(given.order, given.argument),
            full_moment(given.given_at),
            given.given_by,
            command_state(given.state),
        )
    )
    return "\n".join([head, *(f"    {line}" for line in given.detail.splitlines())])
