"""What every named query is asked with, and what it gives."""
