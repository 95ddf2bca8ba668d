"""What earlier runs left: accepted findings, and runs that are told again."""
