"""The terminal's SQLite database: entries, outbox, stock, catalogue, print jobs."""
