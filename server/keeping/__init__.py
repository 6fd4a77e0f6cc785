"""Keeping what terminals have sent: backups, their way back, and what is deleted when it is due."""
