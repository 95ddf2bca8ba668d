"""Sends what phases ask for in batches, folds what comes into one world, and confirms surprises."""
