"""Broker, server and one terminal, started together on one machine."""
