"""The server's installation, upgrade and way back, on a fresh Debian machine."""
