import queue
from collections.abc import Iterator
from pathlib import Path

import pytest

from codes import Scan
from hardware import bench_words, evdev_scanner
from hardware.bench import Bench, Place, describe, places_of, places_of_plugged
from hardware.diagnosis import Fault, Finding, Read, Way
from hardware.evdev_scanner import EvdevScanner
from hardware.fault_words import fault_title, mend
from hardware.input_devices import InputDevice
from hardware.keymap import LAYOUTS
from hardware.plugged import Plugged
from hardware.serial import SerialScanner
from hardware.settings import (
    CameraSettings,
    EvdevSettings,
    HardwareSettings,
    SerialSettings,
)
from hardware.trial import Trial
from tests.codes.cards import CARD_2021
from tests.hardware.listening import PATIENCE
from tests.hardware.serial_line import SerialLine
from tests.hardware.typist import KeyPipe, Typist

PACK = "01089385010001181727123110AB123\x1d21SN0001"


class Technician:
    """Reads what the bench says."""

    def __init__(self) -> None:
        self.lines: queue.Queue[str] = queue.Queue()

    def wait_for(self, words: str) -> list[str]:
        """Return every line up to the one that holds the words."""
        seen = []
        while True:
            seen.append(self.lines.get(timeout=PATIENCE))
            if words in seen[-1]:
                return seen


@pytest.fixture
def technician() -> Technician:
    return Technician()


@pytest.fixture
def line(tmp_path: Path, technician: Technician) -> Iterator[SerialLine]:
    line = SerialLine(tmp_path / "scanner")
    scanner = SerialScanner(SerialSettings(port=line.node))
    bench = Bench(
        [Place(title="COM", scanner=scanner, way=Way.SERIAL)], show=False, say=technician.lines.put
    )
    bench.start()
    technician.wait_for("sẵn sàng")
    yield line
    bench.close()
    line.close()


@pytest.fixture
def keys(tmp_path: Path, technician: Technician) -> Iterator[KeyPipe]:
    pipe = KeyPipe(tmp_path / "event5")
    scanner = EvdevScanner(EvdevSettings(device=tmp_path / "event5"), pipe.open)
    bench = Bench(
        [Place(title="HID", scanner=scanner, way=Way.KEYS)], show=False, say=technician.lines.put
    )
    bench.start()
    technician.wait_for("sẵn sàng")
    yield pipe
    bench.close()


def test_a_pack_is_shown_as_hex_text_and_meaning(line: SerialLine, technician: Technician) -> None:
    line.lay(PACK)
    seen = technician.wait_for("nghĩa")
    assert seen[0] == "[COM] 40 byte, Enter"
    assert PACK.encode().hex(" ") in seen[1]
    assert "AB123<GS>21SN0001" in seen[2]
    for fact in ("08938501000118", "AB123", "31/12/2027", "SN0001"):
        assert fact in seen[3]


def test_a_persons_name_is_counted_and_never_said(line: SerialLine, technician: Technician) -> None:
    line.lay(CARD_2021)
    seen = technician.wait_for("nghĩa")
    assert "họ tên hợp lệ (10 chữ cái)" in seen[-1]
    told = " ".join(seen)
    for secret in ("Nguyễn", "Nguy", "001090000001", "Hà Nội", CARD_2021.encode().hex(" ")[:30]):
        assert secret not in told


def test_a_name_that_was_damaged_is_not_said_to_hold(
    line: SerialLine, technician: Technician
) -> None:
    line.send(CARD_2021.encode("ascii", "ignore") + b"\r")
    seen = technician.wait_for("nghĩa")
    assert "số hợp lệ, ngày sinh hợp lệ, họ tên không hợp lệ (8 chữ cái)" in seen[-1]


def test_asked_for_it_the_name_is_said() -> None:
    read = Read(scan=Scan(CARD_2021.encode()), at=0, way=Way.SERIAL)
    assert any("Nguyễn Văn A" in line for line in describe(read, show=True))


@pytest.mark.parametrize(
    "text", [CARD_2021.replace("|01021990|", "|x|"), "Nguyễn Văn A, 0912345678", "x" * 9]
)
def test_of_an_unknown_code_only_its_shape_is_shown(text: str) -> None:
    told = " ".join(describe(Read(scan=Scan(text.encode()), at=0, way=Way.SERIAL), show=False))
    assert "chưa hiểu" in told
    assert "Nguy" not in told
    assert "0912345678" not in told
    assert text.encode().hex(" ") not in told


