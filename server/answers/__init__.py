"""What the province says to terminals: prescriptions, recalls, money that came."""
