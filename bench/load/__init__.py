"""What the benchmarks are made with: loads, generators, the programs measured, and their cost."""
