"""The sender process: entries out, receipts in."""
