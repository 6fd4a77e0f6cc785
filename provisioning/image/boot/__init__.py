"""Starting the terminal: which of two systems, by which firmware and kernel."""

from provisioning.image.boot.backend import initial_state
from provisioning.image.boot.root_part import write_root_part
from provisioning.image.boot.slot import write_boot_slot, write_firmware

__all__ = ["initial_state", "write_boot_slot", "write_firmware", "write_root_part"]
