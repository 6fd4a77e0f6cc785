"""The card's image, started in an emulator and driven from outside: `python -m tests.image`."""
