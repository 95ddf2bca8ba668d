"""Payloads made from a schema: what it admits, in every form, and what it refuses."""
