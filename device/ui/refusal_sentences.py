"""Why a pack may not be sold, and the way out: one set of words for each rule."""

from datetime import date

from device.counter.rules import Refusal, Rule, Way
from device.counter.sale import OpenSale
from device.ui.refusals import controlled, prescription, scope, shelf, substitution
from device.ui.refusals.naming import control_word
from device.ui.refusals.saving import no_room_words, sale_in_doubt_words, save_failed_words
from device.ui.refusals.stop_words import StopWords
from device.ui.refusals.ways import WayWords, way_word, way_words
from words import _

__all__ = [
    "StopWords",
    "WayWords",
    "control_word",
    "no_room_words",
    "refusal_words",
    "sale_in_doubt_words",
    "save_failed_words",
    "way_word",
    "way_words",
]

_SAYINGS = {
    **scope.SAYINGS,
    **prescription.SAYINGS,
    **substitution.SAYINGS,
    **controlled.SAYINGS,
    **shelf.SAYINGS,
}


def refusal_words(refusal: Refusal, sale: OpenSale, today: date) -> StopWords:
    """Say why a pack was refused and what to do. `sale` is without the refused line."""
    reason = _SAYINGS[refusal.rule](refusal, sale, today)
    aside = refusal.rule in {Rule.EXPIRED, Rule.RECALLED, Rule.SUSPENDED}
    return StopWords(
        title=reason.title,
        subject=refusal.line.drug.name,
        detail=reason.detail,
        steps=reason.steps,
        numbered=reason.numbered,
        ground=_("Căn cứ: {law}").format(law=refusal.rule.source.law),
        hint=reason.hint or _("Quét thuốc khác là bán tiếp"),
        button=way_words(Way.SET_ASIDE).button if aside else _("Bỏ thuốc này"),
    )
