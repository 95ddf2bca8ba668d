"""The fast path: which of many entries are surely fine."""
