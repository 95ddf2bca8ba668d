"""Texts of ECMA-262 patterns."""
