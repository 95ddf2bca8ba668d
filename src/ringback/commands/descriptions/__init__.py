"""Descriptions alone: one looked at, or two held against each other."""
