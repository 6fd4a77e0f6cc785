"""The states of the counter, by what is being done. Exactly one screen shows each."""
