"""Payloads made for one case: scalars, arrays, objects and their members."""
