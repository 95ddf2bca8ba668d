"""Values as they travel: read for a validator, and written from values."""
