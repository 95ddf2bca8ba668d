"""What changes nothing: reads, lists, conditions, ranges, and what was uploaded."""
