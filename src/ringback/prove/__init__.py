"""The gate's own sight: faults are planted, and what it does not see is told by name."""
