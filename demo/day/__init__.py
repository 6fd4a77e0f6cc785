"""A whole day at one counter, played through the real programs."""
