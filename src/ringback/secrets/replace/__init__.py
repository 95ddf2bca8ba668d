"""Exchanges rewritten: the same placeholder for the same value everywhere."""
