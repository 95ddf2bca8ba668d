"""Texts, numbers, booleans and nulls: plain ones, and those at edges."""
