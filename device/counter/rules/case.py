"""What a rule looks at."""

from dataclasses import dataclass, replace
from typing import Any

from device.counter.drug import Drug, ShelfBatch
from device.counter.parameters import STRICT, Parameters
from device.counter.prescription import PrescribedLine, Prescription
from device.counter.rules.refusal import Refusal, Way
from device.counter.rules.rule import Rule
from device.counter.sale import OpenSale, SaleLine
from device.counter.world import World


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A line about to be sold, the other lines of its sale, and the world around them."""

    line: SaleLine
    sale: OpenSale
    """Without the line."""
    world: World

    @property
    def drug(self) -> Drug:
        """The drug itself."""
        return self.line.drug

    @property
    def parameters(self) -> Parameters:
        """What the rules are measured by."""
        return self.world.parameters

    @property
    def prescription(self) -> Prescription | None:
        """What the sale stands on, if anything."""
        return self.sale.prescription

    @property
    def prescribed(self) -> PrescribedLine | None:
        """The prescription's line that the drug is dispensed on."""
        if self.prescription is None or self.line.prescribed is None:
            return None
        return self.prescription.line(self.line.prescribed)

    @property
    def needs_prescription(self) -> bool:
        """Whether the drug is sold on prescription only."""
        return needs_prescription(self.drug, self.parameters)

    @property
    def is_dispensed(self) -> bool:
        """Whether the prescription decides: the drug needs one, or is counted on one."""
        return self.prescription is not None and (
            self.needs_prescription or self.line.prescribed is not None
        )

    def refused(self, rule: Rule, *ways: Way, **facts: Any) -> Refusal:
        """Refuse the line, with the ways out and the facts that the rule turns on."""
        return Refusal(rule=rule, line=self.line, ways=ways, **facts)

    def batches(self) -> tuple[ShelfBatch, ...]:
        """Return the drug's batches by the book, first expired first."""
        return self.world.shelf.batches(self.drug.id)

    def is_set_aside(self, rule: Rule) -> bool:
        """Whether somebody has answered for setting the rule aside, for this very drug."""
        return self.sale.override(rule.source.code, self.drug.id) is not None


def needs_prescription(drug: Drug, parameters: Parameters) -> bool:
    """RX-02, ABX-01 (TT 07/2017/TT-BYT Đ4, TT32 Đ15; A- for the texts): what is on prescription.

    The catalogue says it; drugs of annexes I to III are on prescription whatever it says (TT26
    Đ12 k7 d, Đ9), and so are antibiotics that are not for use on the skin, eye, ear or nose.
    """
    systemic = drug.antibiotic and drug.route.lower() not in parameters.topical_routes
    return (
        drug.prescription_only
        or drug.control in STRICT
        or (systemic and parameters.systemic_antibiotic_is_rx)
    )


def cases(sale: OpenSale, world: World) -> tuple[Case, ...]:
    """Return a case for each line of a sale, in the order of scanning."""
    return tuple(
        Case(
            line=line,
            sale=replace(sale, lines=sale.lines[:index] + sale.lines[index + 1 :]),
            world=world,
        )
        for index, line in enumerate(sale.lines)
    )
