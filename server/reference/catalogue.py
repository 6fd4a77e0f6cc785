"""The national catalogue: 55,000 drugs in the table `drug`, and on their way to terminals."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from server.reference import versions
from server.reference.drug_record import DrugRecord
from server.reference.drugs import DrugBook, DrugFacts
from server.reference.folding import patterns
from server.reference.versions import Put
from server.store.database import add, given, rows, run, run_many, to_json
from server.store.tables import DATABASE

DATASET = "catalogue"
_KNOWN = "drugs"
"""Under this name versions of the table are kept: some of what it holds no terminal gets."""
_DECODER = msgspec.json.Decoder(DrugRecord)
_COLUMNS = (
    "id", "name", "registration", "old_registration", "ingredient", "maker", "rx", "antibiotic",
    "control", "atc", "searched", "body", "gone",
)  # fmt: skip


class Book:
    """Drugs by id, as one version of the catalogue has them; read when they are first asked for."""

    def __init__(self, version: int, store: object = None) -> None:
        self.version, self.store = version, store
        self._known: dict[str, DrugFacts] = {}

    def facts(self, drug: str) -> DrugFacts:
        """Return what is known of a drug; one that nobody knows counts as RX-02 says."""
        if drug not in self._known:
            found = find(drug)
            self._known[drug] = found.facts if found else _unknown(drug)
        return self._known[drug]


_book = Book(-1)


def drug_book() -> DrugBook:
    """Return the drugs; the same book until the catalogue changes. Within a transaction."""
    global _book  # noqa: PLW0603 - what was read once is kept for the process
    version = versions.newest_of(_KNOWN)
    if version != _book.version or DATABASE.obj is not _book.store:
        _book = Book(version, DATABASE.obj)
    return _book


def save_drugs(records: Iterable[DrugRecord], now: datetime, *, is_full: bool = True) -> Put:
    """Take a catalogue over; within a transaction that writes.

    Drugs that a full catalogue leaves out are gone for terminals; the pages know them still.
    """
    new = {record.row.id: record for record in records}
    bodies = {key: msgspec.json.encode(record.row) for key, record in new.items()}
    done = versions.put(DATASET, versions.EVERYBODY, bodies, now, is_full=is_full)
    known = dict(rows("SELECT id, body FROM drug WHERE gone = 0"))
    encoded = {key: msgspec.json.encode(record).decode() for key, record in new.items()}
    changed = [key for key, body in encoded.items() if known.get(key) != body]
    left_out = [key for key in known if key not in new] if is_full else []
    if changed or left_out:
        _store([(new[key], encoded[key]) for key in changed])
        run_many("UPDATE drug SET gone = 1 WHERE id = ?", [(key,) for key in left_out])
        versions.note(_KNOWN, versions.EVERYBODY, len(changed) + len(left_out), now)
    return done


def find(drug: str) -> DrugRecord | None:
    """Return a drug by its id, also one that left the catalogue."""
    found = rows("SELECT body FROM drug WHERE id = ?", (drug,))
    return _DECODER.decode(found[0][0]) if found else None


def records() -> dict[str, DrugRecord]:
    """Return the whole catalogue, by id."""
    return {key: _DECODER.decode(body) for key, body in rows(_ALL)}


def search(text: str, *, first: int = 0, most: int = 50) -> tuple[list[DrugRecord], int]:
    """Return drugs of which name, ingredient, number or maker has every word, and how many."""
    wanted = patterns(text)
    like = "".join(" AND searched LIKE ? ESCAPE '\\'" for _word in wanted)
    (count,) = rows(f"SELECT count(*) FROM drug WHERE gone = 0{like}", wanted)  # noqa: S608
    found = rows(
        f"SELECT body FROM drug WHERE gone = 0{like} ORDER BY name, id LIMIT ? OFFSET ?",  # noqa: S608
        (*wanted, most, first),
    )
    return [_DECODER.decode(body) for (body,) in found], int(count[0])


def by_registration(number: str) -> list[DrugRecord]:
    """Return the drugs under a normalised number, new or old; also those that are gone."""
    found = rows(
        "SELECT body FROM drug WHERE registration = ? OR old_registration = ? ORDER BY id",
        (number, number),
    )
    return [_DECODER.decode(body) for (body,) in found]


_ALL = "SELECT id, body FROM drug WHERE gone = 0"


def _store(changed: Sequence[tuple[DrugRecord, str]]) -> None:
    run(
        f"DELETE FROM drug WHERE id IN (SELECT id FROM {given(id='text')} AS one)",  # noqa: S608
        (to_json((record.row.id,) for record, _body in changed),),
    )
    add("drug", _COLUMNS, [_columns(record, body) for record, body in changed])


def _columns(record: DrugRecord, body: str) -> tuple[object, ...]:
    row, facts = record.row, record.facts
    return (
        row.id, row.name, row.registration, record.old_registration, facts.ingredient, row.maker,
        int(row.rx), facts.antibiotic, row.control, record.atc, record.searched, body, 0,
    )  # fmt: skip


def _unknown(drug: str) -> DrugFacts:
    return DrugFacts(id=drug, name=drug, is_known=False)
