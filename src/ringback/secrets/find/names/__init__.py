"""What the names of members, parameters and headers say, and what a house adds."""
