"""Whose form a file has, by its content."""