def test_a_scanner_that_is_set_right_gets_no_fault(
    line: SerialLine, technician: Technician
) -> None:
    for trial in Trial:
        line.lay(trial.value)
        seen = technician.wait_for(bench_words.trial_title(trial))
        assert trial.data.hex(" ") in " ".join(seen)
        assert ("lô QUAY" in seen[-1]) is (trial is Trial.SEPARATOR)
        technician.wait_for("ĐẠT")
    line.lay("end")
    assert "LỖI" not in " ".join(technician.wait_for("nghĩa"))


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (Trial.SEPARATOR.data.replace(b"\x1d", b"") + b"\r", Fault.SEPARATOR_DROPPED),
        (Trial.SEPARATOR.data.replace(b"\x1d", b"^") + b"\r", Fault.SEPARATOR_REPLACED),
        (Trial.LETTERS.value.encode("ascii", "replace") + b"\r", Fault.LETTERS_LOST),
        (Trial.LETTERS.data.decode("latin-1").encode() + b"\r", Fault.LETTERS_MANGLED),
        (Trial.SUFFIX.data, Fault.NO_SUFFIX),
        (Trial.SUFFIX.data + b"\r" + Trial.SUFFIX.data + b"\r", Fault.DOUBLED),
        (b"A" + Trial.SUFFIX.data + b"\r", Fault.CHARACTERS_ADDED),
        (Trial.LAYOUT.data.swapcase() + b"\r", Fault.CASE_CHANGED),
        (PACK.replace("\x1d", "").encode() + b"\r", Fault.SEPARATOR_DOUBTFUL),
    ],
)
def test_a_serial_scanners_fault_is_named_with_what_mends_it(
    line: SerialLine, technician: Technician, data: bytes, fault: Fault
) -> None:
    line.send(data)
    detail = {Fault.SEPARATOR_REPLACED: "^", Fault.CHARACTERS_ADDED: "A"}.get(fault, "")
    finding = Finding(fault, detail)
    assert "ĐẠT" not in " ".join(technician.wait_for(fault_title(finding))[-3:])
    technician.wait_for(mend(finding))


@pytest.mark.parametrize("country", ["fr", "de", "vi"])
def test_a_foreign_keyboard_is_named_with_what_mends_it(
    keys: KeyPipe, technician: Technician, country: str
) -> None:
    keys.send(Typist(layout=LAYOUTS[country]).type(Trial.LAYOUT.value))
    finding = Finding(Fault.WRONG_LAYOUT, country)
    technician.wait_for(fault_title(finding))
    assert f'layout = "{country}"' in technician.wait_for(mend(finding))[-1]


@pytest.mark.parametrize(
    ("typist", "trial", "finding"),
    [
        (Typist(separator=""), Trial.SEPARATOR, Finding(Fault.SEPARATOR_DROPPED)),
        (Typist(separator="~"), Trial.SEPARATOR, Finding(Fault.SEPARATOR_REPLACED, "~")),
        (Typist(letters=""), Trial.LETTERS, Finding(Fault.LETTERS_LOST)),
    ],
)
def test_a_typing_scanners_fault_is_named(
    keys: KeyPipe, technician: Technician, typist: Typist, trial: Trial, finding: Finding
) -> None:
    keys.send(typist.type(trial.value))
    technician.wait_for(fault_title(finding))
    technician.wait_for(mend(finding))


def test_a_typing_scanner_without_enter_is_named(
    keys: KeyPipe, technician: Technician, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evdev_scanner, "STALE_SECONDS", 0.0)
    keys.send(Typist(end=None).type("893"))
    technician.wait_for(fault_title(Finding(Fault.NO_SUFFIX)))


def test_a_scanner_that_is_unplugged_is_told(line: SerialLine, technician: Technician) -> None:
    line.unplug()
    technician.wait_for("không đọc được")
    line.plug_in()
    technician.wait_for("sẵn sàng")


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("detail", ["", "us", "de", "^", "\\", "<GS>"])
def test_every_fault_has_words_and_a_way_out(fault: Fault, detail: str) -> None:
    finding = Finding(fault, detail)
    assert fault_title(finding)
    assert "sách của máy quét" in mend(finding) or "[hardware.evdev]" in mend(finding)


def test_the_scanners_of_the_settings_stand_on_the_bench() -> None:
    settings = HardwareSettings(
        kind="real",
        camera=CameraSettings(device=Path("/dev/video0")),
        serial=SerialSettings(usb="auto"),
        evdev=EvdevSettings(by_id="usb-x", layout="de"),
    )
    places = places_of(settings)
    Bench(places, show=False).close()
    assert [place.way for place in places] == [Way.SERIAL, Way.KEYS, Way.CAMERA]
    assert places[1].layout == "de"
    assert "USB auto" in places[0].title


def test_of_what_is_plugged_in_no_persons_keyboard_is_taken() -> None:
    scanner = InputDevice(path=Path("/dev/input/event4"), vendor=0x1EAB, product=0x1303)
    keyboard = InputDevice(path=Path("/dev/input/event2"), vendor=0x046D, product=0xC31C)
    plugged = Plugged(
        cameras={Path("/dev/video0"): "", Path("/dev/video1"): ""},
        scanners={Path("/dev/ttyACM0"): ""},
        keyboards=(keyboard, scanner),
        printers={},
    )
    places = places_of_plugged(plugged)
    Bench(places, show=False).close()
    titles = [place.title for place in places]
    assert len(titles) == 3
    for wanted, title in zip(("ttyACM0", "event4", "video0"), titles, strict=True):
        assert wanted in title
