"""The camera process: frames in, one line on standard output for each code read, and a preview."""

import logging
import os
import signal
import sys
import threading
import time

from hardware.camera_lines import Failed, Line, Read, Ready, write_line
from hardware.decode import Live
from hardware.frames import NoFramesError, Source, fit
from hardware.preview import HEIGHT, WIDTH, PreviewWriter

log = logging.getLogger(__name__)

RETRY_SECONDS = 1.0


def run_camera(source: Source, preview: PreviewWriter | None = None) -> None:
    """Look until standard input ends: then nobody listens any more.

    Every frame is shown on `preview` before it is decoded; there are at most ten a second.
    """
    # Ctrl-C reaches every process of a terminal; this one leaves when its parent does.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    live = Live()
    while True:
        try:
            source.open()
            _say(Ready())
            _look(source, live, preview)
        except NoFramesError as error:
            _say(Failed(str(error)))
            time.sleep(RETRY_SECONDS)


def _look(source: Source, live: Live, preview: PreviewWriter | None) -> None:
    for frame in source.frames():
        if preview:
            preview.put(fit(frame.picture, WIDTH, HEIGHT).tobytes())
        for read in live.look(frame.picture, frame.at):
            _say(Read(read.symbology, read.data))


def _say(line: Line) -> None:
    sys.stdout.buffer.write(write_line(line))
    sys.stdout.buffer.flush()


def _leave_with_parent() -> None:
    sys.stdin.buffer.read()
    # Straight out: the main thread may be waiting in the camera's driver.
    os._exit(0)
