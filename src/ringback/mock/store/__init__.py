"""Things that a mock keeps, by the resources of its contract."""
