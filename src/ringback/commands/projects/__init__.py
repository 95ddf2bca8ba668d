"""The files that another API needs to start."""
