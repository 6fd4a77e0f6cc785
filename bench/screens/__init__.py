"""What `python -m bench.screen` measures with: an outlet to play, and the programs to time."""
