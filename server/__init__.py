"""The province's server."""
