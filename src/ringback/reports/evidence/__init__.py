"""What shows a finding: its requests as a command, its payload; nothing of it in the clear."""
