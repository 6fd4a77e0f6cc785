"""Which sound goes with what the counter says."""

from device.counter.cue import Cue
from hardware.api import Sound

SOUNDS = {
    Cue.READ: Sound.READ,
    Cue.SOLD: Sound.SOLD,
    Cue.WARN: Sound.WARN,
    Cue.UNKNOWN: Sound.UNKNOWN,
    Cue.BLOCK: Sound.BLOCK,
}
