"""A camera as a scanner: a process of its own looks and decodes, this side listens.

OpenCV and numpy stay in that process; it may die and is started again without the rest noticing
more than a pause.
"""

import logging
import subprocess
import sys
import threading

import msgspec

from codes import Scan
from hardware.announcer import Announcer
from hardware.api import ScannerListener
from hardware.camera_lines import Failed, Line, Read, Ready, read_line
from hardware.errors import ScannerError
from hardware.preview import HEIGHT, WIDTH, PreviewReader
from hardware.settings import CameraSettings

log = logging.getLogger(__name__)

FIRST_RETRY_SECONDS = 0.25
LONGEST_RETRY_SECONDS = 10.0
_LEAVE_SECONDS = 2.0


class CameraScanner:
    """Starts `python -m hardware camera` and hands over what it reads; it is its own preview."""

    def __init__(self, settings: CameraSettings) -> None:
        self._command = [sys.executable, "-m", "hardware", "camera", *_source(settings)]
        self._preview: PreviewReader | None = None
        self._announcer: Announcer | None = None
        self._closing = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._process_lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self, listener: ScannerListener) -> None:
        """Begin to look."""
        self._announcer, self._preview = Announcer(listener), PreviewReader()
        self._thread = threading.Thread(
            target=self._run,
            args=(self._announcer, self._preview.fd),
            name="camera scanner",
            daemon=True,
        )
        self._thread.start()

    @property
    def size(self) -> tuple[int, int]:
        """Of the preview, in pixels."""
        return WIDTH, HEIGHT

    def latest(self) -> bytes | None:
        """Return the preview's newest picture; see `hardware.api.Preview`."""
        return self._preview.latest() if self._preview else None

    def close(self) -> None:
        """End the camera process."""
        self._closing.set()
        if self._announcer:
            self._announcer.close()
        with self._process_lock:
            if self._process:
                _let_leave(self._process)
        if self._thread and self._thread is not threading.current_thread():
            self._thread.join()
        if self._preview:
            self._preview.close()

    def _run(self, announcer: Announcer, preview_fd: int) -> None:
        wait = FIRST_RETRY_SECONDS
        while not self._closing.is_set():
            if self._watch(announcer, preview_fd):
                wait = FIRST_RETRY_SECONDS
            announcer.broken(ScannerError("camera", "the camera process ended"))
            self._closing.wait(wait)
            wait = min(2 * wait, LONGEST_RETRY_SECONDS)

    def _watch(self, announcer: Announcer, preview_fd: int) -> bool:
        """Run the process once, to its end; return whether its camera ever worked."""
        try:
            process = self._start_process(preview_fd)
        except OSError:
            log.exception("the camera process cannot be started")
            return False
        if process is None:
            return False
        with process:
            worked = self._listen(process, announcer)
            _let_leave(process)
        log.info("the camera process ended with status %s", process.returncode)
        return worked

    def _start_process(self, preview_fd: int) -> subprocess.Popen[bytes] | None:
        """Start it, with a pipe whose end tells it that nobody listens; None when closing."""
        with self._process_lock:
            if self._closing.is_set():
                return None
            self._process = subprocess.Popen(  # noqa: S603 - the project's own program
                [*self._command, "--preview", str(preview_fd)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                pass_fds=[preview_fd],
            )
            return self._process

    def _listen(self, process: subprocess.Popen[bytes], announcer: Announcer) -> bool:
        """Listen until it is silent for good; return whether its camera ever worked."""
        worked = False
        for raw in process.stdout or ():
            try:
                line = read_line(raw)
            except msgspec.DecodeError:
                # The line may hold a person's data: it is not logged.
                log.warning("the camera process wrote %d bytes that are no line", len(raw))
                return worked
            worked = worked or isinstance(line, Ready)
            _announce(line, announcer)
        return worked


def _announce(line: Line, announcer: Announcer) -> None:
    match line:
        case Ready():
            announcer.works()
        case Failed(reason):
            announcer.broken(ScannerError("camera", reason))
        case Read(symbology, data):
            announcer.scanned(Scan(data, symbology))


def _source(settings: CameraSettings) -> list[str]:
    if settings.folder:
        return ["--folder", str(settings.folder)]
    return ["--device", str(settings.device)]


def _let_leave(process: subprocess.Popen[bytes]) -> None:
    """Close its standard input, by which it leaves, and end it where it does not."""
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(_LEAVE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
