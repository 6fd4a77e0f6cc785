"""What a counter is made of and costs: three variants, as data, and a program that adds up."""
