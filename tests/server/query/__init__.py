"""The room of filters, listings and what is remembered."""
