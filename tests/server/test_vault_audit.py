import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.vault.audit import AuditLog, Event, Head, LogBrokenError
from tests.server.vault_room import NOW


def event(**told: object) -> Event:
    return Event(seq=0, prev="", at=NOW, kind="requested", **told)  # type: ignore[arg-type]


def written(folder: Path, count: int = 5) -> AuditLog:
    log = AuditLog(folder, tell=lambda _head: None)
    for number in range(count):
        log.append(event(case=f"{number}/TTr"))
    return log


def broken(folder: Path) -> int:
    """Return the line at which the log does not hold; nothing may be added to it either."""
    log = AuditLog(folder, tell=lambda _head: None)
    with pytest.raises(LogBrokenError) as found:
        log.verify()
    with pytest.raises(LogBrokenError):
        log.append(event())
    return found.value.seq


def lines(folder: Path) -> list[bytes]:
    return (folder / "audit.log").read_bytes().splitlines(keepends=True)


def put(folder: Path, content: list[bytes]) -> None:
    (folder / "audit.log").write_bytes(b"".join(content))


def test_what_is_written_is_read_back_in_order(tmp_path: Path) -> None:
    log = written(tmp_path)
    events = log.verify()
    assert [each.seq for each in events] == [1, 2, 3, 4, 5]
    assert [each.case for each in events] == [f"{n}/TTr" for n in range(5)]
    assert stat.S_IMODE((tmp_path / "audit.log").stat().st_mode) == 0o600


def test_every_line_is_told_elsewhere(tmp_path: Path) -> None:
    told: list[Head] = []
    log = AuditLog(tmp_path, tell=told.append)
    for _ in range(3):
        log.append(event())
    assert [head.seq for head in told] == [1, 2, 3]
    assert told[-1] == log.head()
    for head in told:
        log.verify(known=head)


def _later_time(line: bytes) -> bytes:
    return json.dumps(json.loads(line) | {"at": "2027-01-01T00:00:00Z"}).encode() + b"\n"


@pytest.mark.parametrize(
    "change",
    [
        _later_time,
        lambda line: line.replace(b"2/TTr", b"9/TTr"),
        lambda line: line[:-1] + b" \n",
        lambda _line: b"rubbish\n",
        lambda _line: b"\n",
        lambda _line: b"",
        lambda line: line + line,
    ],
    ids=["time", "case", "space", "rubbish", "empty", "gone", "twice"],
)
def test_a_changed_line_is_found(tmp_path: Path, change: Callable[[bytes], bytes]) -> None:
    written(tmp_path)
    content = lines(tmp_path)
    content[2] = change(content[2])
    put(tmp_path, content)
    assert broken(tmp_path) in {3, 4}


def test_lines_in_another_order_are_found(tmp_path: Path) -> None:
    written(tmp_path)
    content = lines(tmp_path)
    content[1], content[2] = content[2], content[1]
    put(tmp_path, content)
    assert broken(tmp_path) == 2


@pytest.mark.parametrize("kept", range(5))
def test_a_log_that_was_cut_is_found(tmp_path: Path, kept: int) -> None:
    written(tmp_path)
    put(tmp_path, lines(tmp_path)[:kept])
    assert broken(tmp_path) == kept + 1


def test_a_changed_last_line_is_found(tmp_path: Path) -> None:
    written(tmp_path)
    content = lines(tmp_path)
    content[-1] = content[-1].replace(b"4/TTr", b"5/TTr")
    put(tmp_path, content)
    assert broken(tmp_path) == 5


@pytest.mark.parametrize("content", [None, b"", b"{}", b'{"seq":1}'])
def test_a_log_whose_end_nobody_knows_is_found(tmp_path: Path, content: bytes | None) -> None:
    written(tmp_path)
    head = tmp_path / "audit.head"
    head.unlink()
    if content is not None:
        head.write_bytes(content)
    broken(tmp_path)


def test_a_log_that_was_cut_together_with_its_end_is_found_by_the_paper(tmp_path: Path) -> None:
    paper = written(tmp_path).head()
    (tmp_path / "copy").mkdir()
    shorter = written(tmp_path / "copy", 3)
    for name in ("audit.log", "audit.head"):
        (tmp_path / name).write_bytes((tmp_path / "copy" / name).read_bytes())
    assert len(AuditLog(tmp_path, tell=lambda _head: None).verify()) == 3
    with pytest.raises(LogBrokenError) as found:
        shorter.verify(known=paper)
    assert found.value.seq == 4
    with pytest.raises(LogBrokenError):
        shorter.verify(known=Head(2, paper.sha256))


def test_a_power_cut_before_the_end_was_noted_harms_nothing(tmp_path: Path) -> None:
    log = written(tmp_path, 3)
    before = (tmp_path / "audit.head").read_bytes()
    log.append(event())
    (tmp_path / "audit.head").write_bytes(before)
    log.append(event())
    assert len(log.verify()) == 5


def test_a_power_cut_in_the_very_first_line_harms_nothing(tmp_path: Path) -> None:
    written(tmp_path, 1)
    (tmp_path / "audit.head").unlink()
    assert len(written(tmp_path, 1).verify()) == 2


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(cut=st.integers(1, 400))
def test_a_line_that_a_power_cut_tore_is_kept_and_told(
    tmp_path_factory: pytest.TempPathFactory, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("log")
    log = written(folder, 3)
    head = (folder / "audit.head").read_bytes()
    log.append(event(case="torn"))
    whole = (folder / "audit.log").read_bytes()
    last = len(lines(folder)[-1])
    torn = whole[: -min(cut, last)]
    (folder / "audit.log").write_bytes(torn)
    (folder / "audit.head").write_bytes(head)
    assert len(log.verify()) in {3, 4}
    log.append(event(case="after"))
    assert (folder / "audit.log").read_bytes().startswith(torn), "nothing is ever taken out"
    events = log.verify()
    assert events[-1].case == "after"
    spoilt = 1 < min(cut, last) < last
    assert [each.kind for each in events].count("torn-line") == spoilt


def test_two_writers_take_turns(tmp_path: Path) -> None:
    one, other = written(tmp_path, 1), written(tmp_path, 1)
    for _ in range(5):
        one.append(event())
        other.append(event())
    assert len(one.verify()) == 12
