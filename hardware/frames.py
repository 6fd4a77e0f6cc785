"""Where camera frames come from. Only the camera process imports this: OpenCV is heavy."""

import importlib
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np

from hardware.decode.read import Picture

log = logging.getLogger(__name__)

WIDTH, HEIGHT = 1280, 720
FRAME_SECONDS = 0.1
"""At most ten frames a second are decoded: a hand is no faster, and the processor stays cool."""
LIFTED_SECONDS = 2.0
"""Between two images of a folder the first was taken away for so long."""
FRAMES_PER_IMAGE = 6
TABLE_GREY = 80
PICAMERA = "picamera2"
_POLL_SECONDS = 0.05
_SUFFIXES = frozenset({".png", ".jpg", ".jpeg"})


class NoFramesError(OSError):
    """The source has no frames, or no more."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What the camera saw at a moment, in seconds of a clock that only goes forward."""

    picture: Picture
    at: float


class Source(Protocol):
    """Gives frames."""

    def open(self) -> None:
        """Raises `NoFramesError`."""

    def frames(self) -> Iterator[Frame]:
        """Frames for as long as there are any. Raises `NoFramesError` when they cease."""


class DeviceSource:
    """A V4L2 camera. Not tried with one."""

    def __init__(self, device: Path) -> None:
        self._device = device
        self._capture: cv2.VideoCapture | None = None

    def open(self) -> None:
        """Open the camera at 1280x720, as MJPEG so that USB 2 carries it."""
        # Asked first: OpenCV complains at length about what is not there.
        if not self._device.is_char_device():
            raise NoFramesError(f"{self._device} is not connected")
        cv2.setNumThreads(1)
        capture = cv2.VideoCapture(str(self._device), cv2.CAP_V4L2)
        if not capture.isOpened():
            raise NoFramesError(f"{self._device} cannot be opened")
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, WIDTH)
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, HEIGHT)
        self._capture = capture

    def frames(self) -> Iterator[Frame]:
        """Take every frame from the driver, but unpack only as many as are decoded."""
        capture = self._capture
        if capture is None:
            raise NoFramesError(f"{self._device} is not open")
        unpacked = 0.0
        try:
            while capture.grab():
                now = time.monotonic()
                if now - unpacked >= FRAME_SECONDS:
                    unpacked = now
                    _there, picture = capture.retrieve()
                    yield Frame(
                        np.asarray(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), np.uint8), now
                    )
        finally:
            capture.release()
        raise NoFramesError(f"{self._device} gives no more frames")


class PicameraSource:
    """A Raspberry Pi's own camera on its ribbon cable, by picamera2. Not tried with one.

    picamera2 is the Raspberry Pi's own package and belongs to its system; it is imported only here.
    """

    def __init__(self) -> None:
        self._camera: Any = None

    def open(self) -> None:
        """Open the first camera at 1280x720. Raises `NoFramesError`, also without picamera2."""
        try:
            library = importlib.import_module("picamera2")
        except ImportError as error:
            raise NoFramesError("picamera2 is not installed") from error
        try:
            camera = library.Picamera2()
            main = {"size": (WIDTH, HEIGHT), "format": "YUV420"}
            camera.configure(camera.create_video_configuration(main=main))
            camera.start()
        except (RuntimeError, IndexError) as error:
            raise NoFramesError("picamera2 finds no camera that can be opened") from error
        self._camera = camera

    def frames(self) -> Iterator[Frame]:
        """Take frames; of YUV420 the upper two thirds are the grey picture."""
        camera = self._camera
        if camera is None:
            raise NoFramesError("picamera2 is not open")
        try:
            while True:
                begun = time.monotonic()
                picture = camera.capture_array("main")[:HEIGHT, :WIDTH]
                yield Frame(np.ascontiguousarray(picture, np.uint8), begun)
                time.sleep(max(0.0, begun + FRAME_SECONDS - time.monotonic()))
        except RuntimeError as error:
            raise NoFramesError("picamera2 gives no more frames") from error
        finally:
            camera.close()
            self._camera = None


class FolderSource:
    """Images that appear in a folder, each seen for a few frames and then moved to `seen/`.

    An image must appear complete, by a rename. Time is the source's own: no image waits for the
    one before to be taken away.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._seen = folder, folder / "seen"
        self._now = 0.0

    def open(self) -> None:
        """Make the folder where it is missing."""
        try:
            self._seen.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NoFramesError(f"{self._folder}: {error.strerror}") from error

    def frames(self) -> Iterator[Frame]:
        """Show what appears, by name where several wait."""
        while self._folder.is_dir():
            files = sorted(self._folder.iterdir())
            images = [file for file in files if _is_image(file)]
            for image in images:
                yield from self._show(image)
            if not images:
                time.sleep(_POLL_SECONDS)
        raise NoFramesError(f"{self._folder} is gone")

    def _show(self, file: Path) -> Iterator[Frame]:
        # Put aside before it is looked at: one that the decoder dies of is not met again.
        picture = load_picture(file.replace(self._seen / file.name))
        if picture is None:
            log.warning("%s is not an image", file.name)
            return
        self._now += LIFTED_SECONDS
        yield from show(picture, self._now)
        self._now += FRAMES_PER_IMAGE * FRAME_SECONDS


def camera_at(device: Path) -> Source:
    """Return the source of a device; one that is called "picamera2" is the ribbon cable's."""
    # By its name: a settings file's relative paths have been made absolute.
    return PicameraSource() if device.name == PICAMERA else DeviceSource(device)


def show(picture: Picture, at: float) -> Iterator[Frame]:
    """A picture as a camera delivers it when it is held there for half a second."""
    seen = fit(picture)
    for number in range(FRAMES_PER_IMAGE):
        yield Frame(seen, at + number * FRAME_SECONDS)


def load_picture(file: Path) -> Picture | None:
    """Read an image file as grey; None where it is not one."""
    try:
        picture = cv2.imread(str(file), cv2.IMREAD_GRAYSCALE)
    except cv2.error:
        return None
    return None if picture is None else np.asarray(picture, np.uint8)


def fit(picture: Picture, frame_width: int = WIDTH, frame_height: int = HEIGHT) -> Picture:
    """Scale a picture into the camera's frame, or another, on the grey of a table."""
    height, width = picture.shape
    scale = min(frame_width / width, frame_height / height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    frame = np.full((frame_height, frame_width), TABLE_GREY, np.uint8)
    left, top = (frame_width - size[0]) // 2, (frame_height - size[1]) // 2
    frame[top : top + size[1], left : left + size[0]] = cv2.resize(picture, size, interpolation=way)
    return frame


def _is_image(file: Path) -> bool:
    return file.suffix.lower() in _SUFFIXES and not file.name.startswith(".") and file.is_file()
