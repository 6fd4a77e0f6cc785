"""The operator's programs: what is to be looked at, and who looked."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from server import __main__ as program
from server import alarm_texts
from server.store import alarms
from server.store.alarms import OVERFLOW, Alarm, Finding, Kind, Raised
from server.store.database import reading, writing
from server.store.quarantine import Reason
from server.store.reconcile import report_marks
from tests.server.desk import Desk
from tests.server.outlet import NOW, Outlet
from wire.status import EpochMark, Status

KINDS: tuple[Kind, ...] = (*Reason, *Finding)


@pytest.fixture
def settings(tmp_path: Path, store: object) -> Path:
    assert store
    file = tmp_path / "server.toml"
    file.write_text(
        """
        province = "33"
        database = "server.db"
        signing_key = "server.key"
        [broker]
        host = "127.0.0.1"
        ca = "ca"
        certificate = "certificate"
        key = "key"
        """
    )
    return file


def call(name: str, settings: Path, *arguments: str) -> int:
    return program.main([name, "--settings", str(settings), *arguments])


def open_alarms() -> list[Raised]:
    with reading():
        return alarms.list_alarms(open_only=True)


def test_every_kind_has_its_words_and_its_advice() -> None:
    assert len({alarm_texts.why(kind) for kind in KINDS}) == len(KINDS)
    unknown = alarm_texts.advice("a kind of a later version")
    assert unknown not in {alarm_texts.advice(kind) for kind in KINDS}
    assert alarm_texts.why("a kind of a later version") == "a kind of a later version"


def test_an_alarm_is_listed_until_somebody_has_seen_it(
    settings: Path, outlet: Outlet, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("alarms", settings) == 0
    assert "Không có việc nào cần xem" in capsys.readouterr().out
    with writing():
        alarms.raise_([Alarm(Reason.REVOKED, outlet.id)], NOW)
        alarms.raise_([Alarm(Reason.REVOKED, outlet.id)], NOW)
    (found,) = open_alarms()
    assert call("alarms", settings, "--open") == 0
    told = capsys.readouterr().out
    assert f"{found.id}  Máy đã thu hồi vẫn gửi\n" in told
    assert "Quầy thuốc Thử Nghiệm, Q33-0001\n" in told
    assert "2 lần, từ 10:41, 23/11/2026 đến 10:41, 23/11/2026 · chưa ai xem\n" in told
    assert "→ Không phiếu nào được lưu." in told
    assert call("alarms", settings, "--seen", found.id, "--by", " Lan ") == 0
    assert f"Lan đã xem việc {found.id}" in capsys.readouterr().out
    assert call("alarms", settings, "--open") == 0
    assert "Không có việc nào cần xem" in capsys.readouterr().out
    assert call("alarms", settings) == 0
    assert "Lan đã xem lúc" in capsys.readouterr().out


def test_whoever_has_looked_may_write_down_what_was_done(
    settings: Path, outlet: Outlet, capsys: pytest.CaptureFixture[str]
) -> None:
    with writing():
        alarms.raise_([Alarm(Reason.REVOKED, outlet.id)], NOW)
    (found,) = open_alarms()
    assert call("alarms", settings, "--seen", found.id, "--by", "Lan", "--note", "Đã thu máy") == 0
    assert call("alarms", settings) == 0
    assert capsys.readouterr().out.endswith("  Lan: Đã thu máy\n")


def test_seeing_wants_an_alarm_that_is_there_and_a_name(
    settings: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("alarms", settings, "--seen", "00000000", "--by", "Lan") == 1
    assert "00000000" in capsys.readouterr().err
    for arguments in (("--seen", "00000000"), ("--by", "Lan"), ("--seen", "x", "--by", " ")):
        assert call("alarms", settings, *arguments) == 1
        assert "phải đi cùng nhau" in capsys.readouterr().err


def test_a_place_nobody_registered_is_only_a_claim() -> None:
    claimed = Raised("id", "forged", "Q33-0404", "", "", "", "", "", NOW, NOW, 1, None, None, None)
    assert alarm_texts.where(claimed) == "tự xưng là Q33-0404"
    assert alarm_texts.where(claimed._replace(terminal="")) == "không rõ máy nào"
    many = claimed._replace(subject=OVERFLOW)
    assert alarm_texts.where(many) == "tự xưng là Q33-0404"
    assert alarm_texts.where(many._replace(terminal="")) == "nhiều máy khác nhau"


@pytest.mark.parametrize(
    ("detail", "told"), [("86400 s", "nhanh 1 ngày 0 giờ"), ("-47000 s", "chậm 13 giờ 3 phút")]
)
def test_a_clock_is_off_in_words(detail: str, told: str) -> None:
    off = Raised("id", "clock", "", "", "", "", "", detail, NOW, NOW, 1, None, None, None)
    assert alarm_texts.what(off) == f"Đồng hồ của máy lệch: {told}"


def test_reconciling_prints_a_table_and_exits_1_while_something_is_open(
    settings: Path, outlet: Outlet, capsys: pytest.CaptureFixture[str]
) -> None:
    outlet.sell(4)
    desk = Desk()
    desk.receive_batch(outlet, [outlet.bodies[0], outlet.bodies[3]])
    mark = EpochMark(epoch=outlet.epoch, last_seq=4, head=outlet.head, unsent=0)
    with writing():
        report_marks(
            Status(
                terminal=outlet.id,
                epoch=outlet.epoch,
                at=datetime.now(UTC),
                last_seq=4,
                unsent=0,
                software="0.1.0",
                marks=(mark,),
            ),
            datetime.now(UTC),
        )
    assert call("reconcile", settings) == 1
    told = capsys.readouterr().out.splitlines()
    assert told[0].split() == ["Mã", "việc", "Máy", "Kỳ", "sổ", "Việc"]
    assert told[1].endswith(f"{outlet.epoch[:8]}  Sổ thiếu phiếu ở giữa: 2 phiếu, số 2-3")
    assert told[2] == "Đã đối chiếu 1 sổ: 1 việc cần xem, 0 việc đã hết"
    desk.receive_batch(replace(outlet), outlet.bodies[1:3])
    assert call("reconcile", settings) == 0
    assert capsys.readouterr().out == "Đã đối chiếu 1 sổ: không có việc nào cần xem\n"
    assert open_alarms() == []


def test_an_event_keeps_reconciling_from_nothing(
    settings: Path, outlet: Outlet, capsys: pytest.CaptureFixture[str]
) -> None:
    with writing():
        alarms.raise_([Alarm(Reason.FORGED, outlet.id)], NOW)
    assert call("reconcile", settings) == 0
    assert "không có việc nào cần xem" in capsys.readouterr().out
    assert [alarm.kind for alarm in open_alarms()] == ["forged"]
