"""What is scanned at a counter that Hypothesis plays, and what the province answers."""

from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from codes import Badge, PrescriptionCode
from device.counter.deed import AskPrescription
from device.counter.drug import Drug
from device.counter.event import (
    Chosen,
    Event,
    Prescribed,
    Scanned,
)
from device.counter.parameters import WithoutCode
from device.counter.prescription import Origin, PrescribedLine, Prescription
from device.counter.state import (
    Blocked,
    CallPerson,
    Choice,
)
from device.counter.step import Step
from tests.device.counter.shop import (
    CARD,
    COMBINATION,
    DRUGS,
    FREE,
    MAI,
    NARCOTIC,
    NEXT_YEAR,
    ON_PRESCRIPTION,
    ORDINARY,
    OTHER_BRAND,
    OTHER_ON_PRESCRIPTION,
    PRECURSOR,
    PSYCHOTROPIC,
    TODAY,
    TOMORROW,
    TYPE_H,
    TYPE_N,
    YESTERDAY,
    Counter,
    MemoryShelf,
    pack,
)
from tests.device.counter.witness import Witness

PRESCRIBED: dict[PrescriptionCode, tuple[tuple[Drug, int], ...]] = {
    ORDINARY: ((ON_PRESCRIPTION, 28), (OTHER_ON_PRESCRIPTION, 60), (FREE, 25)),
    TYPE_N: ((NARCOTIC, 30), (COMBINATION, 10)),
    TYPE_H: ((PSYCHOTROPIC, 14), (PRECURSOR, 100)),
}
"""What really stands on each prescription: drug and base units."""

drugs = st.sampled_from(DRUGS)
batches = st.sampled_from(["A", "B", "C"])


class Serving(RuleBasedStateMachine):
    """Scans packs, prescriptions and cards at random, on a shelf that moves."""

    def __init__(self) -> None:
        super().__init__()
        self.counter = Counter(MemoryShelf())
        self.witness = Witness(self.counter)
        self.asked: list[str] = []
        self.elsewhere: dict[tuple[str, int], int] = {}
        """What other terminals have dispensed so far, by prescription and line."""

    def act(self, event: Event) -> Step:
        """Let something happen, and look at what it led to."""
        return self.witness.sees(event)

    @initialize(
        stock=st.lists(
            st.tuples(
                drugs,
                batches,
                st.sampled_from([NEXT_YEAR, NEXT_YEAR, NEXT_YEAR, TOMORROW, YESTERDAY]),
                st.integers(1, 250),
            ),
            min_size=12,
            max_size=24,
        ),
        allowed=st.sampled_from(WithoutCode),
    )
    def open_shop(self, stock: list[Any], allowed: WithoutCode) -> None:
        for drug, number, expiry, on_hand in stock:
            self.counter.shelf.put(drug, number, expiry, on_hand)
        self.counter.permit(rx_required_override=allowed)
        self.witness.begin()

    # What is scanned.

    @rule(
        drug=drugs,
        batch=st.none() | batches,
        serial=st.none() | st.sampled_from(["S1", "S2", "S3"]),
        box=st.booleans(),
    )
    def scan_pack(self, drug: Drug, batch: str | None, serial: str | None, *, box: bool) -> None:
        known = self.counter.shelf.batch(drug.id, batch) if batch else None
        expiry = known.expiry if known else NEXT_YEAR
        code = pack(drug, batch, expiry if batch else None, serial, box=box)
        self.act(Scanned(code))

    @rule(drug=drugs, times=st.integers(2, 4))
    def scan_what_is_there(self, drug: Drug, times: int) -> None:
        """Somebody who takes good packs from the shelf."""
        for _scan in range(times):
            self.act(Scanned(pack(drug, None, None)))

    @rule(code=st.sampled_from([*PRESCRIBED]))
    def scan_prescription(self, code: PrescriptionCode) -> None:
        found = self.act(Scanned(code))
        self.asked += [deed.code for deed in found.deeds if isinstance(deed, AskPrescription)]

    @rule(
        code=st.sampled_from([*PRESCRIBED]),
        has_card=st.sampled_from([True, True, True, False]),
        box=st.booleans(),
        data=st.data(),
    )
    def serve_on_prescription(
        self, code: PrescriptionCode, data: st.DataObject, *, has_card: bool, box: bool
    ) -> None:
        """A whole customer, from the prescription to the last pack."""
        self.scan_prescription(code)
        if has_card:
            self.act(Scanned(CARD))
        if self.asked:
            self.answer(has_answer=True, data=data)
        for drug, _units in PRESCRIBED[code]:
            self.act(Scanned(pack(drug, None, None, box=box)))

    @rule(swapped=st.sampled_from([OTHER_BRAND, OTHER_BRAND, ON_PRESCRIPTION]))
    def substitute(self, swapped: Drug) -> None:
        """Go the whole way of selling another brand."""
        self.act(Scanned(pack(swapped, None, None)))
        for name in ("SUBSTITUTE", "CONSENT"):
            if isinstance(self.counter.state, Blocked):
                self.act(Chosen(name))
        if isinstance(self.counter.state, CallPerson):
            self.act(Scanned(Badge(MAI.badge)))
        if isinstance(self.counter.state, Choice):
            self.act(Chosen("out-of-stock"))

    @rule(drug=st.sampled_from([ON_PRESCRIPTION, OTHER_ON_PRESCRIPTION]))
    def sell_in_an_emergency(self, drug: Drug) -> None:
        """Go the whole way of selling without a prescription, where that is switched on."""
        self.act(Scanned(pack(drug, None, None)))
        if isinstance(self.counter.state, Blocked):
            self.act(Chosen("EMERGENCY"))
        if isinstance(self.counter.state, CallPerson):
            self.act(Scanned(Badge(MAI.badge)))
        if isinstance(self.counter.state, Choice):
            self.act(Chosen("emergency"))

    @rule()
    def scan_card(self) -> None:
        self.act(Scanned(CARD))

    @precondition(lambda self: self.asked)
    @rule(has_answer=st.sampled_from([True, True, False]), data=st.data())
    def answer(self, *, has_answer: bool, data: st.DataObject) -> None:
        """The province says what all other terminals have dispensed."""
        text = self.asked.pop(0)
        found = self._told(text, data) if has_answer else None
        self.act(Prescribed(text, found))

    def _elsewhere(self, text: str, number: int, units: int, data: st.DataObject) -> int:
        """Others dispense what this counter leaves them, as the days go by."""
        before = self.elsewhere.get((text, number), 0)
        here = self.counter.book.dispensed(text).get(number, 0)
        open_to_them = max(0, units - here - before)
        more = data.draw(st.sampled_from([0, 0, 0, open_to_them // 2]))
        self.elsewhere[text, number] = before + more
        return before + more

    def _told(self, text: str, data: st.DataObject) -> Prescription:
        code = next(code for code in PRESCRIBED if code.text.upper() == text.upper())
        lines = tuple(
            PrescribedLine(
                number=number,
                name=drug.name,
                quantity=units,
                drug=drug.id,
                dispensed=self._elsewhere(text.upper(), number, units, data),
            )
            for number, (drug, units) in enumerate(PRESCRIBED[code], start=1)
        )
        return Prescription(
            code=code, origin=Origin.PROVINCE, issued=TODAY, lines=lines, is_checked=True
        )
