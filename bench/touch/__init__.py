"""`make bench-touch`: the commonest tasks at a counter, played through the real screens."""
