"""The search over all cases, what it concluded, and who asks it."""
