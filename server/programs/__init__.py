"""The server's programs: one file each, with `told`, `add_arguments` and `run`."""
