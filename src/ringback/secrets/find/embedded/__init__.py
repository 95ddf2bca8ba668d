"""Secrets within texts: JSON, pairs of names and values, runs of letters, known values."""
