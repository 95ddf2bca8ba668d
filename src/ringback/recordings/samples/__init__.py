"""What an exchange shows of the description, and which few exchanges show all of it."""
