"""From options to what a command works on: descriptions, targets, sessions, what is asked."""
