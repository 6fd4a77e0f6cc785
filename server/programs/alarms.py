"""Lists alarms, and notes who has looked at one."""

import argparse
from datetime import UTC, datetime

from server import alarm_texts
from server.fleet import notes
from server.programs.face import fail
from server.settings import ServerSettings
from server.store import alarms
from server.store.alarms import Raised
from server.store.database import open_store, reading, writing
from server.web.times import full_moment
from words import _

_LONGEST_NAME = 40


def told() -> str:
    """Return what the program does."""
    return _("Liệt kê các việc cần xem, hoặc ghi lại ai đã xem việc nào.")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which ones, or whether one has been looked at."""
    parser.add_argument("--open", action="store_true", help=_("chỉ những việc chưa ai xem"))
    parser.add_argument("--seen", metavar=_("MÃ_VIỆC"), help=_("việc này đã có người xem"))
    parser.add_argument("--by", metavar=_("TÊN"), help=_("người đã xem"))
    parser.add_argument("--note", default="", metavar=_("GHI_CHÚ"), help=_("đã làm gì"))


def run(called: argparse.Namespace, settings: ServerSettings) -> int:
    """Print alarms, the open ones first, or note that one was seen."""
    if bool(called.seen) != bool(called.by and called.by.strip()):
        return fail(_("--seen và --by phải đi cùng nhau"))
    open_store(settings.database)
    if called.seen:
        return _see(called.seen, called.by.strip()[:_LONGEST_NAME], called.note)
    with reading():
        found = alarms.list_alarms(open_only=called.open)
        written = {alarm.id: notes.of_alarm(alarm.id) for alarm in found}
    for alarm in found:
        print(describe(alarm))
        for note in written[alarm.id]:
            print(f"    {full_moment(note.at)}  {note.by}: {note.text}")
    if not found:
        print(_("Không có việc nào cần xem"))
    return 0


def describe(alarm: Raised) -> str:
    """Return an alarm as a few lines: what, where, when, what to do."""
    return "\n".join(
        (
            f"{alarm.id}  {alarm_texts.what(alarm)}",
            f"    {_place(alarm)}",
            f"    {_times(alarm)} · {_state(alarm)}",
            f"    → {alarm_texts.advice(alarm.kind)}",
        )
    )


def _see(alarm: str, by: str, note: str) -> int:
    with writing():
        known = notes.acknowledge(alarm, by=by, note=note, now=datetime.now(UTC))
    if not known:
        return fail(_("Không có việc nào mang mã {alarm}").format(alarm=alarm))
    print(_("Đã ghi: {by} đã xem việc {alarm}").format(by=by, alarm=alarm))
    return 0


def _place(alarm: Raised) -> str:
    where = alarm_texts.where(alarm)
    return (
        _("{where}, kỳ sổ {epoch}").format(where=where, epoch=alarm.epoch) if alarm.epoch else where
    )


def _times(alarm: Raised) -> str:
    if alarm.times == 1:
        return full_moment(alarm.last_at)
    return _("{n} lần, từ {first} đến {last}").format(
        n=alarm.times, first=full_moment(alarm.first_at), last=full_moment(alarm.last_at)
    )


def _state(alarm: Raised) -> str:
    if alarm.closed_at:
        return _("đã hết lúc {when}").format(when=full_moment(alarm.closed_at))
    if alarm.seen_at:
        return _("{by} đã xem lúc {when}").format(by=alarm.seen_by, when=full_moment(alarm.seen_at))
    return _("chưa ai xem")
