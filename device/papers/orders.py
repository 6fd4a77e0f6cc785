"""Orders for paper: what somebody at the counter asked to be printed, beside what prints itself."""

import logging
from collections.abc import Callable

from device.clock import Clock, system_clock
from device.counter.deed import Paper, Print
from device.counter.past import Past
from device.facts import Fact
from device.ledger.ledger import Ledger
from device.ledger.print_jobs import JobKind, PrintJobs
from device.papers import lists
from device.papers.books import draw_books
from device.papers.desk import PaperDesk
from device.printing import Errand, PrintingRoom

log = logging.getLogger(__name__)


class PaperOrders:
    """Takes every `Print` of the counter. What has an entry becomes a job, the rest an errand."""

    def __init__(  # noqa: PLR0913 - what papers are made from
        self,
        desk: PaperDesk,
        *,
        ledger: Ledger,
        jobs: PrintJobs,
        room: PrintingRoom,
        past: Past,
        clock: Clock = system_clock,
        facts: Callable[[], tuple[Fact, ...]] = tuple,
    ) -> None:
        """`facts`: what was seen last of the terminal's parts."""
        self._desk, self._ledger, self._past = desk, ledger, past
        self._jobs, self._room, self._clock = jobs, room, clock
        self._facts = facts

    def order(self, deed: Print, *, badge: str = "") -> None:
        """Order a paper, in the name of whoever is signed in; raise `LedgerError`."""
        try:
            self._order(deed, badge)
        except KeyError:
            log.warning("nothing is there to print: %s", deed.paper.name)
        self._room.ring()

    def _order(self, deed: Print, badge: str) -> None:
        match deed.paper:
            case Paper.RECEIPT_COPY:
                number, epoch = self._sale(deed.number)
                self._jobs.add_copy(number, epoch=epoch)
            case Paper.LABELS if not deed.words:
                self._labels(*self._sale(deed.number))
            case Paper.RETURN_MINUTES if deed.number is not None:
                self._jobs.add(JobKind.TAKE_BACK, deed.number, epoch=self._ledger.epoch)
            case _:
                errand = self._errand(deed, badge)
                if errand:
                    self._room.run(errand)

    def _errand(self, deed: Print, badge: str) -> Errand | None:
        desk, now, words = self._desk, self._clock(), deed.words
        match deed.paper:
            case Paper.LABELS:
                return lists.words_label(desk, words, at=now)
            case Paper.RECALL_LABEL:
                return lists.recall_labels(desk, words, at=now, badge=badge)
            case Paper.STOCK_LIST:
                return lists.stock_list(desk, words, at=now, badge=badge)
            case Paper.PRICE_LIST:
                return lists.price_list(desk, words, at=now)
            case Paper.TEST:
                return lists.self_test_page(desk, self._facts(), number=deed.number or 1, at=now)
            case _:
                return self._page(deed)

    def _page(self, deed: Print) -> Errand | None:
        """Return what is made from the ledger when its turn comes."""
        desk, now, day = self._desk, self._clock(), deed.day
        if deed.paper is Paper.SENT_PAGE:
            sent = self._past.last_sent()
            return lists.sent_page(desk, sent, at=now) if sent else None
        if deed.paper is Paper.REGISTERS and day is not None:
            drugs = tuple(dict.fromkeys(row.drug_id for row in self._past.registers(day)))
            return Errand("registers", lambda: draw_books(desk, day, drugs, printed_at=now))
        return None

    def _sale(self, number: int | None) -> tuple[int, str]:
        """Return number and epoch of a sale, the newest where none is named; raise `KeyError`."""
        sale = self._ledger.last_sale() if number is None else self._ledger.sale(number)[0]
        if sale is None:
            raise KeyError(number)
        return sale.seq, sale.epoch

    def _labels(self, number: int, epoch: str) -> None:
        """Order the labels of a sale; those that were ordered before come as copies."""
        sale, _sha256 = self._ledger.sale(number, epoch=epoch)
        ordered = self._jobs.labels_of(number, epoch=epoch)
        loose = [
            place
            for place, line in enumerate(sale.lines)
            if line.unit_size < self._desk.drugs.outer_size(line.drug)
        ]
        for place in sorted({*loose, *ordered}) or range(len(sale.lines)):
            self._jobs.add(JobKind.LABEL, number, epoch=epoch, line=place, copy=place in ordered)
