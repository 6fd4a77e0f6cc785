import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hardware.camera import CameraScanner
from hardware.settings import CameraSettings
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
        picture = draw(text, symbology, seed=self._laid)
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
            child = os.pidfd_open(int(parent.stdout.readline()))
            parent.send_signal(signal.SIGKILL)
        ended, _, _ = select.select([child], [], [], PATIENCE)
        os.close(child)
        assert ended


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
