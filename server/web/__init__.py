"""Pages for the department."""
