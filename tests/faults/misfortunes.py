"""What befalls single terminals between the storms, each with the alarms that are due."""

import random
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.disk import fill, free
from tests.faults.evidence import AlarmDue, Key, ledger_keys, read_alarms
from tests.faults.hostile import fork_own_ledger, misbehave, sell_though, steal
from tests.faults.outlet import Confirmed, Outlet, Place
from tests.faults.plan import Misfortune
from tests.faults.province import Province

SECONDS = 40.0
FLIP_KINDS = frozenset({"forged", "unsigned", "malformed", "wrong signer", "foreign topic"})
FORK_KINDS = frozenset({"conflict", "clone", "restored", "chain broken", "head"})
_CLOCKS = (3650.0, -7300.0)


@dataclass(slots=True)
class Record:
    """What misfortunes leave for the verdict."""

    due: list[AlarmDue] = field(default_factory=list)
    allowed: set[tuple[str, str]] = field(default_factory=set)
    extra: list[Confirmed] = field(default_factory=list)
    """Entries that a thief wrote in good form."""
    ledgers: dict[str, dict[Key, str]] = field(default_factory=dict)
    purged: dict[tuple[str, str], int] = field(default_factory=dict)
    """Through which number a terminal has made room, by terminal and epoch."""
    unmet: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def remember(self, outlet: Outlet) -> None:
        """Keep what the terminal's ledger holds now: newer states replace older ones."""
        known = self.ledgers.setdefault(outlet.terminal, {})
        known.update(ledger_keys(outlet.terminal, outlet.ledger_lines()))
        for epoch, through in outlet.purged():
            self.purged[outlet.terminal, epoch] = through


