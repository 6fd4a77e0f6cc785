"""What can be wrong with the mail's file."""


class MailError(Exception):
    """The mail cannot be kept or read now; what was there stays."""
