"""The till: carries out what the counter decides. Knows no screen; the screen shows it."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from codes import Scan, recognise
from device.backroom import Backroom
from device.clock import Clock, counter_day, system_clock
from device.copies import order_copy
from device.counter.deed import Deed, LetterRead, Paper, Park, Print, SignIn, Train, Tune, Unpark
from device.counter.event import Event, MoneyCame, PowerCameBack, PowerChanged, Saved, Scanned
from device.counter.flow import step
from device.counter.open_sale import is_at_rest, open_sale
from device.counter.people.flow import first_state, resumed
from device.counter.power import MAINS
from device.counter.sale import OpenSale
from device.counter.shop import Person
from device.counter.state import Ready, SaveFault, SignedOut, State
from device.counter.world import World
from device.doing import Doer
from device.health import HealthBoard, printer_health
from device.household import Household
from device.ledger.errors import LedgerError
from device.ledger.print_jobs import Job
from device.news import NEWS, LedgerNews
from device.printing import PaperView
from device.references import fresh_reference
from device.sounds import SOUNDS
from device.surroundings import Surroundings
from device.training import begun, shop_for
from device.tuning import read_tuning, tune
from device.watching import LastSale, look_at_network, look_up_last_sale
from wire.status import Health

log = logging.getLogger(__name__)


class Till:
    """One counter: state, ledger, printer and sounds. Called from one thread only."""

    def __init__(
        self,
        back: Backroom,
        around: Surroundings,
        *,
        staff: str,
        run_folder: Path,
        clock: Clock = system_clock,
    ) -> None:
        """`staff` stands on entries while nobody is signed in."""
        self._real = self._back = back
        self._around, self._beeper = around, around.beeper
        self._run_folder, self._clock = run_folder, clock
        self._health = HealthBoard(run_folder)
        self._trusted_at = back.ledger.trusted_time()
        self.house = Household(around, self.today)
        self._doer = Doer(around, self.house, staff=staff)
        self._listeners: list[Callable[[], None]] = []
        self._parked: tuple[OpenSale, ...] = ()
        self._reference = fresh_reference()
        self._keeps = back.ledger.database.file.parent
        self.tuning = read_tuning(self._keeps)
        self.power = MAINS
        self._was_open = False
        self._news = LedgerNews(back.ledger, back.shelf)
        self.network = look_at_network(back.outbox, run_folder)
        self._seen = (self.network, self.paper)
        self.last_sale = look_up_last_sale(back.ledger)
        self.state: State = self._first_state()

    @property
    def paper(self) -> PaperView:
        """How the printer is."""
        return self._back.room.view

    @property
    def person(self) -> Person | None:
        """Who is signed in."""
        return self._doer.person

    @property
    def is_training(self) -> bool:
        """Whether everything works and nothing counts."""
        return self._back.is_training

    @property
    def parked(self) -> int:
        """How many sales are put by."""
        return len(self._parked)

    @property
    def today(self) -> date:
        """The day at the counter."""
        return counter_day(self._clock(), None if self.is_clock_trusted else self._trusted_at)

    @property
    def is_clock_trusted(self) -> bool:
        """Whether the time can be relied on."""
        return self._real.ledger.is_clock_trusted

    @property
    def now(self) -> datetime:
        """The time, UTC."""
        return self._clock()

    def watch(self, listener: Callable[[], None]) -> None:
        """Call `listener` after every change."""
        self._listeners.append(listener)

    def scanned(self, scan: Scan) -> None:
        """Take a scan, whatever it is."""
        self.handle(Scanned(recognise(scan)))

    def handle(self, event: Event) -> None:
        """Let the counter decide, and carry out what it decides.

        In training nobody has paid anything: the bank's notices wait for nobody.
        """
        if self.is_training and isinstance(event, MoneyCame):
            return
        if isinstance(event, PowerChanged):
            self.power = event.power
        self._take(self.house.understood(event))
        self._tell()

    def reprint_last(self) -> None:
        """Print the newest receipt once more, marked as a copy."""
        self._order_copy(None)
        self._tell()

    def print_doubtful(self) -> None:
        """Print what may be half on paper once more, marked as a copy; else the newest receipt."""
        self._order_copy(self.paper.doubtful)
        self._tell()

    def _order_copy(self, job: Job | None) -> None:
        heard = order_copy(self._back, self.last_sale, job)
        if heard:
            self._beeper.play(heard)

    def look_around(self, *, scanner: Health = "ok") -> None:
        """Look at network and printer again; call it about twice a second.

        `scanner` is how the worst of the scanners is; with the printer's state it goes to the
        province.
        """
        self._around.power.beat()
        self._health.show(
            printer=printer_health(self.paper.fault),
            scanner=scanner,
            counter="closed" if isinstance(self.state, SignedOut) else "open",
            idle=is_at_rest(self.state) and not self._parked,
        )
        if isinstance(self.state, Ready):
            # What fails here is tried again, and told by the upkeep.
            with suppress(LedgerError):
                self._real.ledger.catch_up()
        if self._take_over() or self._look_into_inbox() or self._look():
            self._tell()

    def _look_into_inbox(self) -> bool:
        """Take a supplier's file that lies there for the delivery that has begun."""
        found = None if self.is_training else self._around.inbox.look(self.state)
        if found is None:
            return False
        self._take(found)
        return True

    def _take_over(self) -> bool:
        """Go by what the province says now, between two sales; return whether that is new."""
        if self.is_training or not self.house.take_over(self.today, self.state):
            return False
        self._doer.person = self.house.known(self.person)
        if isinstance(self.state, SignedOut) or (self.house.shop.people and not self.person):
            self.state = first_state(self._world())
        return True

    def _first_state(self) -> State:
        state = first_state(self._world())
        if self._around.cut:
            return step(state, PowerCameBack(self._around.cut), self._world()).state
        news = self._news.notice if state == Ready() else None
        return Ready(notice=news) if news else state

    def _world(self) -> World:
        return World(
            shelf=self._back.shelf,
            today=self.today,
            now=self.now,
            past=self._back.past,
            shop=shop_for(self.house.shop, is_training=self.is_training),
            person=self._doer.person,
            parameters=self.house.parameters,
            fault=SaveFault.DISK_FULL if self._back.ledger.room.is_full else None,
            parked=self._parked,
            letters=() if self.is_training else self.house.letters,
            power=self.power,
            online=self.network.online,
            is_training=self.is_training,
            random_reference=self._reference,
            large=self.tuning.large,
            language=self.tuning.language or "vi",
        )

    def _take(self, event: Event) -> None:
        before = self.state
        outcome = step(before, event, self._world())
        self.state = outcome.state
        if not open_sale(before).empty and open_sale(self.state).empty:
            self._reference = fresh_reference()  # money for that sale pays no other
        if self.state is not before and isinstance(before, Ready) and before.notice in NEWS:
            self._news.was_read()
        if outcome.cue:
            self._beeper.play(SOUNDS[outcome.cue])
        for deed in outcome.deeds:
            self._do(deed)

    def _do(self, deed: Deed) -> None:
        match deed:
            case Print(paper=Paper.RECEIPT_COPY, number=None):
                self._order_copy(None)
            case SignIn(person=person):
                self._doer.person = person
            case LetterRead(id=letter):
                self.house.read(letter)
            case Park(sale=sale):
                self._parked = (*self._parked, sale)
                self._reference = fresh_reference()
            case Unpark():
                self._parked = self._parked[1:]
                self._reference = fresh_reference()
            case Train(on=on):
                self._train(on=on)
            case Tune(large=large, language=language):
                self.tuning = tune(self._keeps, self.tuning, large=large, language=language)
            case _:
                answer = self._doer.do(deed, self._back)
                if answer is not None:
                    self._answered(answer)

    def _answered(self, answer: Event) -> None:
        """Let the counter know what became of a deed, and look at what it changed."""
        if isinstance(answer, Saved):
            self._sold(answer)
        self._look()
        self._take(answer)

    def _sold(self, saved: Saved) -> None:
        if self.is_clock_trusted:
            self._trusted_at = saved.at
        if self._parked and not self.is_training:
            self._around.power.sale_open(is_open=False)  # what is still put by was not this one
            self._was_open = False
        sale = open_sale(self.state)
        epoch = self._back.ledger.epoch
        self.last_sale = LastSale(saved.number, saved.at, sale.total_vnd, epoch)

    def _train(self, *, on: bool) -> None:
        """Change the backroom; back at work it goes on as the real ledger has it."""
        if on == self.is_training:
            return
        self._parked = ()
        if on:
            self._back = begun(self._around) or self._back
        else:
            self._back.room.stop()
            self._back.ledger.close()
            self._back = self._real
            self.state = resumed(self._world())
        self.last_sale = look_up_last_sale(self._back.ledger)

    def _look(self) -> bool:
        """Look at network and printer; return whether anything has changed."""
        try:
            found = (look_at_network(self._real.outbox, self._run_folder), self.paper)
        except LedgerError:
            log.exception("the ledger does not say what waits; what was known stays on the screen")
            return False
        if self.state == Ready() and (notice := self._news.notice):
            self.state = Ready(notice=notice)
            return True
        if found == self._seen:
            return False
        self.network, _paper = self._seen = found
        return True

    def _tell(self) -> None:
        is_open = bool(self._parked) or not open_sale(self.state).empty
        if is_open != self._was_open and not self.is_training:
            self._was_open = is_open
            self._around.power.sale_open(is_open)
        if not self.is_training:
            self._around.inbox.changed(self.state)
        self._around.show_customer(self.state, self.is_training)
        for listener in self._listeners:
            listener()
