"""Programs that run on the card alone, with nothing but Python's own library."""
