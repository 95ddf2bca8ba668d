"""Whole values: personal or secret by their name, their form and the description."""
