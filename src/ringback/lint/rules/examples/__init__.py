"""Rules over examples and defaults."""
