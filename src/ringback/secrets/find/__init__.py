"""What is secret, by name, description and look; what only looks like it."""
