"""Things changed: alone, again, in sequences, at the same time, and refused."""
