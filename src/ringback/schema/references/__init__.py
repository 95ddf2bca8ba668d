"""Where references lead, and what is concerned by a place."""
