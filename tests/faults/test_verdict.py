"""The verdict says so when something is wrong: a campaign that cannot fail would prove nothing."""

import dataclasses
from typing import Any

import pytest

from tests.faults.evidence import AlarmDue, AlarmRaised, Evidence, Key, Stored
from tests.faults.outlet import Confirmed
from tests.faults.verdict import judge
from wire.chain import origin

TERMINAL, EPOCH = "Q33-0101", "e" * 32


def digest(seq: int, epoch: str = EPOCH) -> str:
    return f"{epoch[0]}{seq:063d}"


def key(seq: int, epoch: str = EPOCH) -> Key:
    return Key(TERMINAL, epoch, seq, digest(seq, epoch))


def stored(seq: int, epoch: str = EPOCH, **more: Any) -> Stored:
    prev = digest(seq - 1, epoch) if seq > 1 else origin(TERMINAL, epoch)
    given: dict[str, Any] = {"kind": "sale", "total": 11_000, "carries": None, "is_genuine": True}
    return Stored(key=key(seq, epoch), body={"prev": prev}, **{**given, **more})


def confirmed(seq: int, **more: Any) -> Confirmed:
    given: dict[str, Any] = {"epoch": EPOCH, "sha256": digest(seq)}
    return Confirmed(terminal=TERMINAL, seq=seq, total=11_000, **{**given, **more})


GOOD = Evidence(
    confirmed=tuple(confirmed(seq) for seq in (1, 2, 3)),
    stored=tuple(stored(seq) for seq in (1, 2, 3)),
    ledgers={TERMINAL: {key(seq): "received" for seq in (1, 2, 3)}},
    alarms=(),
    due=(),
    allowed=frozenset(),
    purged={},
    kills=1,
    broken_chains=(),
    not_drained=(),
    readable=(),
)


def altered(**changes: Any) -> Evidence:
    return dataclasses.replace(GOOD, **changes)


def test_a_good_campaign_holds() -> None:
    verdict = judge(GOOD)
    assert verdict.holds
    assert (verdict.sales_confirmed, verdict.sales_stored) == (3, 3)


def test_a_sale_that_the_store_has_lost_is_lost() -> None:
    verdict = judge(altered(stored=GOOD.stored[:2]))
    assert not verdict.holds
    assert verdict.lost == 2  # confirmed, and called received by the terminal


def test_a_sale_lost_on_both_sides_is_lost() -> None:
    ledger = {TERMINAL: {key(1): "received", key(2): "received"}}
    assert judge(altered(stored=GOOD.stored[:2], ledgers=ledger)).lost == 1


def test_a_forged_receipt_is_seen_by_what_the_terminal_believes() -> None:
    ledger = {TERMINAL: {**GOOD.ledgers[TERMINAL], key(4): "received"}}
    verdict = judge(altered(ledgers=ledger))
    assert not verdict.holds
    assert verdict.lost == 1


def test_a_sale_stored_as_itself_and_carried_is_doubled() -> None:
    again = stored(1, "f" * 32, carries=key(3))
    ledger = {TERMINAL: {**GOOD.ledgers[TERMINAL], again.key: "received"}}
    verdict = judge(altered(stored=(*GOOD.stored, again), ledgers=ledger))
    assert (verdict.doubled, verdict.holds) == (1, False)


def test_a_sale_carried_twice_is_doubled() -> None:
    copies = [stored(1, "f" * 32, carries=key(3)), stored(1, "a" * 32, carries=key(3))]
    ledger = {TERMINAL: {**GOOD.ledgers[TERMINAL], **{one.key: "received" for one in copies}}}
    verdict = judge(altered(stored=(*GOOD.stored[:2], *copies), ledgers=ledger))
    assert verdict.doubled == 1


def test_a_sale_carried_by_what_was_carried_again_counts_once() -> None:
    first, second = key(3), key(1, "f" * 32)
    copies = [stored(1, "a" * 32, carries=second)]
    ledger = {
        TERMINAL: {key(1): "received", key(2): "received", first: "carried", second: "carried"}
        | {one.key: "received" for one in copies}
    }
    middle = stored(1, "f" * 32, carries=first)
    evidence = altered(stored=(*GOOD.stored[:2], middle, *copies), ledgers=ledger)
    # The one in the middle must not be stored beside the one that carries it.
    assert judge(evidence).doubled == 1


