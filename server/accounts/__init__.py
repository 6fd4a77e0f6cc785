"""Who may come in: accounts, second factors, sessions, and the log of who saw what."""
