"""The terminals: how they are, what is wrong with them, what they are asked to do."""
