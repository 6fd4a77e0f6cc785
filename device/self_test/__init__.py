"""The terminal looks itself over: what only a look at card, line and software can tell."""
