"""Who stands at the counter, and whose shift it is."""
