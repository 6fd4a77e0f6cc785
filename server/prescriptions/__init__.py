"""What was prescribed, and what has been dispensed on it."""
