"""Rules over single schemas: what they say of their values."""
