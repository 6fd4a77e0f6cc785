"""A counter hears within its second what is left, whatever the national system does."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Event

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from server.answers.desk import AnswerDesk
from server.interop.http import HttpNational
from server.interop.mood import Mood
from server.interop.national import DispenseReport, Fetched, Reported
from server.interop.simulator import APP_KEY, APP_NAME
from server.prescriptions.questions import ASKING, FRESH, NOT_KNOWN_SECONDS, WAITING, Questions
from server.settings import NationalSettings
from server.store import prescriptions
from server.store.database import close_store, writing
from server.store.terminals import register
from tests.server.answers.asker import SERVER_KEY
from tests.server.interop.nationals import Direct, OverHttp, over_http
from tests.server.outlet import NOW, PROVINCE, Outlet
from tests.server.prescriptions.counters import CODE, Counter, sheet
from wire import topics
from wire.asking import Ask, Sheet, open_sheet, read_answer
from wire.sign import sign, verify

pytestmark = pytest.mark.usefixtures("store")

IN_TIME = 3.0
"""A counter waits for one second; a machine that many tests share may stand still for two more.
Without a limit a question here would take five seconds, or for ever."""
PRIVATE = (
    "ho_ten_benh_nhan", "ma_dinh_danh_y_te", "ma_dinh_danh_cong_dan", "ngay_sinh_benh_nhan",
    "ma_so_the_bao_hiem_y_te", "thong_tin_nguoi_giam_ho", "dia_chi", "ten_bac_si",
    "so_dien_thoai_nguoi_kham_benh",
)  # fmt: skip
LANES = 8
"""Threads that answer."""


class Held:
    """A national system that hangs until it is released."""

    def __init__(self, way: Direct) -> None:
        self._way, self._open = way, Event()
        self.asked: list[str] = []

    def release(self) -> None:
        self._open.set()

    def fetch(self, code: str, *, seconds: float) -> Fetched:
        self.asked.append(code)
        self._open.wait(seconds)
        return self._way.national.fetch(code, seconds=seconds)

    def report(self, sold: DispenseReport, *, seconds: float) -> Reported:
        return self._way.national.report(sold, seconds=seconds)


@pytest.fixture(scope="module")
def simulated() -> Iterator[OverHttp]:
    with over_http() as found:
        yield found
        found.national.close()


@pytest.fixture
def questions(simulated: OverHttp) -> Iterator[Questions]:
    simulated.behave("well")
    found = Questions(simulated.national)
    yield found
    found.close()


@pytest.fixture
def outlet(store: object) -> Outlet:
    assert store
    outlet = Outlet()
    with writing():
        register(outlet.registration)
    return outlet


class Asker:
    """Asks the desk in the name of a terminal, keeps every byte and how long it took."""

    def __init__(self, outlet: Outlet, questions: Questions) -> None:
        self.outlet = outlet
        self.desk = AnswerDesk(province=PROVINCE, key=SERVER_KEY, questions=questions)
        self.heard: list[bytes] = []

    def ask(self, code: str) -> tuple[Sheet | None, float]:
        key = X25519PrivateKey.generate()
        ask = Ask(
            terminal=self.outlet.id, id="1", at=NOW, prescription=code,
            key=key.public_key().public_bytes_raw(),
        )  # fmt: skip
        question = sign(msgspec.json.encode(ask), self.outlet.key, self.outlet.id, "quay-ask")
        began = time.monotonic()
        letter = self.desk.answer(topics.ask(PROVINCE, self.outlet.id), question)
        took = time.monotonic() - began
        body = verify(letter.payload, SERVER_KEY.public_key(), "server", "quay-answer")
        answer = read_answer(body)
        self.heard += [letter.payload, body]
        if not isinstance(answer.sheet, bytes):
            return None, took
        found = open_sheet(answer.sheet, key, terminal=self.outlet.id, question="1")
        self.heard.append(msgspec.json.encode(found))
        return found, took


def connected() -> None:
    """Keep this thread's connection open, as a lane does."""
    with writing():
        pass


def disconnected(together: Barrier) -> None:
    together.wait(20)
    close_store()


def came_in_time(asker: Asker, code: str) -> Sheet | None:
    found, took = asker.ask(code)
    assert took < IN_TIME
    return found


def test_what_the_store_does_not_know_is_asked_nationally_once(
    outlet: Outlet, questions: Questions, simulated: OverHttp
) -> None:
    asker, before = Asker(outlet, questions), simulated.asked
    code = simulated.system.codes[0]
    first = came_in_time(asker, code)
    assert first is not None
    assert first.code == code
    assert came_in_time(asker, code.upper()) == first
    assert simulated.asked == before + 1


def test_what_was_dispensed_on_it_elsewhere_is_told_along(
    outlet: Outlet, questions: Questions, simulated: OverHttp
) -> None:
    code = simulated.system.codes[0]
    other = Counter("Q33-0002")
    other.sell(code, {1: 3})
    other.send()
    found = came_in_time(Asker(outlet, questions), code)
    assert found is not None
    assert found.lines[0].elsewhere == 3


@pytest.mark.parametrize(
    "mood", ["slow", "down", "limited", "garbage", "html", "wrong-type", "unprocessable", "key"]
)
def test_the_answer_comes_in_time_whatever_is_the_matter(
    outlet: Outlet, questions: Questions, simulated: OverHttp, mood: Mood
) -> None:
    with writing():
        prescriptions.load([sheet(10)], datetime.now(UTC))
    asker = Asker(outlet, questions)
    simulated.behave(mood, seconds=5)
    for code in simulated.system.codes[:4]:
        assert came_in_time(asker, code) is None
        assert came_in_time(asker, CODE) is not None
    simulated.behave("well")


