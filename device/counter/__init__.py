"""The counter's rules and the sale as a state machine. Pure: no screen, database or network."""
