"""Input devices as /sys/class/input lists them."""

from pathlib import Path

KEYBOARD = "1000000000007 ff9f207ac14057ff febeffdfffefffff fffffffffffffffe"
"""The bits of a usual USB keyboard."""
POWER_BUTTON = "10000000000000 0"


def make_input_device(
    sys: Path, number: int, *, vendor: str, product: str, name: str, keys: str = KEYBOARD
) -> None:
    folder = sys / f"event{number}" / "device"
    (folder / "id").mkdir(parents=True)
    (folder / "capabilities").mkdir()
    (folder / "id/vendor").write_text(vendor + "\n")
    (folder / "id/product").write_text(product + "\n")
    (folder / "name").write_text(name + "\n")
    (folder / "capabilities/key").write_text(keys + "\n")
