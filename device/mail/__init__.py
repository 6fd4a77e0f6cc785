"""What the province wants done or read once: kept until it has heard what came of it."""
