"""Why the vault does not do what it was asked, told in one plain sentence."""


class VaultError(Exception):
    """The vault refuses; nothing was opened."""
