"""Returns and voids."""
