"""Receipts, drawn as images."""
