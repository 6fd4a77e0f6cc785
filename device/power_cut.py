"""What the next start finds after a power cut: the last sign of life, sale, paper and draft."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from device.clock import Clock, system_clock
from device.counter.past import PowerCut
from device.ledger.ledger import Ledger
from device.ledger.print_jobs import PrintJobs
from device.run_folder import read_note, write_note
from wire.sale import Sale

log = logging.getLogger(__name__)

BEAT_SECONDS = 60.0
"""How often a sign of life is written: 1,440 small writes a day, none of them forced."""
_ALIVE, _DRAFT = "alive.json", "draft-open.json"
_BOOT = Path("/proc/sys/kernel/random/boot_id")


class _Alive(msgspec.Struct, frozen=True, kw_only=True):
    """A sign of life. Gone after a clean end."""

    at: datetime
    boot: str


class _Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A sale is open: neither which drugs nor whose."""

    epoch: str
    after: int
    """Number of the newest sale when it was opened; 0: there was none."""


def read_boot() -> str:
    """Return what tells one start of the machine from another; empty where nobody knows."""
    with suppress(OSError):
        return _BOOT.read_text(encoding="ascii").strip()
    return ""


class PowerCutWatch:
    """Leaves signs of life in the ledger's folder, and reads them at the next start.

    Nothing is forced to the disk: a forced write would cost a sale as much as its own. What the
    system had not written yet when the power went is missing, at worst some seconds; then a draft
    may go unmentioned, and the cut seem that much earlier. Called from one thread.
    """

    def __init__(
        self,
        folder: Path,
        ledger: Ledger,
        *,
        clock: Clock = system_clock,
        boot: Callable[[], str] = read_boot,
    ) -> None:
        self._folder, self._ledger, self._clock = folder, ledger, clock
        self._boot = boot()
        self._is_open = False
        self._beaten: datetime | None = None

    def begin(self) -> PowerCut | None:
        """Return what was cut off, or None after a clean end; call it before anything is printed.

        Raises `LedgerError`.
        """
        alive = read_note(self._folder, _ALIVE, _Alive)
        draft = read_note(self._folder, _DRAFT, _Draft)
        # A note that the power cut short cannot be read, and is a sign of life all the same.
        is_cut = any((self._folder / name).exists() for name in (_ALIVE, _DRAFT))
        found = self._found(alive, draft) if is_cut else None
        self._forget(_DRAFT)
        self.beat()
        return found

    def beat(self) -> None:
        """Leave a sign of life, where the last one is old enough; cheap to call often."""
        now = self._clock()
        if self._beaten and 0 <= (now - self._beaten).total_seconds() < BEAT_SECONDS:
            return
        self._beaten = now
        self._write(_ALIVE, _Alive(at=now, boot=self._boot))

    def sale_open(self, is_open: bool) -> None:  # noqa: FBT001 - it is what it says
        """Note whether a sale is open that was not paid yet."""
        if is_open == self._is_open:
            return
        self._is_open = is_open
        if not is_open:
            self._forget(_DRAFT)
            return
        sale = self._ledger.last_sale()
        epoch, after = (sale.epoch, sale.seq) if sale else ("", 0)
        self._write(_DRAFT, _Draft(epoch=epoch, after=after))

    def seen(self) -> None:
        """What the last cut did has been read: the next start would not tell it again anyway."""

    def end(self) -> None:
        """Note that the program ends as it should."""
        for name in (_DRAFT, _ALIVE):
            self._forget(name)

    def _found(self, alive: _Alive | None, draft: _Draft | None) -> PowerCut:
        sale = self._ledger.last_sale()
        unsure = sale if sale and self._is_unsure(sale) else None
        return PowerCut(
            at=max((at for at in (alive and alive.at, sale and sale.at) if at), default=None),
            sale=unsure.seq if unsure else None,
            total_vnd=unsure.total_vnd if unsure else 0,
            draft_lost=draft is not None and not _was_paid(draft, sale),
            is_reboot=alive is None or not alive.boot or alive.boot != self._boot,
        )

    def _is_unsure(self, sale: Sale) -> bool:
        """Whether nobody has seen the receipt's paper cut."""
        jobs = PrintJobs(self._ledger.database)
        return not jobs.is_receipt_cut(sale.seq, epoch=sale.epoch)

    def _write(self, name: str, note: msgspec.Struct) -> None:
        try:
            write_note(self._folder, name, note)
        except OSError as error:
            log.warning("the ledger's folder does not take %s: %s", name, error)

    def _forget(self, name: str) -> None:
        with suppress(OSError):
            (self._folder / name).unlink()


def _was_paid(draft: _Draft, sale: Sale | None) -> bool:
    """Whether a sale was written since the draft began; only its mark was still there."""
    if sale is None:
        return False
    return sale.epoch != draft.epoch or sale.seq > draft.after
