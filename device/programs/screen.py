"""The screen process: scanners and printer, ledger, till, and the Kivy screen over them."""

import argparse
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from weakref import WeakSet

from device.backroom import Backroom
from device.clock import ClockTrust, system_clock
from device.counter.event import Event
from device.customer_view import CustomerBoard, customer_view
from device.diagnosis.desk import DiagnosisDesk
from device.furnishing import Furnisher
from device.in_force import InForce
from device.inbox import Inbox
from device.keys import load_readers
from device.ledger.ledger import Ledger
from device.mail.file import MailFile
from device.mail.inbox import Inbox as Messages
from device.mailbox import Mailbox
from device.noted_drawer import NotedDrawer
from device.own_log import keep_log
from device.parameter_file import read_parameters
from device.pins import PinDesk, open_book
from device.power_cut import PowerCutWatch
from device.power_desk import PowerDesk
from device.printing import PrintingRoom
from device.province import Province
from device.self_test.board import FactBoard
from device.settings import TerminalSettings
from device.shop_settings import shop_of
from device.surroundings import Surroundings
from device.till import Till
from device.training import open_training
from device.ui.app import run_screen
from device.ui.bridge import Bridge
from device.upkeep import Upkeep
from hardware.kit import Kit, open_kit
from hardware.power.follower import PowerFollower
from hardware.power.opening import open_supply


def run(settings: TerminalSettings, chosen: argparse.Namespace) -> int:
    """Show the counter until its window is closed."""
    readers = load_readers(settings, chosen.settings)
    trust = ClockTrust(settings.run)

    def open_ledger(file: Path) -> Ledger:
        return Ledger.open(
            file,
            terminal=settings.terminal,
            readers=readers,
            is_clock_trusted=trust.is_trusted,
        )

    keep_log(settings.run, "ui")
    with ExitStack() as wired:
        ledger = open_ledger(settings.ledger)
        wired.callback(ledger.close)
        upkeep = Upkeep(ledger)
        upkeep.start()
        wired.callback(upkeep.close)
        kit = open_kit(settings.hardware)
        wired.callback(kit.close)
        kit = replace(kit, drawer=NotedDrawer(kit.drawer, system_clock))
        bridge = Bridge()
        board = FactBoard()
        power = PowerDesk(settings.run, lambda event: bridge.post(lambda: till.handle(event)))
        wired.callback(power.close)
        diagnosis = DiagnosisDesk(
            settings, board.read, lambda event: bridge.post(lambda: till.handle(event))
        )
        own = _Around(board=board, power=power, diagnosis=diagnosis)
        till = _open_till(settings, ledger, kit, bridge, open_ledger, wired, own=own)
        supplied = settings.hardware.power
        follower = PowerFollower(open_supply(supplied), supplied)
        wired.callback(follower.close)
        follower.start(power)
        run_screen(settings, till, kit, bridge, board=board, power=power.seen)
    return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Around:
    """What looks after the terminal itself."""

    board: FactBoard
    power: PowerDesk
    diagnosis: DiagnosisDesk


@dataclass(frozen=True, slots=True)
class _Practice:
    """Training, of which a paper may still be in hand when it is long over."""

    real: Ledger
    open_ledger: Callable[[Path], Ledger]
    furnisher: Furnisher
    rooms: WeakSet[PrintingRoom] = field(default_factory=WeakSet)

    def begin(self) -> Backroom:
        """Make a backroom for training; raise `LedgerError` or `OSError`."""
        back = open_training(self.real, self.open_ledger, self._furnish)
        self.rooms.add(back.room)
        return back

    def close(self) -> None:
        """Wait a moment for what is in hand: nobody misses a paper of a training."""
        for room in tuple(self.rooms):
            room.close(patience=2)

    def _furnish(self, ledger: Ledger) -> Backroom:
        return self.furnisher.furnish(ledger, is_training=True)


def _open_till(  # noqa: PLR0913 - what a till is made of
    settings: TerminalSettings,
    ledger: Ledger,
    kit: Kit,
    bridge: Bridge,
    open_ledger: Callable[[Path], Ledger],
    wired: ExitStack,
    *,
    own: _Around,
) -> Till:
    """Make the till and everything that works for it; `wired` takes it all down again."""

    def tell(event: Event) -> None:
        bridge.post(lambda: till.handle(event))

    shop = shop_of(settings.shop, name=settings.outlet.name, people=settings.people)
    parameters = read_parameters(settings.parameters)
    word = InForce(settings.ledger.parent, shop=shop, parameters=parameters)
    furnisher = Furnisher(settings, kit.printer, lambda: till.today, word.names, own.board.read)
    back = furnisher.furnish(ledger)
    power = PowerCutWatch(ledger.database.file.parent, ledger)
    cut = power.begin()  # before anything is printed
    back.room.start()
    wired.callback(back.room.close)
    practice = _Practice(ledger, open_ledger, furnisher)
    wired.callback(practice.close)
    pins = PinDesk(open_book(settings.people, settings.ledger.parent), tell)
    wired.callback(pins.close)
    province = Province(settings.run, tell, restart=bridge.leave_soon)
    mail = MailFile(settings.mail_file)
    wired.callback(mail.close)
    board = CustomerBoard(settings.run)
    around = Surroundings(
        beeper=kit.beeper,
        open_training=practice.begin,
        shop=shop,
        parameters=parameters,
        word=word,
        messages=Mailbox(Messages(mail)),
        drawer=kit.drawer,
        pins=pins,
        province=province,
        power=power,
        diagnosis=own.diagnosis,
        switch=own.power,
        inbox=Inbox(settings.deliveries),
        cut=cut,
        show_customer=lambda state, is_training: board.publish(
            customer_view(state, account=shop.account, is_training=is_training)
        ),
    )
    till = Till(back, around, staff=settings.staff.badge, run_folder=settings.run)
    province.start()
    wired.callback(province.close)
    wired.callback(power.end)
    return till
