import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from hardware.camera import CameraScanner
from hardware.camera_lines import Read, read_line
from hardware.camera_process import _look
from hardware.decode import Live
from hardware.frames import Frame, show
from hardware.kit import open_kit
from hardware.settings import CameraSettings, HardwareSettings
from hardware.specimen import draw
from hardware.symbology import Symbology
from tests.hardware.listening import PATIENCE, Ear
from tests.hardware.scanner_promises import PlugPromises

CARD = "001200000002||TRẦN HỒNG KHÁNH|29102000|Nữ|Võ Xu, Xã Y|10072021"
PACK = "01089385010001181727123110AB123\x1d21SN0001"


class Folder:
    """A camera that sees what is put into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.scanner = CameraScanner(CameraSettings(folder=folder))
        self._laid = 0

    def lay(self, text: str, symbology: Symbology = Symbology.QR_CODE) -> None:
        self.lay_picture(draw(text, symbology, seed=self._laid))

    def lay_picture(self, picture: Image.Image) -> None:
        self._laid += 1
        unfinished = self.folder.parent / "unfinished.png"
        picture.save(unfinished)
        unfinished.replace(self.folder / f"{self._laid:04d}.png")

    def unplug(self) -> None:
        self.folder.rename(self.folder.with_name("away"))
        # A file in its place keeps the camera from making the folder anew.
        self.folder.touch()

    def plug_in(self) -> None:
        self.folder.unlink()
        self.folder.with_name("away").rename(self.folder)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Folder]:
    folder = Folder(tmp_path / "camera")
    folder.folder.mkdir()
    yield folder
    folder.scanner.close()


@pytest.fixture
def bench_with_plug(bench: Folder) -> Folder:
    return bench


def start(bench: Folder) -> Ear:
    ear = Ear()
    bench.scanner.start(ear)
    ear.hears_that_it_works()
    return ear


class TestCameraScanner(PlugPromises):
    def test_a_citizen_card_comes_through_to_the_byte(self, bench: Folder) -> None:
        ear = start(bench)
        bench.lay(CARD)
        scan = ear.next_scan()
        assert scan.data == CARD.encode()
        assert scan.symbology == "]Q1"

    def test_a_pack_keeps_its_separator_and_tells_that_it_is_gs1(self, bench: Folder) -> None:
        ear = start(bench)
        bench.lay(PACK, Symbology.GS1_DATA_MATRIX)
        scan = ear.next_scan()
        assert scan.data == PACK.encode()
        assert scan.symbology == "]d2"

    def test_a_retail_code_is_read(self, bench: Folder) -> None:
        ear = start(bench)
        bench.lay("8938501000118", Symbology.EAN_13)
        scan = ear.next_scan()
        assert (scan.data, scan.symbology) == (b"8938501000118", "]E0")

    def test_what_lay_there_before_the_start_is_read_too(self, bench: Folder) -> None:
        bench.lay("early")
        assert start(bench).next_scan().data == b"early"

    def test_what_is_no_image_is_passed_over(self, bench: Folder) -> None:
        (bench.folder / "broken.png").write_bytes(b"no image")
        (bench.folder / "note.txt").write_text("no image either")
        ear = start(bench)
        bench.lay("8938501000118")
        assert ear.next_scan().data == b"8938501000118"
        assert sorted(file.name for file in (bench.folder / "seen").iterdir()) == [
            "0001.png",
            "broken.png",
        ]

    def test_a_process_that_died_is_started_again(self, bench: Folder) -> None:
        ear = start(bench)
        for text in ("one", "two"):
            process = bench.scanner._process
            assert process is not None
            process.kill()
            assert ear.next_fault().scanner == "camera"
            ear.hears_that_it_works()
            bench.lay(text)
            assert ear.next_scan().data.decode() == text

    def test_a_process_that_talks_nonsense_is_replaced(self, bench: Folder, tmp_path: Path) -> None:
        nonsense = tmp_path / "nonsense"
        nonsense.write_text('#!/bin/sh\necho \'{"type":"ready"}\'\necho nonsense\nexec cat\n')
        nonsense.chmod(0o755)
        command, bench.scanner._command = bench.scanner._command, [str(nonsense)]
        ear = start(bench)
        bench.scanner._command = command
        assert ear.next_fault().scanner == "camera"
        ear.hears_that_it_works()

    def test_a_program_that_cannot_be_started_is_a_fault(self, bench: Folder) -> None:
        command, bench.scanner._command = bench.scanner._command, ["/nowhere"]
        ear = Ear()
        bench.scanner.start(ear)
        assert ear.next_fault().scanner == "camera"
        bench.scanner._command = command
        ear.hears_that_it_works()

    def test_a_missing_camera_is_told(self, tmp_path: Path) -> None:
        scanner, ear = CameraScanner(CameraSettings(device=tmp_path / "video0")), Ear()
        scanner.start(ear)
        assert "video0 is not connected" in ear.next_fault().reason
        scanner.close()

    def test_closing_ends_the_process(self, bench: Folder) -> None:
        start(bench)
        process = bench.scanner._process
        assert process is not None
        bench.scanner.close()
        assert process.returncode == 0

    def test_the_process_leaves_when_its_parent_is_killed(self, tmp_path: Path) -> None:
        parent = subprocess.Popen(
            [sys.executable, "-c", PARENT, str(tmp_path)], stdout=subprocess.PIPE
        )
        with parent:
            assert parent.stdout is not None
            number = int(parent.stdout.readline())
            child = os.pidfd_open(number)
            maps = Path(f"/proc/{number}/maps").read_text()
            parent.send_signal(signal.SIGKILL)
        ended, _, _ = select.select([child], [], [], PATIENCE)
        os.close(child)
        assert ended
        # Memory without a name goes with the last of the two: nobody has to clean up.
        assert "/memfd:preview (deleted)" in maps

    def test_a_camera_without_its_library_is_told(self, tmp_path: Path) -> None:
        scanner, ear = CameraScanner(CameraSettings(device=tmp_path / "picamera2")), Ear()
        scanner.start(ear)
        assert "picamera2" in ear.next_fault().reason
        scanner.close()


class TestPreview:
    def test_the_kit_has_it_where_there_is_a_camera(self, tmp_path: Path) -> None:
        with_camera = HardwareSettings(kind="fake", camera=CameraSettings(folder=tmp_path))
        for settings in (with_camera, HardwareSettings(kind="fake")):
            kit = open_kit(settings)
            cameras = [one for one in kit.scanners if isinstance(one, CameraScanner)]
            assert kit.preview is (cameras[0] if cameras else None)
            kit.close()

    @pytest.mark.parametrize("bright", ["left", "right"])
    def test_it_shows_what_lies_before_the_camera(self, bench: Folder, bright: str) -> None:
        ear = start(bench)
        bench.lay_picture(_code_on_one_side(bright))
        assert ear.next_scan().data == b"8938501000118"
        left, right = _halves(bench.scanner)
        assert (left > right + 80) if bright == "left" else (right > left + 80)

    def test_it_goes_on_after_the_process_died(self, bench: Folder) -> None:
        ear = start(bench)
        process = bench.scanner._process
        assert process is not None
        process.kill()
        ear.next_fault()
        ear.hears_that_it_works()
        bench.lay_picture(_code_on_one_side("left"))
        ear.next_scan()
        left, right = _halves(bench.scanner)
        assert left > right + 80

    def test_closing_leaves_nothing_of_it(self, bench: Folder) -> None:
        before = _previews_held()
        start(bench)
        assert _previews_held() > before
        bench.scanner.close()
        assert bench.scanner.latest() is None
        assert _previews_held() == before

    def test_a_read_is_told_before_two_more_frames_are_asked_for(
        self, capfdbinary: pytest.CaptureFixture[bytes]
    ) -> None:
        told: list[bytes] = []

        class Asked:
            def open(self) -> None:
                pass

            def frames(self) -> Iterator[Frame]:
                picture = np.asarray(_code_on_one_side("left"), np.uint8)
                for frame in list(show(picture, 1.0))[:2]:
                    yield frame
                    told.extend(capfdbinary.readouterr().out.splitlines())

        _look(Asked(), Live(), None)
        [line] = map(read_line, told)
        assert isinstance(line, Read)
        assert line.data == b"8938501000118"


def _code_on_one_side(side: str) -> Image.Image:
    """A camera's frame, one half of it white with a code, the other black."""
    frame = Image.new("L", (1280, 720), "black")
    left = 0 if side == "left" else 640
    frame.paste("white", (left, 0, left + 640, 720))
    code = draw("8938501000118", Symbology.EAN_13, seed=1).convert("L")
    code.thumbnail((600, 680))
    frame.paste(code, (left + (640 - code.width) // 2, (720 - code.height) // 2))
    return frame


def _halves(scanner: CameraScanner) -> tuple[float, float]:
    pixels = scanner.latest()
    assert pixels is not None
    width, height = scanner.size
    picture = np.frombuffer(pixels, np.uint8).reshape(height, width)
    return float(picture[:, : width // 2].mean()), float(picture[:, width // 2 :].mean())


def _previews_held() -> int:
    """How often this process holds such memory: by a number, or in its address space."""
    here = Path("/proc/self")
    held = [str(link.readlink()) for link in (here / "fd").iterdir() if link.is_symlink()]
    return " ".join([*held, (here / "maps").read_text()]).count("memfd:preview")


PARENT = """
import sys, threading
from pathlib import Path
from hardware.camera import CameraScanner
from hardware.settings import CameraSettings

class Listener:
    def scanned(self, scan): pass
    def scanner_fault(self, fault): print(scanner._process.pid, flush=True)

scanner = CameraScanner(CameraSettings(folder=Path(sys.argv[1])))
scanner.start(Listener())
threading.Event().wait()
"""
