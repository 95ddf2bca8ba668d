"""Lines of logs: our own form, or by a mapping of names."""
