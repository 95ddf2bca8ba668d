"""Two schemas held against each other: which branch is meant, and what is the same."""
