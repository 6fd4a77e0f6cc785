"""The figures that the department asks for: counted once as entries come in, asked for by name."""
