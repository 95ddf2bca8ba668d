"""What the commands do, once they are told: the heavy half, imported when a command runs."""
