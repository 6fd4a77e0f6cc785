"""What the province sends down: kept here row by row, and taken into use dataset by dataset."""
