"""One campaign from the plan to its outcome."""
