"""What a day's changes of reference data cost one terminal on its line.

A day that is rather full: 30 drugs of 55,000 change, 200 announced prices, two people of the
outlet, one parameter, and one recall is given. Counted is every MQTT payload that one terminal
gets or sends because of it: what it is told unasked, its questions, the pages. Looking for news
every five minutes goes on whether something changes or not, and is told apart.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bench.screens.outlet import NATIONAL, national_catalogue
from server.answers.desk import AnswerDesk
from server.answers.news import News
from server.reference import versions
from server.reference.catalogue import save_drugs
from server.reference.drug_record import DrugRecord, DrugRow
from server.reference.parameters import save_parameters
from server.reference.prices import Announced, save_prices
from server.reference.recalls import Stop, stop
from server.reference.staff import Worker, save_staff
from server.store import terminals
from server.store.database import close_store, open_store, reading, writing
from wire import topics
from wire.asking import Ask, open_answer, read_answer
from wire.reference import Dataset, Place, unpack
from wire.registration import Registration
from wire.sign import sign, verify

DRUGS, PRICES, PEOPLE = 30, 200, 2
"""That change in a day."""
PROVINCE, TERMINAL, OUTLET = "99", "Q99-0001", "SG-0001"
_TODAY = date(2026, 11, 23)
_NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
_STAFF = 6


def daily_update_bytes() -> int:
    """Return the bytes; a process of its own keeps the caller's store open."""
    command = (sys.executable, "-m", "bench.reference_bytes")
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ours
    return int(done.stdout.split()[0])


class Line:
    """One terminal's side of its line, with a count of what went over it."""

    def __init__(self) -> None:
        self.bytes = 0
        self.places: dict[str, Place] = {}
        self._server, self._own = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
        self._desk = AnswerDesk(province=PROVINCE, key=self._server)
        self.news = News(province=PROVINCE, key=self._server)
        self._topic = topics.answer(PROVINCE, TERMINAL)

    def register(self) -> None:
        """Let the province know this terminal."""
        pem = self._own.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
        terminals.register(
            Registration(
                terminal=TERMINAL,
                province=PROVINCE,
                outlet="Quầy thuốc Mẫu",
                commune="Xã Mẫu",
                outlet_code=OUTLET,
                signing_key=pem.decode(),
                enrolled_at=_NOW,
            )
        )

    def hear(self) -> None:
        """Take what is told unasked."""
        self.news.tell(lambda letter: self._count(letter.payload))

    def fetch(self) -> None:
        """Ask for every page of every dataset that has changed."""
        with reading():
            newest = versions.newest(OUTLET)
        for name, version in newest.items():
            dataset = versions.as_dataset(name)
            if self._place(dataset).version != version:
                while not self._page(dataset):
                    pass

    def _page(self, dataset: Dataset) -> bool:
        """Ask for one page; return whether it was the last."""
        key, place = X25519PrivateKey.generate(), self._place(dataset)
        public = key.public_key().public_bytes_raw()
        ask = Ask(terminal=TERMINAL, id="0" * 24, at=_NOW, key=public, page=place)
        question = sign(msgspec.json.encode(ask), self._own, TERMINAL, "quay-ask")
        letter = self._desk.answer(topics.ask(PROVINCE, TERMINAL), question)
        self.bytes += len(question)
        self._count(letter.payload)
        plain = verify(letter.payload, self._server.public_key(), "server", "quay-answer")
        sealed = read_answer(plain).page
        if not isinstance(sealed, bytes):
            raise TypeError("an answer without a page")
        page = unpack(open_answer(sealed, key, terminal=TERMINAL, question=ask.id))
        last = page.rows[-1]
        self.places[dataset] = Place(dataset=dataset, version=last.version, key=last.key)
        return page.is_last

    def _place(self, dataset: Dataset) -> Place:
        return self.places.get(dataset, Place(dataset=dataset))

    def _count(self, payload: bytes) -> None:
        self.bytes += len(payload)


def measure(folder: Path) -> int:
    """Import a national catalogue, change what a day changes, and count one terminal's bytes."""
    open_store(folder / "server.db")
    line = Line()
    drugs = list(_drugs())
    people = [_worker(number) for number in range(_STAFF)]
    with writing():
        line.register()
        save_drugs(drugs, _NOW)
        save_prices((_price(drug, 0) for drug in drugs), _NOW, _TODAY)
        save_staff(people, _NOW)
        save_parameters(_TODAY, {"rx_valid_days": 5}, _NOW)
    line.news.begin()
    line.fetch()
    line.bytes = 0
    _let_a_day_pass(drugs, people)
    line.hear()
    line.fetch()
    close_store()
    return line.bytes


def _let_a_day_pass(drugs: list[DrugRecord], people: list[Worker]) -> None:
    far_apart = drugs[:: len(drugs) // DRUGS][:DRUGS]
    changed = [msgspec.structs.replace(one, row=_renamed(one.row)) for one in far_apart]
    prices = drugs[:: len(drugs) // PRICES][:PRICES]
    with writing():
        save_drugs(changed, _NOW, is_full=False)
        save_prices((_price(drug, 100) for drug in prices), _NOW, _TODAY)
        save_staff([*people[PEOPLE:], *(_worker(90 + n) for n in range(PEOPLE))], _NOW)
        save_parameters(date(2026, 12, 1), {"rx_valid_days": 7}, _NOW)
        stop(
            Stop(
                number="4321/QLD-CL",
                kind="recalled",
                drug=drugs[7].row.id,
                batches=("LO2601",),
                level=2,
                issued=_TODAY,
                reason="Không đạt chỉ tiêu độ hòa tan",
            )
        )


def _drugs() -> Iterator[DrugRecord]:
    for row in national_catalogue(NATIONAL):
        yield DrugRecord(row=msgspec.convert(msgspec.to_builtins(row), DrugRow))


def _renamed(row: DrugRow) -> DrugRow:
    return msgspec.structs.replace(row, name=f"{row.name} (mới)")


def _price(drug: DrugRecord, more: int) -> Announced:
    price = 500 + len(drug.row.name) * 37 + more
    return Announced(drug.row.id, drug.row.base_unit, price, _TODAY, "0000/CBG")


def _worker(number: int) -> Worker:
    return Worker(outlet=OUTLET, badge=f"NV{number:02}", name=f"Cô Mẫu {number}", degree="dai_hoc")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as here:
        print(measure(Path(here)), "bytes of a day's reference data for one terminal")
