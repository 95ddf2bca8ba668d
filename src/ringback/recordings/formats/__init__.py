"""One record of each form: read, recognised, and written."""
