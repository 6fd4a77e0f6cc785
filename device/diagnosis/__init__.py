"""The diagnostic bundle: how a terminal is, for somebody far away, and nobody's data."""
