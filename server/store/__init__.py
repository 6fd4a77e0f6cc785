"""The server's database: terminals, entries, quarantine; every query has a name."""