def test_nobody_at_the_other_end_is_no_trouble(outlet: Outlet) -> None:
    nowhere = NationalSettings(address="http://127.0.0.1:9", app_name="x", app_key=Path("-"))
    national = HttpNational(nowhere, "key")
    questions = Questions(national)
    assert came_in_time(Asker(outlet, questions), CODE) is None
    questions.close()
    national.close()


def test_what_comes_too_late_is_there_for_the_next_who_asks(outlet: Outlet) -> None:
    way = Direct()
    held = Held(way)
    questions = Questions(held, seconds=0.1)
    asker, code = Asker(outlet, questions), way.system.codes[0]
    assert came_in_time(asker, code) is None
    held.release()
    until = time.monotonic() + 20
    while came_in_time(asker, code) is None:
        assert time.monotonic() < until
    questions.close()


def test_a_storm_of_unknown_prescriptions_does_not_starve_what_is_known(outlet: Outlet) -> None:
    with writing():
        prescriptions.load([sheet(10)], datetime.now(UTC))
    held = Held(Direct())
    questions = Questions(held)
    asker = Asker(outlet, questions)
    codes = [f"33012{number:07}-c" for number in range(200)]
    mixed = [code for unknown in codes for code in (unknown, CODE)]

    def waited(code: str) -> tuple[str, bool, float]:
        found, took = asker.ask(code)
        return code, found is not None, took

    with ThreadPoolExecutor(LANES, initializer=connected) as lanes:
        answers = list(lanes.map(waited, mixed))
        together = Barrier(LANES)
        list(lanes.map(disconnected, [together] * LANES))
    questions.close()
    held.release()
    assert all(is_known == (code == CODE) for code, is_known, _took in answers)
    assert max(took for _code, _known, took in answers) < IN_TIME
    assert len(held.asked) <= ASKING
    # One after the other they would have waited for 140 s; a few have, and nobody after them.
    assert sum(took > 0.5 for _code, _known, took in answers) <= 2 * WAITING


def test_what_the_national_system_does_not_know_is_believed_for_a_while(outlet: Outlet) -> None:
    way, now = Direct(), [0.0]
    questions = Questions(way.national, monotonic=lambda: now[0])
    asker, code = Asker(outlet, questions), "99011zzzzzzz-c"
    assert came_in_time(asker, code) is None
    assert came_in_time(asker, code) is None
    assert way.asked == 1
    now[0] += 3_600
    way.system.add(dict(way.system.prescription(way.system.codes[0]) or {}, ma_don_thuoc=code))
    assert came_in_time(asker, code) is not None
    questions.close()


def test_a_national_system_that_fails_is_left_alone_and_tried_again(outlet: Outlet) -> None:
    way, now = Direct(), [0.0]
    questions = Questions(way.national, monotonic=lambda: now[0])
    asker = Asker(outlet, questions)
    way.behave("down")
    for code in way.system.codes[:10]:
        assert came_in_time(asker, code) is None
    assert way.asked == 3
    way.behave("well")
    assert came_in_time(asker, way.system.codes[0]) is None
    now[0] += 60
    assert came_in_time(asker, way.system.codes[0]) is not None
    assert came_in_time(asker, way.system.codes[1]) is not None
    questions.close()


def test_one_prescription_that_cannot_be_used_keeps_nobody_from_the_others(outlet: Outlet) -> None:
    way, now = Direct(), [0.0]
    questions = Questions(way.national, monotonic=lambda: now[0])
    asker = Asker(outlet, questions)
    bad, *others = way.system.codes[:3]
    (way.system.prescription(bad) or {})["thong_tin_don_thuoc"][0]["so_luong"] = 7.5
    for _ in range(2):
        assert came_in_time(asker, bad) is None
    assert way.asked == 1
    for _ in range(3):
        now[0] += NOT_KNOWN_SECONDS
        assert came_in_time(asker, bad) is None
    assert all(came_in_time(asker, code) is not None for code in others)
    questions.close()


def test_a_prescription_that_was_replaced_since_is_found_out_behind_the_answer(
    outlet: Outlet,
) -> None:
    way = Direct()
    code = way.system.codes[0]
    questions = Questions(way.national)
    asker = Asker(outlet, questions)
    old = sheet(10, code=code)
    with writing():
        prescriptions.load([old], datetime.now(UTC) - FRESH - timedelta(minutes=1))
    (way.system.prescription(code) or {})["ma_don_thuoc_thay_the"] = "990110000000-c"
    assert came_in_time(asker, code) == old
    until = time.monotonic() + 20
    while (came_in_time(asker, code) or old).superseded_by != "990110000000-c":
        assert time.monotonic() < until
    questions.close()


def test_neither_key_nor_patient_reaches_a_terminal(
    outlet: Outlet, questions: Questions, simulated: OverHttp, caplog: pytest.LogCaptureFixture
) -> None:
    asker = Asker(outlet, questions)
    codes = simulated.system.codes[:60]
    assert all(came_in_time(asker, code) for code in codes)
    simulated.behave("key")
    assert came_in_time(asker, "99011zzzzzzz-c") is None
    simulated.behave("well")
    said = b"\n".join(asker.heard) + caplog.text.encode()
    private = {APP_KEY, APP_NAME}
    for code in codes:
        raw = simulated.system.prescription(code) or {}
        private |= {str(raw[name]) for name in PRIVATE if raw[name]}
        private |= {"Chẩn đoán mẫu", "Kết luận mẫu", "ma_chan_doan", *PRIVATE}
    assert len(private) > 4 * len(codes)
    assert [text for text in sorted(private) if text.encode() in said] == []
