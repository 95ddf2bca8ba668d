"""Values as they travel: bodies read for a validator, and written from values."""
