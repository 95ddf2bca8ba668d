"""What shows a finding besides a command line: its payload, and its requests as Python."""
