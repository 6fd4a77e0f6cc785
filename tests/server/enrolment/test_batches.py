"""Taking the office's sheets over: all of a sheet, or a sentence and nothing."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from server.enrolment import codes
from server.enrolment.batches import BatchRefusedError, read_batch_file, take_over
from server.store import terminals
from server.store.database import reading, writing
from tests.server.enrolment.newcomer import NOW, UNTIL, Newcomer, particulars
from tests.server.enrolment.office import make_desk
from tests.server.outlet import Outlet
from wire.enrolment import EnrolAnswer, digest_of, make_enrolment_code
from wire.enrolment_batch import Batch, PreparedCode, encode_batch

pytestmark = pytest.mark.usefixtures("store")


def batch(*terminals_of_it: str, name: str = "20261123-1000-aaaa") -> Batch:
    return Batch(
        name=name,
        made_at=NOW,
        codes=tuple(
            PreparedCode(
                sha256=digest_of(make_enrolment_code()),
                expires_at=UNTIL,
                particulars=particulars(terminal),
            )
            for terminal in terminals_of_it
        ),
    )


def written(folder: Path, content: Batch | bytes) -> Path:
    file = folder / "batch.json"
    file.write_bytes(content if isinstance(content, bytes) else encode_batch(content))
    return file


def imported(file: Path) -> tuple[int, tuple[str, ...]]:
    return take_over(file, read_batch_file(file, province="33"))


def refused(file: Path) -> str:
    with pytest.raises(BatchRefusedError) as error:
        imported(file)
    return str(error.value)


def count() -> int:
    with reading():
        return len(codes.listed())


def test_a_sheet_is_taken_over_once(tmp_path: Path) -> None:
    file = written(tmp_path, batch("Q33-0101", "Q33-0102"))
    assert imported(file) == (2, ())
    assert "đã nạp" in refused(file)
    assert count() == 2


def test_a_code_of_a_sheet_makes_its_terminal(tmp_path: Path) -> None:
    card = Newcomer()
    one = batch("Q33-0101").codes[0]
    code = replace(one, sha256=digest_of(card.code))
    imported(written(tmp_path, replace(batch("Q33-0101"), codes=(code,))))
    assert isinstance(make_desk().decide(card.request(), NOW), EnrolAnswer)


def test_a_newer_sheet_takes_the_place_of_labels_that_nobody_used(tmp_path: Path) -> None:
    imported(written(tmp_path, batch("Q33-0101", "Q33-0102")))
    assert imported(written(tmp_path, batch("Q33-0102"))) == (1, ("Q33-0102",))
    with reading():
        states = [(one.terminal, one.state) for one in codes.listed()]
    assert sorted(states) == [
        ("Q33-0101", "open"),
        ("Q33-0102", "open"),
        ("Q33-0102", "superseded"),
    ]


def test_a_terminal_that_is_there_needs_a_replacement_and_the_whole_sheet_is_left(
    tmp_path: Path,
) -> None:
    with writing():
        terminals.register(Outlet(id="Q33-0102").registration)
    told = refused(written(tmp_path, batch("Q33-0101", "Q33-0102")))
    assert "Q33-0102" in told
    assert "thay máy" in told
    assert count() == 0


@pytest.mark.parametrize(
    "wrong",
    [
        b"",
        b"{}",
        b"[]",
        b"\xff",
        encode_batch(batch("Q33-0101")).replace(b'"33"', b'"34"'),
        encode_batch(batch("Q33-0101", "Q33-0101")),
        encode_batch(batch("Q33-0101")).replace(b"Q33-0101", b"q33 0101"),
        encode_batch(batch("Q33-0101")).replace(b'"4071"', b'"the 1"'),
        encode_batch(batch("Q33-0101")).replace(b"00Z", b"00"),
        encode_batch(replace(batch("Q33-0101"), codes=batch("Q33-0101").codes * 2)),
    ],
)
def test_what_is_no_sheet_of_this_province_is_refused(tmp_path: Path, wrong: bytes) -> None:
    assert "batch.json" in refused(written(tmp_path, wrong))
    assert count() == 0


def test_a_sheet_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert "none.json" in refused(tmp_path / "none.json")
