"""What recordings show of each field, as counts that add up."""
