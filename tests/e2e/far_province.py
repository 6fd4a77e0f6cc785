"""The province's answering program beside an outpost, and what its office writes into the store."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from device.link_state import read_link_state
from device.reference.word import Word, read_word
from server.fleet import commands
from server.prescriptions import messages
from server.reference import versions
from server.reference.catalogue import save_drugs
from server.reference.drug_record import DrugRecord, DrugRow, UnitRow
from server.store.database import close_store, open_store, writing
from tests.e2e.outpost import TERMINAL, Outpost
from wire.command import Order


class FarProvince(Outpost):
    """An outpost whose province answers, and sends things down."""

    def _set_up(self) -> None:
        super()._set_up()
        self.answers = self._program(
            "answers", sys.executable, "-m", "server", "answers",
            "--settings", str(self.server_settings),
        )  # fmt: skip

    def _server(self) -> dict[str, dict[str, object]]:
        keys = self.keys / "server"
        answers: dict[str, object] = {
            "certificate": str(keys / "answers.crt.pem"),
            "key": str(keys / "answers.key.pem"),
        }
        return {**super()._server(), "answers": answers}

    def _terminal(self) -> dict[str, dict[str, object]]:
        tables = super()._terminal()
        # The department's newest word after a line came back must not wait for five minutes.
        tables[""]["status_seconds"] = 10.0
        return tables

    @contextmanager
    def office(self) -> Iterator[datetime]:
        """Write into the province's store; what is done here is one transaction."""
        open_store(str(self.folder / "store.sqlite"))
        try:
            with writing():
                yield datetime.now(UTC)
        finally:
            close_store()

    def publish_drugs(self, numbers: Iterable[int]) -> None:
        """Publish a catalogue with these drugs and no others."""
        records = [
            DrugRecord(
                row=DrugRow(
                    id=f"VD-{number:05}",
                    name=f"Thuốc mẫu số {number}",
                    units=(UnitRow(name="hộp", size=10), UnitRow(name="viên", size=1)),
                )
            )
            for number in numbers
        ]
        with self.office() as now:
            save_drugs(records, now)

    def publish(self, dataset: str, bodies: dict[str, bytes], *, own: bool = False) -> None:
        """Publish a dataset, of everybody or of this outlet alone."""
        with self.office() as now:
            versions.put(dataset, TERMINAL if own else versions.EVERYBODY, bodies, now)

    def order(self, order: Order, argument: str = "") -> str:
        """Give the terminal an order; return its id."""
        with self.office() as now:
            until = now + timedelta(hours=1)
            (name,) = commands.give([TERMINAL], order, argument, by="thử", now=now, until=until)
        return name

    def outcome(self, name: str) -> tuple[str, str] | None:
        """Return state and detail of an order that was answered."""
        with self.office():
            given = {one.id: one for one in commands.list_commands(TERMINAL)}[name]
        return None if given.state == "waiting" else (given.state, given.detail)

    def write(self, text: str) -> None:
        """Send the terminal a note."""
        with self.office() as now:
            messages.tell([TERMINAL], text, "thử", now)

    def unread(self) -> int:
        """How many messages nobody has read, as far as the province has heard."""
        with self.office():
            return len(messages.unread(TERMINAL))

    @property
    def said_by_answers(self) -> str:
        """What the answering program has logged."""
        return (self.folder / "answers.log").read_text("utf-8")

    @property
    def is_online(self) -> bool:
        """Whether the link stands, as it says itself."""
        state = read_link_state(self.folder / "run")
        return state is not None and state.online

    @property
    def word(self) -> Word:
        """What the terminal goes by."""
        return read_word(self.folder / "terminal") or Word()
