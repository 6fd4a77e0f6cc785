import pytest

from device.counter.rules import Rule, Way, refuse, refuse_sale
from device.counter.sale import OpenSale
from device.ui.refusal_sentences import refusal_words, way_words
from tests.device.counter.rules.examples import EXAMPLES, NONE_PUT_ASIDE, Try
from tests.device.counter.rules.stall import TODAY

NAMED = pytest.mark.parametrize(
    "rule", Rule, ids=[f"{rule.source.code}, {rule.source.law}: {rule.value}" for rule in Rule]
)
PUT_ASIDE = {
    *(Rule.OUT_OF_SCOPE, Rule.LICENCE_ENDED, Rule.NOT_FOR_CABINET, Rule.VACCINE),
    *(Rule.UNSALEABLE, Rule.NO_PERMISSION, Rule.TRANCHE_OVER),
}
"""Nothing that the counter could do lets them pass: the pack is put aside."""


@NAMED
def test_a_rule_says_where_it_stands_and_how_sure_that_is(rule: Rule) -> None:
    assert rule.source.law
    assert rule.source.code
    assert rule.source.confidence in {"A", "A*", "A-", "B", "C", "D"}


@NAMED
def test_a_rule_refuses(rule: Rule) -> None:
    example = EXAMPLES[rule]
    tried = example.refused
    refusal = refuse(tried.line, tried.sale, tried.world)
    assert refusal is not None
    assert (refusal.rule, refusal.line) == (rule, tried.line)
    assert refusal.ways == example.ways


@NAMED
def test_a_rule_has_a_way_out_or_the_pack_is_put_aside(rule: Rule) -> None:
    out = EXAMPLES[rule].out
    assert (out is NONE_PUT_ASIDE) is (rule in PUT_ASIDE)
    if out is not None:
        assert refuse(out.line, out.sale, out.world) is None
        assert refuse_sale(_whole(out), out.world) is None


@NAMED
def test_a_rule_refuses_once_more_before_the_money(rule: Rule) -> None:
    tried = EXAMPLES[rule].refused
    refusal = refuse_sale(_whole(tried), tried.world)
    assert refusal is not None
    assert refusal.rule is rule


@NAMED
def test_a_rule_has_sentences(rule: Rule) -> None:
    tried = EXAMPLES[rule].refused
    refusal = refuse(tried.line, tried.sale, tried.world)
    assert refusal is not None
    words = refusal_words(refusal, tried.sale, TODAY)
    assert words.title
    assert words.detail
    assert len(words.steps) == 2
    assert rule.source.law in words.ground
    assert all(way_words(way).button for way in refusal.ways)


def test_every_way_leads_out_of_some_rule() -> None:
    from_examples = {way for example in EXAMPLES.values() for way in example.ways}
    shown_elsewhere = {Way.EMERGENCY, Way.OUTSIDE_PRESCRIPTION}
    assert from_examples | shown_elsewhere == set(Way)


def _whole(tried: Try) -> OpenSale:
    return tried.sale.add(tried.line)