class Misfortunes:
    """Done in calm weather, with everything received."""

    def __init__(
        self, province: Province, record: Record, *, drain: Callable[[], None], seed: int
    ) -> None:
        self._province, self._record, self._drain = province, record, drain
        self._dice = random.Random(f"{seed}/misfortunes")  # noqa: S311 - a plan

    def befall(self, what: Misfortune) -> bool:
        """Do it; return whether it could be done here."""
        before = len(self._record.skipped)
        getattr(self, "_" + what.replace("-", "_"))()
        return len(self._record.skipped) == before

    # Hands and clocks

    def _hostile(self) -> None:
        province, record = self._province, self._record
        keys = province.enrol("Q33-0901")
        thief = steal("Q33-0901", keys, province.broker_port)
        victim = province.outlets[0].terminal
        heard = [
            message.payload
            for line, messages in province.captured.items()
            for message in messages
            if line.startswith(victim) and message.topic.endswith(b"/entries")
        ]
        record.due += misbehave(thief, victim, heard)
        due, sold = fork_own_ledger(thief)
        record.due += due
        record.extra += sold
        keys = province.enrol("Q33-0902")
        province.server("revoke", "Q33-0902")
        revoked = steal("Q33-0902", keys, province.broker_port)
        record.due += sell_though(revoked, "revoked", "a revoked terminal")
        keys = province.enrol("Q33-0903", register=False)
        unknown = steal("Q33-0903", keys, province.broker_port)
        record.due += sell_though(unknown, "unknown terminal", "a terminal that nobody registered")
        for terminal in ("Q33-0901", "Q33-0902", "Q33-0903"):
            record.allowed |= {(kind, terminal) for kind in (*FLIP_KINDS, *FORK_KINDS, "gap")}
            record.allowed |= {("denied", terminal), ("silent-loss", terminal)}

    def _clock(self) -> None:
        outlet = self._pick()
        for days in _CLOCKS:
            self._live_at(outlet, days)
        self._restart(outlet)
        self._sell(outlet, 3)
        self._record.due.append(
            AlarmDue(frozenset({"clock"}), outlet.terminal, "a clock wrong by years")
        )

    def _live_at(self, outlet: Outlet, days: float) -> None:
        self._restart(outlet, clock_days=days)
        self._sell(outlet, 8)
        self._expect(
            f"a clock that is wrong by {days:.0f} days is seen",
            lambda: self._sees_clock(outlet.terminal, is_behind=days < 0),
        )

    def _sees_clock(self, terminal: str, *, is_behind: bool) -> bool:
        self._province.reconcile()
        return any(
            (alarm.kind, alarm.terminal) == ("clock", terminal)
            and alarm.detail.startswith("-") is is_behind
            for alarm in read_alarms(self._province.database)
        )

    def _full_disk(self) -> None:
        outlet = self._province.outlets[0]
        if not outlet.place.on_small_disk:
            self._record.skipped.append("full-disk: nothing may be mounted here")
            return
        self._restart(outlet)
        self._sell(outlet, 3)
        ballast = fill(outlet.place.ledger.parent)
        refused = len(outlet.refused)
        self._expect("a full disk refuses a sale", lambda: len(outlet.refused) > refused + 2)
        free(ballast)
        self._restart(outlet)
        self._sell(outlet, 5)

    # Bits

    def _flipped_payload(self) -> None:
        outlet = self._pick()
        line = outlet.line
        self._province.weather.order(line, "up", "flip", "flip", "flip", "flip", "flip")
        self._restart(outlet)
        self._expect(
            "five payloads with a flipped bit", lambda: not self._province.weather.ordered(line)
        )
        self._record.due.append(AlarmDue(FLIP_KINDS, outlet.terminal, "a flipped bit on the way"))

    def _flipped_database(self) -> None:
        outlet = self._pick()
        self._restart(outlet)
        self._sell(outlet, 12)
        outlet.link.kill()
        self._sell(outlet, 6)
        outlet.counter.kill()
        self._record.remember(outlet)
        before = outlet.epochs()
        _flip(outlet.place.ledger, self._dice)
        self._restart(outlet)
        self._expect_new_epoch(outlet, before, "a damaged database begins a new epoch")
        self._province.load(outlet)  # its catalogue is among what may have been damaged
        self._sell(outlet, 6)
        self._record.due.append(
            AlarmDue(frozenset({"damaged"}), outlet.terminal, "a damaged database")
        )
        self._record.allowed |= {
            (kind, outlet.terminal) for kind in ("gap", "silent-loss", "head", "restored")
        }

    # Copies

    def _restored_backup(self) -> None:
        outlet = self._pick()
        self._restart(outlet)
        self._sell(outlet, 5)
        data = outlet.place.ledger.parent
        copy = data.with_name("backup")
        self._halt(outlet)
        shutil.copytree(data, copy)
        self._restart(outlet)
        self._sell(outlet, 10)
        self._drain()
        self._halt(outlet)
        self._record.remember(outlet)
        before = outlet.epochs()
        for file in data.iterdir():
            shutil.rmtree(file) if file.is_dir() else file.unlink()
        shutil.copytree(copy, data, dirs_exist_ok=True)
        shutil.rmtree(copy)
        self._restart(outlet)
        self._sell(outlet, 6)
        self._expect_new_epoch(outlet, before, "a restored backup begins a new epoch")
        self._forked(outlet, "a restored backup")

    def _cloned_card(self) -> None:
        outlet = self._pick()
        self._halt(outlet)
        clone = self._clone(outlet)
        before = outlet.epochs()
        for one, other in ((outlet, clone), (clone, outlet), (outlet, clone), (clone, outlet)):
            # The broker lets only one of them in at a time.
            other.link.kill()
            self._restart(one)
            self._sell(one, 6)
            self._settle(one)
        clone.link.kill()
        self._expect(
            "one of two clones begins a new epoch",
            lambda: bool((outlet.epochs() | clone.epochs()) - before),
        )
        self._record.remember(clone)
        self._restart(outlet)
        self._forked(outlet, "a cloned card")

    def _clone(self, outlet: Outlet) -> Outlet:
        old = outlet.place
        folder = old.folder.with_name(f"{outlet.terminal}.clone{len(self._province.outlets)}")
        folder.mkdir()
        shutil.copytree(old.ledger.parent, folder / "data")
        place = Place(terminal=old.terminal, folder=folder, keys=old.keys)
        return self._province.settle(place, is_clone=True)

    # What they have in common

    def _forked(self, outlet: Outlet, because: str) -> None:
        kinds = frozenset({"conflict", "clone", "restored"})
        self._record.due.append(AlarmDue(kinds, outlet.terminal, because))
        self._record.allowed |= {(kind, outlet.terminal) for kind in FORK_KINDS}

    def _pick(self) -> Outlet:
        return self._dice.choice([one for one in self._province.outlets if one.is_counter])

    def _restart(self, outlet: Outlet, *, clock_days: float = 0.0) -> None:
        self._halt(outlet)
        outlet.turn_clock(clock_days)
        outlet.counter.start()
        outlet.link.start()

    def _halt(self, outlet: Outlet) -> None:
        outlet.counter.stop()
        outlet.link.stop()

    def _sell(self, outlet: Outlet, count: int) -> None:
        wanted = len(outlet.confirmed) + count
        self._expect(
            f"{outlet.terminal} sells {count}",
            lambda: len(outlet.confirmed) >= wanted,
            keep_alive=outlet,
        )

    def _settle(self, outlet: Outlet) -> None:
        """Wait until the province has everything of one terminal, then close its counter."""
        outlet.rest()
        self._expect(
            f"{outlet.place.folder.name} is received",
            lambda: outlet.unsettled() == 0,
            keep_alive=outlet,
        )
        outlet.counter.stop()
        outlet.go_on()

    def _expect_new_epoch(self, outlet: Outlet, before: set[str], what: str) -> None:
        self._expect(
            what,
            lambda: bool(outlet.epochs() - before),
            keep_alive=outlet,
        )

    def _expect(
        self, what: str, true: Callable[[], bool], *, keep_alive: Outlet | None = None
    ) -> None:
        """Wait until it is so; what never comes is noted. A counter that leaves is let back in."""
        until = time.monotonic() + SECONDS
        while not true():
            if time.monotonic() > until:
                self._record.unmet.append(what)
                return
            if keep_alive and not keep_alive.counter.runs and keep_alive.counter.status != -9:
                keep_alive.counter.start()
            time.sleep(0.1)


def _flip(file: Path, dice: random.Random) -> None:
    """Flip a bit in an entry, one in a page's head, and some anywhere."""
    for part in (file, file.with_name(file.name + "-wal")):
        if not part.exists() or part.stat().st_size < 8192:
            continue
        data = bytearray(part.read_bytes())
        places = [dice.randrange(100, len(data)) for _ in range(20)]
        places.append(4096 * dice.randrange(1, len(data) // 4096) + dice.randrange(8))
        start = data.find(b'"kind":"sale"')
        places += [start + 9] if start > 0 else []
        for place in places:
            data[place] ^= 1 << dice.randrange(8)
        part.write_bytes(data)
