"""The resources of an API: what operations make, read, change and delete, and by which keys."""
