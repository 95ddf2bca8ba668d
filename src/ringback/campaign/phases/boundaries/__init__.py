"""What must not be reached: without credentials, by unknown keys, by undescribed methods."""
