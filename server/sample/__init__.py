"""A believable, seeded, synthetic province: for demonstration, tests and benchmarks."""
