"""docs/wire.md says what the code does: its examples are golden bytes, its tables are complete."""

import re
from pathlib import Path

import msgspec
import pytest

from server.ingest.problem import Refusal
from server.ingest.verify import MAX_MESSAGE_BYTES
from server.settings import IngestSettings
from server.store.quarantine import Reason
from server.store.terminals import OLD_KEY_DAYS
from tests.wire.test_golden import GOLDEN
from wire import topics
from wire.asking import Answer, Ask
from wire.batch import MAX_BYTES, MAX_ENTRIES, Batch
from wire.entry import Head
from wire.kinds import KINDS, CountLine, ShelfLine, ShiftFigures
from wire.receipt import Receipt
from wire.registration import Registration
from wire.sale import Dispensed, Line, TransferPaid
from wire.status import Status

TEXT = (Path(__file__).parents[2] / "docs" / "wire.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(
    r"^\[([a-z0-9.-]+)\]\(\.\./tests/wire/golden/\1\):\n\n```\w+\n(.*?)\n```$",
    re.MULTILINE | re.DOTALL,
)
OF_A_WHOLE_MESSAGE = {
    "unsigned",
    "malformed",
    "unknown terminal",
    "revoked",
    "forged",
    "too large",
    "unexpected",
}


def section(heading: str) -> str:
    """Return what stands under a heading, up to the next of its level or above."""
    level = len(heading.partition(" ")[0])
    rest = TEXT.partition(f"\n{heading}\n")[2]
    assert rest, heading
    return re.split(rf"^#{{1,{level}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def tables(text: str) -> list[list[list[str]]]:
    """Return the tables of a text: rows of cells, without the head."""
    found = re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    return [
        [[cell.strip() for cell in row.strip("|").split(" | ")] for row in table.splitlines()[2:]]
        for table in found
    ]


def names(table: list[list[str]]) -> list[str]:
    return [row[0].strip("| `") for row in table]


def own_fields(kind: type[Head]) -> set[str]:
    return {field.name for field in msgspec.structs.fields(kind)} - {
        field.name for field in msgspec.structs.fields(Head)
    }


def test_every_example_is_the_bytes_of_its_file() -> None:
    found = EXAMPLE.findall(TEXT)
    assert len(found) > 18
    assert len(found) == TEXT.count("```") // 2
    for name, shown in found:
        assert shown.encode() == (GOLDEN / name).read_bytes().rstrip(b"\n"), name


def test_every_kind_has_its_example() -> None:
    for kind in KINDS:
        assert f"{kind}-v1.json" in section(f"### `{kind}`")


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_every_kind_is_in_its_table_and_no_other(kind: str) -> None:
    assert set(names(tables(section(f"### `{kind}`"))[0])) == own_fields(KINDS[kind])


@pytest.mark.parametrize("kind", KINDS)
def test_a_field_with_a_default_is_called_optional_and_no_other(kind: str) -> None:
    told = {
        row[0].strip("| `"): "optional" in row[1] for row in tables(section(f"### `{kind}`"))[0]
    }
    fields = {field.name: not field.required for field in msgspec.structs.fields(KINDS[kind])}
    assert told == {name: fields[name] for name in told}


@pytest.mark.parametrize(
    ("heading", "number", "struct"),
    [
        ("## Who sends", 1, Registration),
        ("## Entries", 0, Head),
        ("### `sale`", 1, Line),
        ("### `sale`", 2, TransferPaid),
        ("### `sale`", 3, Dispensed),
        ("### `shift`", 1, ShiftFigures),
        ("### `goods-in`", 1, ShelfLine),
        ("### `stock-count`", 1, CountLine),
        ("## Batches", 0, Batch),
        ("## Receipts", 0, Receipt),
        ("### Status", 0, Status),
        ("### Questions", 0, Ask),
        ("### Answers", 0, Answer),
    ],
)
def test_every_field_of_every_other_message_is_in_its_table(
    heading: str, number: int, struct: type[msgspec.Struct]
) -> None:
    told = names(tables(section(heading))[number])
    assert told == [field.name for field in msgspec.structs.fields(struct)]


def test_every_reason_for_rejecting_an_entry_is_told_with_what_to_do() -> None:
    told = {row[0].strip("| `") for row in tables(section("### Why an entry is rejected"))[0]}
    in_words = {"foreign topic", "wrong signer", "sealed uninvited"}
    assert told | OF_A_WHOLE_MESSAGE | in_words == {reason.value for reason in Reason}
    for reason in in_words:
        assert f"`{reason}`" in section("## The broker: MQTT")


def test_every_answer_of_the_door_is_told_with_what_to_do() -> None:
    told = [
        (int(row[0].strip("| ")), row[1].strip("`"))
        for row in tables(section("## The door: HTTPS"))[1]
    ]
    assert told == [refusal.value[:2] for refusal in Refusal]


def test_limits_are_as_they_are() -> None:
    said = section("## Batches")
    limits = IngestSettings()
    for figure in (MAX_ENTRIES, MAX_BYTES, MAX_MESSAGE_BYTES):
        assert f"| {figure}" in said
    assert f"{limits.rate:.0f} a second and {limits.burst:.0f} at once" in said
    assert str(MAX_MESSAGE_BYTES) in Refusal.TOO_LARGE.value[2]
    assert f"for {OLD_KEY_DAYS} days more" in TEXT


def test_topics_are_as_they_are() -> None:
    said = section("## The broker: MQTT")
    assert f"`{topics.entries('33', 'Q33-0001')}`" in said
    for leaf in ("entries", "status", "receipt"):
        assert f"`quay/v1/PROVINCE/SHARD/TERMINAL/{leaf}`" in said
