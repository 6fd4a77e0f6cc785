"""The terminals as machines: how they are, what they are told to do, which version they get."""
