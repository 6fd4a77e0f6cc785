"""Finding batches: by what was typed, or by the code on a pack."""

from collections.abc import Hashable
from functools import lru_cache
from typing import NamedTuple, cast

from codes import Pack, Scan, recognise
from server.query.filters import Filters
from server.query.listing import Listing
from server.reference import catalogue
from server.reference.folding import patterns
from server.store.database import given, rows, to_json

_MOST_DRUGS = 500


class BatchFound(NamedTuple):
    """A batch of a drug somewhere in the province."""

    drug: str
    drug_name: str
    batch: str
    expiry: str
    """Day; the last one, where outlets noted several. Empty: nobody did."""
    outlets: int
    received: int
    """Units, with what was there before the first sale."""
    on_shelf: int
    aside: int


def find_batches(filters: Filters) -> Listing[BatchFound]:
    """Return batches of which number, drug or the drug's name begins or goes as `search` says.

    A scanned pack finds the batch that its code names (GS1: AI 01 and 10).
    """
    where, parameters = _wanted(filters.search.replace("\0", ""))
    (total,) = rows(f"SELECT count(*) FROM lot WHERE {where}", parameters)[0]  # noqa: S608
    found = rows(
        f"SELECT id, drug, batch FROM lot WHERE {where} ORDER BY batch, drug LIMIT ? OFFSET ?",  # noqa: S608
        (*parameters, filters.most, filters.first),
    )
    sums = _sums([id_ for id_, _drug, _batch in found])
    book = catalogue.drug_book()
    return Listing(
        rows=tuple(
            BatchFound(drug, book.facts(drug).name, batch, *sums.get(id_, ("", 0, 0, 0, 0)))
            for id_, drug, batch in found
        ),
        total=total,
    )


def pack_of(text: str) -> Pack | None:
    """Return what a scanned pack says; None for anything else."""
    code = recognise(Scan(text.encode()))
    return code if isinstance(code, Pack) else None


def _wanted(text: str) -> tuple[str, tuple[str, ...]]:
    pack = pack_of(text) if text.strip() else None
    if pack is None:
        return _by_words(text)
    drugs = _drugs_by_gtin(cast("Hashable", catalogue.drug_book())).get(pack.gtin, [])
    where, parameters = _of_drugs(drugs)
    if pack.batch is None:
        return where, parameters
    if not drugs:
        # The catalogue does not have the code: its batch may still be somewhere.
        return "batch = ?", (pack.batch,)
    return f"batch = ? AND {where}", (pack.batch, *parameters)


@lru_cache(maxsize=1)
def _drugs_by_gtin(_book: Hashable) -> dict[str, list[str]]:
    """Return the drugs under every GTIN (14 digits); read anew when the catalogue has changed."""
    found: dict[str, list[str]] = {}
    for record in catalogue.records().values():
        for unit in record.row.units:
            if unit.gtin:
                found.setdefault(unit.gtin.zfill(14), []).append(record.row.id)
    return found


def _by_words(text: str) -> tuple[str, tuple[str, ...]]:
    words = patterns(text)
    if not words:
        return "1 = 1", ()
    by_batch = " AND ".join("searched LIKE ? ESCAPE '\\'" for _word in words)
    records, _total = catalogue.search(text, most=_MOST_DRUGS)
    by_drug, drugs = _of_drugs([record.row.id for record in records])
    return f"(({by_batch}) OR drug = ? OR {by_drug})", (*words, text.strip(), *drugs)


def _of_drugs(drugs: list[str]) -> tuple[str, tuple[str, ...]]:
    handed = to_json([drug] for drug in drugs)
    return f"drug IN (SELECT drug FROM {given(drug='text')} AS one)", (handed,)  # noqa: S608


def _sums(lots: list[int]) -> dict[int, tuple[str, int, int, int, int]]:
    """Return expiry, outlets and units of batches."""
    found = rows(
        f"""
        SELECT lot, max(expiry), count(DISTINCT outlet), sum(received + opening),
            sum(CASE closed WHEN 0 THEN on_shelf ELSE 0 END),
            sum(CASE closed WHEN 0 THEN aside ELSE 0 END)
        FROM {given(id="bigint")} AS one JOIN shelfbatch ON shelfbatch.lot = one.id
        JOIN goodsledger ON goodsledger.id = shelfbatch.ledger GROUP BY lot
        """,  # noqa: S608 - fixed names
        (to_json([lot] for lot in lots),),
    )
    return {lot: (expiry, outlets, units, shelf, aside)
            for lot, expiry, outlets, units, shelf, aside in found}  # fmt: skip
