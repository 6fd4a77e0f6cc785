"""The customer's display: lines and sum, the code to pay by, thanks."""
