"""The self-test in words: for paper, for a technician's terminal, for the diagnostic bundle."""

from collections.abc import Sequence

from device.facts import Fact
from device.paper.self_test import CheckedLine
from device.part_names import part_name
from words import _


def state_word(fact: Fact) -> str:
    """Say whether a part is well."""
    if not fact.is_known:
        return _("CHƯA RÕ")
    return _("ĐẠT") if fact.is_well else _("LỖI")


def summary_words(facts: Sequence[Fact]) -> str:
    """Say how many parts are at fault."""
    faults = sum(not fact.is_well for fact in facts)
    return _("Có {n} chỗ phải sửa").format(n=faults) if faults else _("Máy tốt")


def checked_lines(facts: Sequence[Fact]) -> tuple[CheckedLine, ...]:
    """Return every part as the paper shows it."""
    return tuple(
        CheckedLine(
            name=part_name(fact.part),
            state=state_word(fact),
            value=fact.detail,
            advice=fact.advice,
        )
        for fact in facts
    )


def as_text(facts: Sequence[Fact]) -> str:
    """Return the self-test as lines of text."""
    lines = [
        f"{line.state:8} {line.name}: {line.value}"
        + (f"\n         → {line.advice}" if line.advice else "")
        for line in checked_lines(facts)
    ]
    return "\n".join([*lines, summary_words(facts)])
