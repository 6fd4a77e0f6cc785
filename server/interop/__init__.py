"""Connectors to national systems. Their credentials stay in this room and in no message."""
