"""`ringback check` and what belongs to it: the parts, the dry run, putting right."""
