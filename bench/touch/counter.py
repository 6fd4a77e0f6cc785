"""A counter to play at: the terminal's own program, with the player in place of the event loop."""

import argparse
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from unittest.mock import patch

from kivy.base import EventLoop
from kivy.clock import Clock

from bench.screens.outlet import Outlet, open_outlet, stock_up
from bench.touch import samples
from bench.touch.player import CountedDesk, Counts, Dial, Player
from codes import Badge
from device.counter.event import Confirmed
from device.counter.state import Done, Ready, ShiftOpening, SignedOut
from device.paper.check import check_text
from device.programs import screen as program
from device.settings import TerminalSettings
from device.shop_settings import account_of
from device.till import Till
from device.ui.bridge import Bridge
from device.ui.view import Fittings
from device.ui.window import open_window
from hardware.kit import Kit

DRUGS = 60
_SHOP: dict[str, dict[str, object]] = {
    "shop.account": {
        "bank": "970436", "bank_name": "Ngân hàng Mẫu", "number": "0123456789",
        "holder": "NHA THUOC MAU",
    },
}  # fmt: skip
_PEOPLE = f"""
[[people]]
badge = "{samples.BADGE}"
name = "Cô Lan"
roles = ["pharmacist", "owner"]
degree = "dai_hoc"
in_charge = true
"""


def open_shop(folder: Path) -> Outlet:
    """Make an outlet with a person who may do everything, and goods on its shelf."""
    outlet = open_outlet(folder, **_SHOP)
    with outlet.file.open("a", encoding="utf-8") as settings:
        settings.write(_PEOPLE)
    stock_up(outlet, drugs=DRUGS, on_shelf=DRUGS)
    return outlet


def play_at(outlet: Outlet, play: Callable[[Player], None]) -> None:
    """Open the counter as the terminal's program does, and play instead of waiting for people."""

    def run_screen(
        settings: TerminalSettings,
        till: Till,
        kit: Kit,
        bridge: Bridge | None = None,
        **_more: object,
    ) -> None:
        window = EventLoop.window or open_window(
            settings.screen.width, settings.screen.height, fullscreen=False
        )
        # Nobody looks: frames come as fast as they are drawn, and no time goes by between them.
        usual = Clock._max_fps  # noqa: SLF001 - Kivy reads its setting before a window is open
        Clock._max_fps = 0  # noqa: SLF001
        dial = Dial()
        desk = _desk(settings, till, kit, bridge, dial)
        window.add_widget(desk.stage)
        EventLoop.start()
        desk.start()
        player = Player(desk, window, dial, lambda: newest_receipt(outlet, till))
        try:
            play(player)
        finally:
            desk.close()
            window.remove_widget(desk.stage)
            Clock._max_fps = usual  # noqa: SLF001

    with patch.object(program, "run_screen", run_screen):
        program.run(outlet.settings, argparse.Namespace(settings=outlet.file))


def _desk(
    settings: TerminalSettings, till: Till, kit: Kit, bridge: Bridge | None, dial: Dial
) -> CountedDesk:
    account = settings.shop.account
    desk = CountedDesk(
        till,
        kit,
        fittings=Fittings(
            staff=settings.staff.name,
            outlet=settings.outlet.name,
            label=settings.label,
            account=account_of(account) if account else None,
        ),
        size=(settings.screen.width, settings.screen.height),
        leave=lambda: None,
        bridge=bridge,
        monotonic=dial,
    )
    desk.counts = Counts()
    return desk


def sign_in(player: Player) -> None:
    """Bring the counter to where the first customer of a shift finds it."""
    if isinstance(player.state, Done):
        player.scan(Badge(samples.BADGE).text)
    if isinstance(player.state, SignedOut):
        player.scan(Badge(samples.BADGE).text)
    if isinstance(player.state, ShiftOpening):
        player.do(Confirmed())
    player.must_be(Ready)


def newest_receipt(outlet: Outlet, till: Till) -> str:
    """Return what the QR code of the newest receipt says, from the ledger itself."""
    last = till.last_sale
    if last is None:
        raise ValueError("nothing was sold")
    with closing(sqlite3.connect(outlet.settings.ledger)) as ledger:
        ((digest,),) = ledger.execute(
            "SELECT entry.sha256 FROM entry JOIN book ON book.id = entry.book"
            " WHERE entry.seq = ? AND book.epoch = ?",
            (last.number, last.epoch),
        ).fetchall()
    return check_text(
        terminal=outlet.settings.terminal,
        epoch=last.epoch,
        number=last.number,
        entry_hash=digest,
    )
