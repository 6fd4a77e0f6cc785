"""The terminal on the counter."""
