"""What `python -m device` runs. Each file wires one program, and unwires it in reverse."""
