"""Where the power comes from, and how much of it is left: mains, a small UPS, or nobody knows."""
