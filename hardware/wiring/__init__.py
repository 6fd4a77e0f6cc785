"""How a counter is wired: pins and plugs as data, drawn by `python -m hardware.wiring`."""
