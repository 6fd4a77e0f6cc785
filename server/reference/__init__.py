"""What the province knows and tells: catalogue, prices, places, outlets, staff, parameters."""
