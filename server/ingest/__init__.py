"""From the broker into the store: verify, store once, commit, then answer with a receipt."""
