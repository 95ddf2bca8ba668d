"""Pieces of work: over the cores of this machine, or over a cluster."""
