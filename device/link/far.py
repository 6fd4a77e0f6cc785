"""What the province sends down, as one part of the link: reference data, commands, messages."""

import logging
from collections.abc import Callable

from device.clock import ClockTrust, system_clock
from device.keys import LinkKeys
from device.ledger.ledger import Ledger
from device.link.commands import Commands
from device.link.errands import came_of_updates, errands_for
from device.link.fresh import Fresh
from device.link.post import Post
from device.link.reference import Fetching
from device.link.vitals import Vitals
from device.link.window import News, Window
from device.mail.file import MailFile
from device.mail.inbox import Inbox
from device.mail.orders import Orders
from device.reference.adoption import Adoption
from device.reference.builder import Builder
from device.reference.rows import Rows
from device.settings import TerminalSettings

log = logging.getLogger(__name__)


class Far:
    """Puts the parts together for one terminal."""

    def __init__(
        self,
        settings: TerminalSettings,
        ledger: Ledger,
        keys: LinkKeys,
        *,
        trust: ClockTrust,
        vitals: Callable[[], Vitals],
        window: Window,
    ) -> None:
        self._window = window
        self._end: Callable[[], None] | None = None
        self.wants_restart = False
        self._rows = Rows(settings.reference_file)
        builder = Builder(settings.reference_file, settings.catalogue_file)
        self._adoption = Adoption(self._rows, settings.ledger.parent, builder)
        self._fresh = Fresh(
            self._rows,
            address=settings.link.snapshots,
            folder=settings.ledger.parent,
            keys=keys.server,
            ca=settings.broker.ca,
            clock=system_clock,
            came=self._adoption.came,
        )
        self.fetching = Fetching(
            self._rows,
            terminal=settings.terminal,
            clock=system_clock,
            adoption=self._adoption,
            comes_whole=self._fresh.comes,
            show_in=settings.run,
        )
        self._mail = MailFile(settings.mail_file)
        orders = Orders(self._mail)
        self._commands = Commands(
            orders,
            errands_for(ledger=ledger, run=settings.run, updates=settings.updates, vitals=vitals),
            clock=system_clock,
            is_clock_trusted=trust.is_trusted,
            restart=self._restart,
            later=lambda: came_of_updates(settings.updates),
        )
        self.post = Post(
            Inbox(self._mail),
            orders,
            self._commands,
            clock=system_clock,
            on_message=lambda: window.tell(News(messages=True)),
        )

    @property
    def versions(self) -> Callable[[], dict[str, int]]:
        """Tells which versions are in use."""
        return lambda: self._adoption.versions

    def start(self, *, end: Callable[[], None]) -> None:
        """Begin; `end` ends the program soon."""
        self._end = end
        self._commands.begin()
        self._fresh.start()

    def close(self) -> None:
        """End what is on its way; the next start goes on with it."""
        self._fresh.stop()
        self._commands.close()
        self._adoption.close()
        self._rows.close()
        self._mail.close()

    def _restart(self) -> None:
        """Tell the screen, which waits for a quiet moment, and end."""
        log.info("the link ends, to be started again")
        self._window.tell(News(restart=True))
        self.wants_restart = True
        if self._end:
            self._end()
