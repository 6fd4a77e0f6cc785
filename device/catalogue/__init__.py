"""The national catalogue: 55,000 drugs in a file of their own, looked up and searched."""
