"""What rules share of a description: its payloads, its unions, what its places are called."""
