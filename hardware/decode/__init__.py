"""Codes in pictures. Only the camera's process and tools import this: OpenCV and numpy are heavy.

`read_still` does everything it can on one picture; `Live` reads frame by frame within a budget.
zxing-cpp reads; OpenCV prepares pictures; zbar and OpenCV's bar reader only second what is seen.
"""

from hardware.decode.live import GONE_SECONDS, Live
from hardware.decode.read import Read
from hardware.decode.still import read_still

__all__ = ["GONE_SECONDS", "Live", "Read", "read_still"]
