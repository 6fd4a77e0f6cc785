"""What is about the terminal itself."""
