"""The flow of a sale."""
