"""Requests that nobody designed: Schemathesis' cases, and those to a target without state."""