def test_an_entry_whose_bytes_are_not_its_own_is_not_genuine() -> None:
    changed = dataclasses.replace(GOOD.stored[1], is_genuine=False)
    assert not judge(altered(stored=(GOOD.stored[0], changed, GOOD.stored[2]))).holds


def test_a_chain_that_does_not_link_is_broken() -> None:
    loose = dataclasses.replace(GOOD.stored[1], body={"prev": "0" * 64})
    verdict = judge(altered(stored=(GOOD.stored[0], loose, GOOD.stored[2])))
    assert (verdict.chains_broken, verdict.holds) == (1, False)


def test_a_gap_is_a_broken_chain_unless_the_terminal_has_declared_it() -> None:
    rest = (GOOD.stored[0], GOOD.stored[2])
    ledger = {TERMINAL: {key(1): "received", key(3): "received"}}
    assert judge(altered(stored=rest, ledgers=ledger)).chains_broken == 1
    begun = stored(
        1,
        "f" * 32,
        kind="epoch-begun",
        total=0,
    )
    begun.body.update(because="damaged", previous=EPOCH, previous_through=3, missing=[[2, 2]])
    ledger[TERMINAL][begun.key] = "received"
    said = f"server: Chuỗi đứt ở máy {TERMINAL}, kỳ sổ {EPOCH}, phiếu 2: thiếu phiếu"
    verdict = judge(altered(stored=(*rest, begun), ledgers=ledger, broken_chains=(said,)))
    assert verdict.holds, verdict.wrong
    assert (verdict.lost, verdict.declared) == (0, 1)


def test_more_unconfirmed_sales_than_kills_are_suspicious() -> None:
    assert judge(altered(confirmed=GOOD.confirmed[:2])).holds
    assert not judge(altered(confirmed=GOOD.confirmed[:1])).holds


def test_what_no_ledger_of_the_terminal_knows_is_suspicious() -> None:
    ledger = {TERMINAL: {key(1): "received", key(2): "received"}}
    assert not judge(altered(ledgers=ledger)).holds


def test_what_the_terminal_has_purged_is_not_missed() -> None:
    ledger = {TERMINAL: {key(3): "received"}}
    purged = {(TERMINAL, EPOCH): 2}
    assert judge(altered(ledgers=ledger, purged=purged)).holds
    assert not judge(altered(ledgers=ledger, purged={(TERMINAL, EPOCH): 1})).holds


def test_what_is_called_set_aside_must_not_be_stored() -> None:
    ledger = {TERMINAL: {**GOOD.ledgers[TERMINAL], key(3): "rejected"}}
    assert not judge(altered(ledgers=ledger)).holds


def test_a_due_alarm_that_is_not_raised_is_missing() -> None:
    due = (AlarmDue(frozenset({"clone", "conflict"}), TERMINAL, "a cloned card"),)
    verdict = judge(altered(due=due))
    assert (verdict.alarms_missing, verdict.holds) == (1, False)
    raised = (AlarmRaised("conflict", TERMINAL),)
    assert judge(altered(due=due, alarms=raised)).holds


def test_an_alarm_that_nothing_provoked_is_false() -> None:
    raised = (AlarmRaised("gap", TERMINAL),)
    verdict = judge(altered(alarms=raised))
    assert (verdict.alarms_false, verdict.holds) == (1, False)
    assert judge(altered(alarms=raised, allowed=frozenset({("gap", TERMINAL)}))).holds


@pytest.mark.parametrize("what", ["not_drained", "readable", "missed_steps", "unmet"])
def test_whatever_else_is_found_is_told(what: str) -> None:
    verdict = judge(altered(**{what: ("something",)}))
    assert not verdict.holds
    assert "something" in verdict.wrong[0]


def test_a_sale_seen_on_a_screen_alone_is_found_by_number_and_sum() -> None:
    seen = confirmed(3, epoch="", sha256="")
    assert judge(altered(confirmed=(*GOOD.confirmed[:2], seen))).holds
    other = dataclasses.replace(seen, total=12_000)
    assert judge(altered(confirmed=(*GOOD.confirmed[:2], other))).lost == 1
